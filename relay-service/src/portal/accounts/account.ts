/** A person who can log in. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly company: string | null;
  /** Whether a code is asked for beside the password. */
  readonly twoFactor: boolean;
  /** The session of this browser. */
  readonly sessionId: string;
}
