/** Sends the schema to a development environment: what is there stays, what is missing is made. */
import { publisher, solutionName, solutionTitle } from '../../solution/src/schema/index.ts';
import { metadataCalls } from '../../solution/src/provision/metadata-calls.ts';
import type { DataverseClient } from '../../relay-service/src/dataverse/client.ts';
import { RemoteError } from '../../relay-service/src/errors.ts';
import { textOf } from '../../relay-service/src/dataverse/rows.ts';

export interface Provisioned {
  readonly made: number;
  readonly there: number;
}

const idOf = async (client: DataverseClient, set: string, key: string, uniqueName: string, row: object): Promise<string> => {
  const find = async (): Promise<string | null> => {
    const [found] = await client.rows(`${set}?$select=${key}&$filter=uniquename eq '${uniqueName}'`);
    return found ? textOf(found, key) : null;
  };
  const known = await find();
  if (known !== null) return known;
  await client.request({ method: 'POST', path: set, body: row });
  const made = await find();
  if (made === null) throw new Error(`${set}: ${uniqueName} was made and cannot be found.`);
  return made;
};

const ensureSolution = async (client: DataverseClient, version: string): Promise<void> => {
  const publisherId = await idOf(client, 'publishers', 'publisherid', publisher.uniqueName, {
    uniquename: publisher.uniqueName,
    friendlyname: publisher.title,
    customizationprefix: publisher.prefix,
    customizationoptionvalueprefix: publisher.optionValuePrefix,
  });
  await idOf(client, 'solutions', 'solutionid', solutionName, {
    uniquename: solutionName,
    friendlyname: solutionTitle,
    version,
    'publisherid@odata.bind': `/publishers(${publisherId})`,
  });
};

const isThere = async (client: DataverseClient, path: string): Promise<boolean> => {
  try {
    await client.request({ method: 'GET', path });
    return true;
  } catch (problem) {
    if (problem instanceof RemoteError && problem.status === 404) return false;
    throw problem;
  }
};

/**
 * Makes publisher, solution, choices, tables, columns, relationships and keys, then publishes. Safe to repeat.
 * @param report is told each thing that was made, and how many are left
 * @throws {RemoteError} on what the environment refuses; what was made stays
 */
export const provision = async (client: DataverseClient, version: string, report: (line: string) => void): Promise<Provisioned> => {
  await ensureSolution(client, version);
  const calls = metadataCalls();
  let made = 0;
  for (const [index, { what, exists, path, body }] of calls.entries()) {
    if (await isThere(client, exists)) continue;
    await client.request({ method: 'POST', path, body, headers: { 'MSCRM.SolutionUniqueName': solutionName } });
    made += 1;
    report(`  ${what} (${String(index + 1)} of ${String(calls.length)})`);
  }
  if (made > 0) await client.request({ method: 'POST', path: 'PublishAllXml', body: {} });
  return { made, there: calls.length - made };
};
