/** Few classes, stable codes. Expected failures of an invoice are values (`Reason`); these are for what fails around it. */

/** A call to another system that did not end well. `executed` says what the other side may have done with a write. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** Stable code, such as `XERO_RATE_LIMITED`. */
  readonly code: string;
  readonly system: 'Xero' | 'Dataverse' | 'Entra ID';
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  /** Certainly not executed, or nobody knows (POSTING section 3). */
  readonly executed: 'no' | 'unknown';
  readonly retryable: boolean;
  /** Milliseconds to wait as the other side asked, or null. */
  readonly retryAfterMs: number | null;
  /** The other side's own words; goes to the Dataverse row only, never to log or ledger. */
  declare readonly detail: string | null;

  constructor(options: {
    readonly code: string;
    readonly system: RemoteError['system'];
    readonly message: string;
    readonly status?: number | null;
    readonly executed: 'no' | 'unknown';
    readonly retryable: boolean;
    readonly retryAfterMs?: number | null;
    readonly detail?: string | null;
    readonly cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.code = options.code;
    this.system = options.system;
    this.status = options.status ?? null;
    this.executed = options.executed;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
    // A logger writes what it can enumerate.
    Object.defineProperty(this, 'detail', { value: options.detail ?? null, enumerable: false });
  }
}

/** The relay cannot start or go on with these settings; the message names every problem. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'CONFIGURATION';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The relay cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** The ledger cannot be used; the message says why and what to do. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code:
    | 'LEDGER_READ_ONLY'
    | 'LEDGER_FULL'
    | 'LEDGER_NOT_REACHED'
    | 'LEDGER_DAMAGED'
    | 'LEDGER_NOT_DURABLE'
    | 'LEDGER_HELD'
    | 'LEDGER_FROM_THE_FUTURE'
    | 'LEDGER_NOT_MIGRATED';
  constructor(code: LedgerError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
