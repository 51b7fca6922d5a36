/** Why a relay cannot listen where its settings say, in words of those settings. */
import type { Config } from './config.ts';
import { ConfigurationError } from './errors.ts';

type Address = Pick<Config, 'HOST' | 'PORT'>;

/** Ports up to this one are the system's own. */
const SYSTEM_PORT = 1_023;

const noAddress = ({ HOST }: Address): string =>
  `HOST ${HOST} is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all of its addresses; an IPv6 address stands without brackets`;

/** By the codes of errno(3) and of looking a name up. */
const words: Readonly<Record<string, (address: Address) => string>> = {
  EADDRINUSE: ({ HOST, PORT }) =>
    `PORT ${String(PORT)} of ${HOST} is taken by another program, perhaps a relay that still runs: stop that one, or set PORT to a free one`,
  EACCES: ({ PORT }) =>
    `PORT ${String(PORT)} may not be opened by the user that runs the relay: set PORT to ${PORT > SYSTEM_PORT ? 'another one' : `one above ${String(SYSTEM_PORT)}`}`,
  EADDRNOTAVAIL: noAddress,
  EAFNOSUPPORT: noAddress,
  EAI_AGAIN: noAddress,
  EINVAL: noAddress,
  ENOTFOUND: noAddress,
};

/** @returns a ConfigurationError where the settings are the cause, else the problem itself */
export const cannotListen = (problem: unknown, address: Address): unknown => {
  const { code } = problem as { readonly code?: unknown };
  const say = typeof code === 'string' ? words[code] : undefined;
  return say ? new ConfigurationError([say(address)]) : problem;
};
