/**
 * Mails about trouble: one line a cause, at most one mail an hour to a person about a connection, and none when all is well. What could not
 * be sent is told an hour later. That trial or plan has ended is told once: it stays so for weeks.
 */
import { causeInGeneral } from '../core/cause-in-general.ts';
import { healthOf } from '../core/connection-health.ts';
import { sendingStoppedAt } from '../core/subscription.ts';
import type { Config } from '../config.ts';
import type { Mail } from '../mail/compose.ts';
import type { Mailer } from '../mail/mailer.ts';
import { refusedByCause } from '../store/activity.ts';
import type { StoredConnection } from '../store/connections.ts';
import { liveConnections } from '../store/connections.ts';
import type { Member, Turn } from '../store/members.ts';
import { grantStates } from '../store/grants.ts';
import { membersOf, noteTold, reaches, takeNotification } from '../store/members.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { healthFactsOf } from './connection-facts.ts';
import type { Services } from './services.ts';
import { subscriptionInForce } from './subscription-in-force.ts';

export interface NotifyServices extends Pick<Services, 'ledger' | 'log'> {
  readonly config: Pick<Config, 'RELAY_PUBLIC_URL' | 'RELAY_SINGLE_TENANT'>;
  readonly mailer: Mailer;
}

/** What the box in the options is called with which a member has these mails, or has none. */
export const WRITE_TO_ME = 'Write to me when something is refused or needs a person';

const AT_MOST_EVERY_MS = 3_600_000;

const times = (count: number): string => (count === 1 ? 'one invoice' : `${String(count)} invoices`);

/** What these refusals say is mended by a plan alone. */
const aboutPlan: readonly string[] = ['TRIAL_OVER', 'SUBSCRIPTION_ENDED'];

interface News {
  /** Each of one cause; none = nothing to tell. */
  readonly lines: readonly string[];
  /** The end of a subscription that is among them. */
  readonly endedAt: number | null;
  /** Whether a plan is what mends it. */
  readonly needsPlan: boolean;
}

/** The end of trial or plan, unless this member was told of it. Trouble beside it takes nothing away from it. */
const newEnd = async ({ ledger, config }: NotifyServices, { tenant_id }: StoredConnection, { toldOfEnd }: Turn): Promise<number | null> => {
  const endedAt = sendingStoppedAt(subscriptionInForce(config, await findSubscription(ledger, tenant_id)), ledger.now());
  return endedAt === toldOfEnd ? null : endedAt;
};

/**
 * Since when a connection is in trouble. That a consent has ended is noted on the connection only once work meets it; on the consent it stands
 * at once, and nothing changes that any more.
 */
const inTroubleSince = async ({ ledger }: NotifyServices, connection: StoredConnection): Promise<number> => {
  const ids = [connection.xero_grant_id, connection.environment.grant_id];
  const grants = await grantStates(ledger, ids);
  const ended = ids.map((id) => grants.get(id)).find((grant) => grant?.state === 'reconnect');
  return ended?.changedAt ?? connection.trouble_at ?? 0;
};

const newsOf = async (services: NotifyServices, connection: StoredConnection, turn: Turn): Promise<News> => {
  const facts = await healthFactsOf(services, connection);
  const health = healthOf(facts);
  const isNews = (await inTroubleSince(services, connection)) > turn.since;
  const trouble = health.level === 'stopped' && health.mend !== 'choosePlan' && isNews ? [health] : [];
  const endedAt = await newEnd(services, connection, turn);
  const end = endedAt === null ? [] : [healthOf({ ...facts, state: 'connected', trouble: null })];
  const refused = await refusedByCause(services.ledger, connection, turn.since + 1);
  return {
    lines: [
      ...[...trouble, ...end].map(({ word, says }) => `${word}: ${says}`),
      ...refused.map(({ cause, count }) => {
        const { message, remedy } = causeInGeneral(cause, connection.organisation_name ?? 'the organisation');
        return `${times(count)} refused: ${message} ${remedy}`.trim();
      }),
    ],
    endedAt,
    needsPlan: endedAt !== null || (trouble.length === 0 && refused.every(({ cause }) => aboutPlan.includes(cause))),
  };
};

const mailAbout = (publicUrl: string, connection: StoredConnection, member: Member, { lines, needsPlan }: News): Mail => {
  const page = `${publicUrl}/connections/${connection.id}`;
  const name = connection.name ?? connection.organisation_name ?? 'your connection';
  return {
    to: member.email,
    name: member.name,
    subject: `${name}: ${lines.length === 1 ? 'something needs you' : `${String(lines.length)} things need you`}`,
    paragraphs: lines,
    action: needsPlan
      ? { label: reaches(member.role, 'owner') ? 'Choose a plan' : 'See the plans', url: `${page}/subscription` }
      : { label: 'See what happened', url: `${page}/activity?state=refused` },
    after: [
      'You get at most one such mail an hour.',
      { says: `To get none, take the tick from “${WRITE_TO_ME}” under`, label: 'Options', url: `${page}/options#mails` },
    ],
  };
};

/** Writes to every member of a connection who wants to hear of it, whatever the role: the tick under Options is the one rule. */
export const notifyPeople = async (services: NotifyServices): Promise<void> => {
  const { ledger, log, mailer, config } = services;
  for (const connection of await liveConnections(ledger))
    for (const member of await membersOf(ledger, connection.id)) {
      const turn = await takeNotification(ledger, connection.id, member.accountId, AT_MOST_EVERY_MS);
      if (turn === null) continue;
      const news = await newsOf(services, connection, turn);
      try {
        if (news.lines.length > 0) await mailer.send(mailAbout(config.RELAY_PUBLIC_URL, connection, member, news));
        await noteTold(ledger, connection.id, member.accountId, turn, news.endedAt);
      } catch (problem) {
        log.warn({ err: problem, connection: connection.id }, 'a mail could not be sent; its news is told with the next one');
      }
    }
};
