/** The homes on which lives of a relay are played, with a stage of its own on each. */
import { afterAll, beforeAll } from '@jest/globals';
import type { SchemaOfATest } from '../../prove/own-schema.ts';
import { openOwnSchema } from '../../prove/own-schema.ts';
import { postgresUrl } from '../store/homes.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

export type HomeName = 'SQLite' | 'PostgreSQL';

const url = await postgresUrl();
if (url === null) process.stdout.write('Skipped: lives of a relay on PostgreSQL (none on this machine).\n');

/** Those that this machine has. */
export const stageHomes: readonly { readonly name: HomeName }[] =
  url === null ? [{ name: 'SQLite' }] : [{ name: 'SQLite' }, { name: 'PostgreSQL' }];

/** A schema of its own on PostgreSQL; null on SQLite. */
export const schemaIn = async (home: HomeName): Promise<SchemaOfATest | null> =>
  home === 'PostgreSQL' && url !== null ? openOwnSchema(url) : null;

/** Opens a stage before the tests of a block, and closes it after them. @param give is handed the stage */
export const useStage = (home: HomeName, give: (stage: Stage) => void): void => {
  let stage: Stage | null = null;
  let schema: SchemaOfATest | null = null;
  beforeAll(async () => {
    schema = await schemaIn(home);
    stage = await openStage(schema?.url);
    give(stage);
  });
  afterAll(async () => {
    await stage?.close();
    await schema?.remove();
  });
};
