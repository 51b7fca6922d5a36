/** Xero resets its demo company every 28 days: the connection of the new one takes the place of the old one, with its people, what mails they want, and its name. */
import { changeConnection, findConnectionById } from '../../store/connections.ts';
import { membersOf, reaches, roleOf, saveMember, setNotify, wantNoMails } from '../../store/members.ts';
import type { DisconnectServices } from '../disconnect.ts';
import { disconnect } from '../disconnect.ts';

/**
 * Ends the connection of the demo company that is gone. What cannot be told to it any more does not matter: it is gone.
 * Nothing happens where the actor does not manage the old connection any more, or the new one is of another environment.
 * @param replacedId the old connection @param connectionId the new one @param actor account that set it up
 */
export const replaceDemo = async (services: DisconnectServices, replacedId: string, connectionId: string, actor: string): Promise<void> => {
  const { ledger } = services;
  const [replaced, fresh] = [await findConnectionById(ledger, replacedId), await findConnectionById(ledger, connectionId)];
  if (replaced === undefined || replaced.id === connectionId || replaced.state === 'disconnected') return;
  const role = await roleOf(ledger, replaced.id, actor);
  if (role === undefined || !reaches(role, 'manager') || replaced.environment_id !== fresh?.environment_id) return;
  for (const { accountId, role } of await membersOf(ledger, replaced.id))
    if (accountId !== actor) await saveMember(ledger, connectionId, accountId, role);
  for (const accountId of await wantNoMails(ledger, replaced.id)) await setNotify(ledger, connectionId, accountId, false);
  if (replaced.name !== null) await changeConnection(ledger, connectionId, { name: replaced.name });
  await disconnect(services, {
    connection: replaced,
    actor,
    problem: 'Xero has reset this demo company. The connector of the new demo company takes its place.',
  });
};
