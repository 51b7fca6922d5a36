/** Why a relay cannot listen where its settings say, in words of those settings. */
import type { Config } from './config.ts';
import { ConfigurationError } from './errors.ts';

/** Codes of errno(3). */
const words: Readonly<Record<string, (config: Pick<Config, 'HOST' | 'PORT'>) => string>> = {
  EADDRINUSE: ({ HOST, PORT }) =>
    `PORT ${String(PORT)} of ${HOST} is taken by another program, perhaps a relay that still runs: stop that one, or set PORT to a free one`,
  EACCES: ({ PORT }) => `PORT ${String(PORT)} may not be opened by the user that runs the relay: set PORT to one above 1023`,
  EADDRNOTAVAIL: ({ HOST }) => `HOST ${HOST} is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all of its addresses`,
  ENOTFOUND: ({ HOST }) => `HOST ${HOST} is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all of its addresses`,
};

/** @returns a ConfigurationError where the settings are the cause, else the problem itself */
export const cannotListen = (problem: unknown, config: Pick<Config, 'HOST' | 'PORT'>): unknown => {
  const { code } = problem as { readonly code?: unknown };
  const say = typeof code === 'string' ? words[code] : undefined;
  return say ? new ConfigurationError([say(config)]) : problem;
};
