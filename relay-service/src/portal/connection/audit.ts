/** Who did what with a connection, kept a year. */
import type { FastifyInstance } from 'fastify';
import { accountNames, readAudit } from '../../store/audit.ts';
import type { AuditTable } from '../../store/schema.ts';
import { requireAccount } from '../access.ts';
import { emptyState, table } from '../components.ts';
import type { PortalServices } from '../services.ts';
import { connectionPage, momentText } from './frame.ts';
import { openConnection } from './open-connection.ts';

const SHOWN = 500;

/** Actions in words; one that a newer version wrote is shown as it is. */
const words: Readonly<Record<string, string>> = {
  'account.xero-sign-up': 'signed up with Xero, which connected the organisation',
  'wizard.xero-consent': 'connected to Xero',
  'wizard.dynamics-consent': 'signed in at Microsoft for Dynamics',
  'wizard.admin-consent': 'answered whether the company approves the app',
  'connection.created': 'created the connection',
  'connection.reconnected': 'connected again',
  'connection.renamed': 'renamed the connection',
  'connection.paused': 'paused sending',
  'connection.resumed': 'resumed sending',
  'connection.disconnected': 'disconnected',
  'connection.left-done': 'did what disconnecting had left',
  'connection.mappings-confirmed': 'confirmed the mappings',
  'connection.runs-as-application': 'made it work as an application user',
  'connection.transfer-offered': 'offered the connection to somebody else',
  'connection.transferred': 'handed the connection over',
  'requests.sent-again': 'sent refused requests again',
  'subscription.chosen': 'chose a plan',
  'subscription.trial-started': 'started the free trial',
  'member.invited': 'invited a colleague',
  'member.joined': 'joined',
  'member.changed': 'changed a role',
  'member.removed': 'removed a colleague',
  'member.left': 'left',
};

/** What somebody tried; the code says what it ended with. */
const tried: Readonly<Record<string, string>> = {
  'wizard.xero-consent': 'tried to connect to Xero',
  'wizard.dynamics-consent': 'tried to sign in at Microsoft for Dynamics',
  'connection.created': 'tried to create the connection',
  'connection.reconnected': 'tried to connect again',
};
const what = ({ action, code }: AuditTable): string => (code === null ? undefined : tried[action]) ?? words[action] ?? action;

const notPeople: Readonly<Record<string, string>> = {
  relay: 'Stellarise Connector',
  administrator: 'somebody with the link for administrators',
};

const wordsOf = (code: string | null): readonly string[] => code?.split(' ') ?? [];
/** An account's id, as nothing else in a code looks. */
const isId = /^[\dA-Za-z]{32}$/;

/** Page `/connections/:id/audit`. */
export const auditPage = (app: FastifyInstance, services: PortalServices): void => {
  const { ledger } = services;
  app.get<{ Params: { id: string } }>('/connections/:id/audit', { preHandler: requireAccount }, async (request, reply) => {
    const open = await openConnection(services, request, 'manager');
    const entries = await readAudit(ledger, [open.connection.id], SHOWN);
    const names = await accountNames(
      ledger,
      entries.flatMap(({ actor, code }) => [actor, ...wordsOf(code)]),
    );
    const who = (actor: string): string => notPeople[actor] ?? names.get(actor) ?? 'somebody whose account is deleted';
    const detail = (code: string | null): string =>
      wordsOf(code)
        .map((word) => names.get(word) ?? (isId.test(word) ? who(word) : word))
        .join(', ');
    const body =
      entries.length === 0
        ? emptyState('Nothing yet', 'What people do with this connection is written down here and kept for a year.')
        : table(
            'Who did what, the newest first',
            ['When', 'Who', 'What', 'Detail'],
            entries.map((entry) => [momentText(entry.at), who(entry.actor), what(entry), detail(entry.code)]),
          );
    return reply.page(connectionPage(open, 'audit', 'Who did what', body));
  });
};
