/** What the ledger keeps of a long random secret that it only has to know again: whoever reads the ledger cannot use it. */
import { hash } from 'node:crypto';

/** SHA-256 in base64url. Not for what could be guessed, such as a password or an amount. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url');
