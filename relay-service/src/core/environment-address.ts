/** Whether an address may be a Dataverse environment's: the relay sends tokens there, so nobody may choose it freely (settings `DATAVERSE_ALLOWED_HOSTS`). */

/** Why an address is not taken, as a stable code. */
export type AddressProblem = 'notAnAddress' | 'notHttps' | 'carriesUserinfo' | 'otherPort' | 'ipAddress' | 'hostNotAllowed';

export type AddressVerdict = { readonly origin: string } | { readonly problem: AddressProblem };

export interface AddressRule {
  /** A host must equal one of these or end with "." and one of them. */
  readonly suffixes: readonly string[];
  /** Outside production also plain http and any port, on this machine only. */
  readonly loopback: boolean;
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
const IP_V4 = /^\d+\.\d+\.\d+\.\d+$/;

const problemOf = (url: URL, rule: AddressRule): AddressProblem | null => {
  if (url.username !== '' || url.password !== '') return 'carriesUserinfo';
  if (rule.loopback && LOOPBACK.includes(url.hostname)) return url.protocol === 'https:' || url.protocol === 'http:' ? null : 'notHttps';
  if (url.protocol !== 'https:') return 'notHttps';
  // The platform's addresses have names; the parser writes every spelling of an IPv4 address as four numbers.
  if (IP_V4.test(url.hostname) || url.hostname.startsWith('[')) return 'ipAddress';
  if (url.port !== '') return 'otherPort';
  const host = url.hostname.toLowerCase();
  return rule.suffixes.some((suffix) => host === suffix.toLowerCase() || host.endsWith(`.${suffix.toLowerCase()}`))
    ? null
    : 'hostNotAllowed';
};

/** Judges an address. @returns its origin, or why not */
export const environmentAddress = (address: string, rule: AddressRule): AddressVerdict => {
  const url = URL.parse(address);
  if (url === null) return { problem: 'notAnAddress' };
  const problem = problemOf(url, rule);
  return problem === null ? { origin: url.origin } : { problem };
};
