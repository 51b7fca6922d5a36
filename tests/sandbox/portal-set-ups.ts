/** Set-ups at each step of the wizard, walked to there by its own jobs against stand-ins. */
import { confirmMappings, readSetup } from '../../relay-service/src/dataverse/read-setup.ts';
import { addressRule, environmentClient } from '../../relay-service/src/dataverse/environment-client.ts';
import { whoAmI } from '../../relay-service/src/dataverse/who-am-i.ts';
import { findConnectionById } from '../../relay-service/src/store/connections.ts';
import type { Draft } from '../../relay-service/src/store/drafts.ts';
import { beginDraft, changeDraft } from '../../relay-service/src/store/drafts.ts';
import { saveMember } from '../../relay-service/src/store/members.ts';
import { noteHeard } from '../../relay-service/src/store/webhook-signs.ts';
import type { Stage } from '../relay-service/jobs/wizard/stage.ts';

/** Ids of drafts by what they show. */
export interface SetUps {
  readonly begun: string;
  readonly manyOrganisations: string;
  readonly xeroConnected: string;
  readonly needsApproval: string;
  readonly approved: string;
  readonly environments: string;
  readonly longList: string;
  readonly sandbox: string;
  readonly refusedOrganisation: string;
  readonly created: string;
  /** Connects again what was created. */
  readonly again: string;
  /** Cannot be read any more: its page fails. Belongs to the viewer. */
  readonly broken: string;
}

const BOOKS = 'Coral Bay Supplies Pty Ltd';
const OTHER = 'Harbour Lights Ltd';

const neighbour = (index: number) => ({
  origin: `https://coralbay${String(index)}.crm6.dynamics.com`,
  friendlyName: `Coral Bay Region ${String(index)}`,
  uniqueName: `coralbay${String(index)}`,
  tenantId: '7d1f5a60-6f0a-4c62-9b4c-5e2f0e5a1c11',
  isUserSysAdmin: false,
  sandbox: index % 3 === 0,
});

/** What one draft knows of both sides, given to another one: a second consent would take the first one's place at Xero. */
const like = async ({ ledger, begin }: Stage, { answers, ...draft }: Draft): Promise<string> => {
  const { xero_grant_id, xero_connection_id, tenant_id, time_zone } = draft;
  const id = await begin();
  await changeDraft(ledger, id, { xero_grant_id, xero_connection_id, tenant_id, time_zone, answers });
  return id;
};

/** Created, with everything that is open left open. @returns the draft and its connection */
const created = async (stage: Stage, ownerId: string): Promise<{ readonly id: string; readonly connectionId: string }> => {
  const id = await stage.begin();
  await stage.atXero(id, BOOKS);
  await stage.atMicrosoft(id);
  await stage.choose(id);
  await stage.options(id);
  const end = await stage.create(id);
  if ('problem' in end) throw new Error(`The connection was not created: ${end.problem}`);
  const { connectionId } = end.connection;
  await saveMember(stage.ledger, connectionId, ownerId, 'owner');
  return { id, connectionId };
};

/** What a person does after creating: the mappings are confirmed; and the ping arrives. */
const finish = async ({ ledger, config, services }: Stage, connectionId: string): Promise<void> => {
  const stored = await findConnectionById(ledger, connectionId);
  if (!stored) throw new Error('The connection is gone.');
  const client = environmentClient(addressRule(config), {
    origin: stored.environment.origin,
    accessToken: () => services.tokens.dataverse(stored.environment.grant_id),
  });
  const { settingsId } = await readSetup(client, stored.connector_id);
  await confirmMappings(client, settingsId ?? '', (await whoAmI(client)).userId);
  await noteHeard(ledger, stored.environment_id);
};

/** @param viewerId owner of what is broken, so that the lists of others stand */
export const giveSetUps = async (stage: Stage, ownerId: string, viewerId: string): Promise<SetUps> => {
  const { ledger } = stage;
  const changed = async (id: string, change: Parameters<typeof changeDraft>[2]): Promise<string> => {
    await changeDraft(ledger, id, change);
    return id;
  };
  const organisations = [BOOKS, OTHER].map((name, index) => ({
    tenantId: `tenant-${String(index)}`,
    name,
    connectionId: `connection-${String(index)}`,
  }));
  const list = Array.from({ length: 12 }, (_, index) => neighbour(index));
  const [first] = list;
  const books = { name: BOOKS, country: 'AU', currency: 'AUD', demo: false, timeZone: 'Australia/Sydney' };
  const begun = await stage.begin();
  const manyOrganisations = await changed(await stage.begin(), { answers: { organisations } });
  const xeroConnected = await stage.begin();
  await stage.atXero(xeroConnected, OTHER);
  const atXero = async (): Promise<string> => like(stage, await stage.draft(xeroConnected));
  const needsApproval = await changed(await atXero(), { problem: 'needsAdminApproval' });
  const approved = await atXero();
  const refusedOrganisation = await changed(await atXero(), { problem: 'otherOrganisation', answers: { refusedOrganisation: BOOKS } });
  const environments = await atXero();
  await stage.atMicrosoft(environments);
  const longList = await changed(await like(stage, await stage.draft(environments)), { answers: { environments: list } });
  const sandbox = await changed(await stage.begin(), {
    environment_origin: first?.origin ?? null,
    answers: { organisation: books, environments: list.slice(0, 2), environment: first ?? null, person: 'Kim Larsen' },
  });
  const open = await created(stage, ownerId);
  const { entra_grant_id, environment_origin, ...both } = await stage.draft(open.id);
  const again = await changed(await beginDraft(ledger, ownerId, open.connectionId), {
    xero_grant_id: both.xero_grant_id,
    xero_connection_id: both.xero_connection_id,
    tenant_id: both.tenant_id,
    entra_grant_id,
    environment_origin,
    answers: both.answers,
  });
  stage.actAs(viewerId);
  const broken = await stage.begin();
  await ledger.db
    .updateTable('connection_drafts')
    .set({ answers_sealed: 'not sealed by anybody', finished_at: ledger.now() })
    .where('id', '=', broken)
    .execute();
  stage.actAs(ownerId);
  return {
    begun,
    manyOrganisations,
    xeroConnected,
    needsApproval,
    approved,
    environments,
    longList,
    sandbox,
    refusedOrganisation,
    created: open.id,
    again,
    broken,
  };
};

/** Does what the checklist of the created set-up still asks for. */
export const finishSetUp = async (stage: Stage, { created: id }: SetUps): Promise<void> => {
  const { connection_id } = await stage.draft(id);
  await finish(stage, connection_id ?? '');
};
