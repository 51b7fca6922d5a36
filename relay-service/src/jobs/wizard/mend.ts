/** What the checklist's own buttons do. Each answers null, or what hindered it in plain words. */
import { confirmMappings, readSetup } from '../../dataverse/read-setup.ts';
import { pingWebhook } from '../../dataverse/ping-webhook.ts';
import { whoAmI } from '../../dataverse/who-am-i.ts';
import { RemoteError } from '../../errors.ts';
import type { StoredConnection } from '../../store/connections.ts';
import { findConnectionById } from '../../store/connections.ts';
import type { Draft } from '../../store/drafts.ts';
import { notePing } from '../../store/webhook-signs.ts';
import { refreshReferenceData } from '../refresh-reference-data.ts';
import type { Services } from '../services.ts';

/** A set-up, or a connection, by the connection's id. */
type Mended = Pick<Draft, 'connection_id'>;

type MendServices = Pick<Services, 'ledger' | 'dataverse' | 'xero'>;

const withConnection = async (
  services: MendServices,
  draft: Mended,
  act: (stored: StoredConnection) => Promise<string | null>,
): Promise<string | null> => {
  const stored = draft.connection_id === null ? undefined : await findConnectionById(services.ledger, draft.connection_id);
  if (!stored) return 'The connection is not created yet.';
  try {
    return await act(stored);
  } catch (problem) {
    if (problem instanceof RemoteError) return `That did not work: ${problem.message} Nothing was changed; try again in a minute.`;
    throw problem;
  }
};

/** Asks once more whether Dynamics' notices arrive. */
export const pingAgain = (services: MendServices, draft: Mended): Promise<string | null> =>
  withConnection(services, draft, async ({ environment }) => {
    const id = await pingWebhook(services.dataverse(environment));
    if (id === null)
      return 'The user who connected may not create a Xero Request, so no ping can be sent. The first invoice that somebody sends proves the same.';
    await notePing(services.ledger, environment.id, id);
    return null;
  });

/** Reads accounts, tax types, themes and tracking anew. */
export const readAgain = (services: MendServices, draft: Mended): Promise<string | null> =>
  withConnection(services, draft, async (stored) => {
    await refreshReferenceData(services, stored, true);
    return null;
  });

/** Confirms the mappings in Dynamics, in the name of the user who connected. */
export const confirmInDynamics = (services: MendServices, draft: Mended): Promise<string | null> =>
  withConnection(services, draft, async (stored) => {
    const client = services.dataverse(stored.environment);
    const { settingsId } = await readSetup(client, stored.connector_id);
    if (settingsId === null) return 'This connection has no settings in Dynamics any more. Set it up once more to have them proposed.';
    await confirmMappings(client, settingsId, (await whoAmI(client)).userId);
    return null;
  });

/** Each by the address of its form, with what is said and, where it decides something, audited once it is done. */
export const mends = [
  { path: '/ping', act: pingAgain, done: 'A test ping is on its way; its tick comes by itself.', action: null },
  { path: '/read-again', act: readAgain, done: 'Accounts and tax types were read from Xero.', action: null },
  { path: '/confirm', act: confirmInDynamics, done: 'Mappings confirmed.', action: 'connection.mappings-confirmed' },
] as const;
