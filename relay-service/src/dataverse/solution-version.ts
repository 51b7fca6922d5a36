import { solutionName } from '@stl3/solution';
import type { DataverseClient } from './client.ts';
import { textOf } from './rows.ts';

/** Version of our solution in the environment; null when it is not installed. */
export const readSolutionVersion = async (client: DataverseClient): Promise<string | null> => {
  const [row] = await client.rows(`solutions?$select=version,ismanaged&$filter=uniquename eq '${solutionName}'`);
  return row ? textOf(row, 'version') : null;
};
