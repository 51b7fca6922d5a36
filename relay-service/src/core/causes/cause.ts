/** One cause that can stand between an invoice and Xero. Text in braces is filled in where the cause is named. */
export interface Cause {
  /** What happened and what it means for the invoice. */
  readonly message: string;
  /** What to do, and who can. */
  readonly remedy: string;
  /** Who can mend it. */
  readonly who: 'requester' | 'approver' | 'administrator' | 'xeroUser';
  /** A person's decision, rather than a correction, is all that is missing. */
  readonly choice?: true;
}
