/**
 * A copied environment (a sandbox made from production) holds all rows, the webhook's key among them, so that its clicks reach us.
 * Nothing of it is ever recorded as work or sent: its people read on the invoice and on the connector that this is a copy.
 */
import { reason } from '../core/causes.ts';
import { writeConnectorState } from '../dataverse/connector-state.ts';
import { findRequested } from '../dataverse/read-requests.ts';
import { whoAmI } from '../dataverse/who-am-i.ts';
import { refuseUnserved, writeOutcomes } from '../dataverse/write-outcomes.ts';
import { RemoteError } from '../errors.ts';
import { besideLedger } from '../store/beside-ledger.ts';
import type { StoredConnection } from '../store/connections.ts';
import { everyConnectionOf } from '../store/connections.ts';
import { copiesToAnswer, copyWasAnswered } from '../store/fences.ts';
import type { CopiesTable, EnvironmentsTable } from '../store/schema.ts';
import { addresseeOf, addresseeRegardless } from './addressee.ts';
import { readAsked } from './read-asked.ts';
import { refusalOf } from './refusal.ts';
import type { Services } from './services.ts';

const PAGE = 1_000;
/** A copy that does not let us in is tried again after this long. */
const LOCKED_OUT_MS = 60_000;
const rests = besideLedger(() => new Map<string, number>());

/** What people in a copy read on its connector. */
export const copyNotice = (organisation: string): string => {
  const { message, remedy } = reason('ENVIRONMENT_COPIED', { organisation });
  return `This environment is a copy; reconnect it. ${message} ${remedy}`;
};

const answer = async (services: Services, environment: EnvironmentsTable, copy: CopiesTable): Promise<void> => {
  const { ledger } = services;
  const at = ledger.now() - 1;
  const client = services.copy(environment, copy.origin);
  const there: EnvironmentsTable = { ...environment, origin: copy.origin, host: new URL(copy.origin).host };
  const [first, ...others] = (await everyConnectionOf(ledger, environment)).map((stored): StoredConnection => ({
    ...stored,
    environment: there,
  }));
  if (!first) return;
  const { organizationId } = await whoAmI(client);
  // Whoever says so of the bound address itself is believed only where the environment says it too.
  if (copy.origin === environment.origin && organizationId === environment.organization_id.toLowerCase())
    return copyWasAnswered(ledger, copy, at);
  const requests = await findRequested(client, PAGE);
  const { byConnection, homeless } = await readAsked({ ...services, dataverse: () => client }, [first, ...others], requests);
  for (const { stored, connection, asked } of byConnection) {
    const organisation = connection.organisation.name;
    const copied = reason('ENVIRONMENT_COPIED', { organisation });
    await writeConnectorState(client, stored.connector_id, { state: 'copied', problem: copyNotice(organisation) });
    await writeOutcomes(
      client,
      asked.map(({ request, invoice }) => refusalOf(addresseeRegardless(addresseeOf(request, invoice, connection, stored)), [copied])),
    );
  }
  for (const { request, cause } of homeless) await refuseUnserved(client, request.id, reason(cause));
  await copyWasAnswered(ledger, copy, at);
  services.log.warn(
    { environment: environment.id, clicks: requests.length },
    'people in a copy of an environment were told that it is one',
  );
};

/** Answers what was clicked in copies of an environment. */
export const answerCopies = async (services: Services, environment: EnvironmentsTable): Promise<void> => {
  const resting = rests(services.ledger);
  for (const copy of await copiesToAnswer(services.ledger, environment.id)) {
    if ((resting.get(copy.origin) ?? 0) > performance.now()) continue;
    try {
      await answer(services, environment, copy);
    } catch (problem) {
      resting.set(copy.origin, performance.now() + LOCKED_OUT_MS / services.timeScale);
      const code = problem instanceof RemoteError ? problem.code : undefined;
      services.log.warn({ err: problem, code, environment: environment.id }, 'a copy of an environment could not be told that it is one');
    }
  }
};
