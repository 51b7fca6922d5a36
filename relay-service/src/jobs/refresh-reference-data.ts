/** Reference data of a connection, read anew from Xero: everything first, then what differs is written; a failed or half reading changes nothing. */
import { RemoteError } from '../errors.ts';
import { refreshConnector } from '../dataverse/write-connector.ts';
import { writeReferenceData } from '../dataverse/write-reference-data.ts';
import type { StoredConnection } from '../store/connections.ts';
import { noteReferenceProblem, noteReferenceRead, referenceReadOf } from '../store/reference-reads.ts';
import type { ReferenceReadsTable } from '../store/schema.ts';
import type { OrganisationData } from '../xero/read-organisation.ts';
import { readOrganisation } from '../xero/read-organisation.ts';
import type { Services } from './services.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Six calls each time; at this pace a day takes 36 of the 1,000 that the smallest plan at Xero allows. */
export const EVERY_MS = 4 * HOUR;
/** Deleted accounts are told from unchanged ones only by reading them all. */
const WHOLE_EVERY_MS = 24 * HOUR;
const AFTER_PROBLEM_MS = 30 * MINUTE;
/** Clocks of two companies differ; what is read twice does no harm. */
const OVERLAP_MS = 5 * MINUTE;

/** Whether it is time. @param read undefined = never read */
export const isReferenceReadDue = (read: ReferenceReadsTable | undefined, now: number): boolean => {
  if (read?.problem != null && read.tried_at !== null && now - read.tried_at < AFTER_PROBLEM_MS) return false;
  return now - (read?.read_at ?? 0) >= EVERY_MS;
};

/** Since when changed accounts are enough; undefined where all must be read. */
const accountsSince = (read: ReferenceReadsTable | undefined, now: number): Date | undefined => {
  if (read?.read_at == null || read.read_whole_at === null || now - read.read_whole_at >= WHOLE_EVERY_MS) return undefined;
  return new Date(read.read_at - OVERLAP_MS);
};

/** What was read, and how many rows in Dynamics were changed by it. */
export interface ReferenceRead {
  readonly data: OrganisationData;
  readonly written: number;
}

/**
 * Reads and writes the reference data of a connection.
 * @param whole all accounts, whatever was read before
 * @throws {RemoteError} when a side could not be read or written; the ledger keeps its code
 */
export const refreshReferenceData = async (
  services: Pick<Services, 'ledger' | 'dataverse' | 'xero'>,
  stored: StoredConnection,
  whole = false,
): Promise<ReferenceRead> => {
  const { ledger } = services;
  const startedAt = ledger.now();
  const since = whole ? undefined : accountsSince(await referenceReadOf(ledger, stored.id), startedAt);
  try {
    const data = await readOrganisation(services.xero(stored, whole ? 'clicks' : 'background'), since);
    const dataverse = services.dataverse(stored.environment);
    const written = await writeReferenceData(dataverse, stored.connector_id, data);
    await refreshConnector(dataverse, stored.connector_id, {
      tenantId: stored.tenant_id,
      organisation: data.organisation,
      currencies: data.currencies,
      readOn: new Date(startedAt),
    });
    await noteReferenceRead(ledger, stored.id, startedAt, since === undefined);
    return { data, written };
  } catch (problem) {
    await noteReferenceProblem(ledger, stored.id, problem instanceof RemoteError ? problem.code : 'UNEXPECTED');
    throw problem;
  }
};

/** By the clock: reads where it is due; while a lane is held, so that its calls are counted with the others. */
export const refreshReferenceDataIfDue = async (services: Services, stored: StoredConnection): Promise<void> => {
  const read = await referenceReadOf(services.ledger, stored.id);
  if (!isReferenceReadDue(read, services.ledger.now())) return;
  const { written } = await refreshReferenceData(services, stored);
  services.log.info({ connection: stored.id, written }, 'reference data was read from Xero');
};
