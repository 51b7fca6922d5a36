/** What the database's own errors mean for whoever runs the relay; a start is refused and a webhook turned away by these names. */
import { LedgerError } from '../errors.ts';

const words = {
  LEDGER_READ_ONLY:
    'The ledger {place} can be read but not written, so nothing can be recorded or sent. Let the user that runs the relay write there (a PostgreSQL: the role, and the primary rather than a standby). Nothing was lost.',
  LEDGER_FULL:
    'The ledger {place} has no room left, so nothing can be recorded or sent. Make room on its disk; what was recorded before is kept and goes on by itself.',
  LEDGER_NOT_REACHED:
    'The database {place} does not answer, so nothing can be recorded or sent. Check its address, its sign-in and that it runs. Nothing was lost.',
  LEDGER_DAMAGED:
    'The ledger {place} is damaged. Stop the relay and put the last backup back; the relay then looks everything up in Xero first.',
} as const;
type Problem = keyof typeof words;

/** Codes of SQLite begin so ("Result and Error Codes", sqlite.org), those of PostgreSQL are SQLSTATEs (its manual, appendix A), the rest is the system's. */
const meanings: readonly (readonly [RegExp, Problem])[] = [
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|^E(ACCES|ROFS|PERM)$|^25006$|^42501$/, 'LEDGER_READ_ONLY'],
  [/^SQLITE_(FULL|IOERR_WRITE)|^E(NOSPC|DQUOT)$|^53100$/, 'LEDGER_FULL'],
  [/^SQLITE_(CORRUPT|NOTADB)|^XX00[12]$/, 'LEDGER_DAMAGED'],
  [/^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$|^08|^28|^57P0|^3D000$|^53300$/, 'LEDGER_NOT_REACHED'],
];

const codeOf = (problem: unknown): string => {
  const code: unknown = (problem as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

/** The named problem behind a database's error; null where it is another one. @param place as people know it, without a password */
export const ledgerProblem = (problem: unknown, place = ''): LedgerError | null => {
  for (let each = problem; typeof each === 'object' && each !== null; each = (each as { readonly cause?: unknown }).cause) {
    if (each instanceof LedgerError) return each;
    const code = codeOf(each);
    const meaning = meanings.find(([pattern]) => pattern.test(code));
    if (meaning) return new LedgerError(meaning[1], words[meaning[1]].replace(' {place}', place === '' ? '' : ` ${place}`), problem);
  }
  return null;
};
