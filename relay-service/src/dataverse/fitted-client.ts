/** A client whose requests name only what the installed version of the solution has. */
import type { Lacking } from '../core/installed-solution.ts';
import { isOlder, lackingIn, newestVersion } from '../core/installed-solution.ts';
import { RemoteError } from '../errors.ts';
import type { BatchPart } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { fitRequest } from './fit-request.ts';
import { readSolutionVersion } from './solution-version.ts';

/** A version is known for so long; an older one not as long, for its upgrade is waited for. */
const KNOWN_MS = 5 * 60_000;
const OLDER_KNOWN_MS = 10_000;
/** Every version that can be installed has these columns, and need not be asked for. */
const FIRST_VERSION = '1.0.0.0';

/** The solution as an environment has it. */
export interface InstalledSolution {
  /** Null where it is not installed or nobody may look. */
  readonly version: string | null;
  /** Null where nothing is lacking. */
  readonly lacking: Lacking | null;
}

/** The solution in each environment, asked now and then. */
export interface InstalledSolutions {
  /** @param client of the environment */
  of(environmentId: string, client: DataverseClient): Promise<InstalledSolution>;
}

const whereNobodyMayLook = (problem: unknown): null => {
  if (problem instanceof RemoteError && problem.status === 403) return null;
  throw problem;
};

const look = async (client: DataverseClient): Promise<InstalledSolution> => {
  const newest = newestVersion();
  if (!isOlder(FIRST_VERSION, newest)) return { version: newest, lacking: null };
  const version = await readSolutionVersion(client).catch(whereNobodyMayLook);
  return { version, lacking: lackingIn(version) };
};

/** @param now milliseconds of any clock */
export const createInstalledSolutions = (now: () => number): InstalledSolutions => {
  const known = new Map<string, { readonly solution: Promise<InstalledSolution>; until: number }>();
  return {
    of: (environmentId, client) => {
      const last = known.get(environmentId);
      if (last && now() < last.until) return last.solution;
      const solution = look(client);
      const entry = { solution, until: now() + OLDER_KNOWN_MS };
      known.set(environmentId, entry);
      solution.then(
        ({ lacking }) => {
          if (lacking === null) entry.until = now() + KNOWN_MS;
        },
        () => known.delete(environmentId),
      );
      return solution;
    },
  };
};

/** @param lackingNow what the installed solution lacks; asked before each request */
export const fittedClient = (client: DataverseClient, lackingNow: () => Promise<Lacking | null>): DataverseClient => {
  const fitting = async () => {
    const lacking = await lackingNow();
    return <Request extends Parameters<typeof fitRequest>[0]>(request: Request): Request =>
      lacking === null ? request : fitRequest(request, lacking);
  };
  return {
    origin: client.origin,
    request: async (request) => client.request((await fitting())(request)),
    rows: async (path, annotations) => client.rows((await fitting())({ method: 'GET', path }).path, annotations),
    batch: async (parts) => {
      const fit = await fitting();
      return client.batch(
        parts.map((part): BatchPart => ('changeSet' in part ? { changeSet: part.changeSet.map((each) => fit(each)) } : fit(part))),
      );
    },
  };
};

/** For the few requests of somebody who connects. */
export const fittedOnce = (client: DataverseClient): DataverseClient => {
  const solutions = createInstalledSolutions(() => performance.now());
  return fittedClient(client, async () => (await solutions.of(client.origin, client)).lacking);
};
