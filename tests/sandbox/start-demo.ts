/** What `npm run demo` shows a person: the world, an account that is ready, a second organisation to connect, start page and mailbox. */
import { join } from 'node:path';
import type { DemoStart } from './demo-start/serve.ts';
import { serveDemoStart } from './demo-start/serve.ts';
import type { GivenAccount } from './give-account.ts';
import type { World, WorldOptions } from './world.ts';
import { startWorld } from './world.ts';

/** Who owns the connection of the demo. */
const ada: GivenAccount = {
  name: 'Ada Minchin',
  company: 'Coral Bay Supplies',
  email: 'ada@coralbay.example',
  password: 'four herons fish at dawn',
};

export interface Demo {
  readonly world: World;
  readonly start: DemoStart;
  readonly account: GivenAccount;
  close(): Promise<void>;
}

/** Starts it; `close` ends every part. */
export const startDemo = async (options: WorldOptions = {}): Promise<Demo> => {
  const world = await startWorld({ ...options, account: ada, second: true });
  const { dataverse, second, relay, xero, identity, config, company } = world;
  // From here on a person sits before the browser, and is asked.
  xero.control.askOnPage(true);
  identity.control.askOnPages = true;
  const start = await serveDemoStart(
    {
      company: company.name,
      dynamics: dataverse.origin,
      second: second?.origin ?? '',
      portal: relay.origin,
      xero: xero.origin,
      entra: identity.origin,
      account: ada,
    },
    config.MAIL_FOLDER ?? join(config.RELAY_DATA_DIR, 'mails'),
  );
  return {
    world,
    start,
    account: ada,
    close: async () => {
      await start.close();
      await world.close();
    },
  };
};
