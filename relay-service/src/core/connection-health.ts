/** How a connection stands, in one word and one sentence, and what would mend it. */
import type { SubscriptionState } from './subscription.ts';

/** Codes that stop a whole connection until a person acts. */
export type ConnectionTrouble = 'RECONNECT_XERO' | 'RECONNECT_DYNAMICS' | 'REMOVED_AT_XERO';

export interface HealthFacts {
  readonly state: 'connected' | 'paused' | 'disconnected' | 'copied' | 'takenOver';
  readonly trouble: ConnectionTrouble | null;
  readonly subscription: SubscriptionState;
  readonly trialDaysLeft: number | null;
  readonly runsOnPoll: boolean;
  readonly parked: boolean;
  /** Days until an unused consent at Xero would end; it is renewed long before. */
  readonly xeroDaysLeft: number | null;
  /** The same of the sign-in at Microsoft. */
  readonly dynamicsDaysLeft: number | null;
}

export interface Health {
  readonly level: 'good' | 'attention' | 'stopped';
  readonly word: string;
  readonly says: string;
  readonly mend: 'reconnectXero' | 'reconnectDynamics' | 'resume' | 'choosePlan' | 'connectAgain' | null;
}

const endings: Readonly<Record<Exclude<HealthFacts['state'], 'connected' | 'paused'>, Health>> = {
  disconnected: {
    level: 'stopped',
    word: 'Disconnected',
    says: 'This connection has ended. What was sent stays in Xero, and the mappings are kept in Dynamics.',
    mend: 'connectAgain',
  },
  copied: {
    level: 'stopped',
    word: 'Environment copied',
    says: 'The environment in Dynamics is a copy of the one that was connected, so nothing is sent from it. Connect it again to send from here.',
    mend: 'reconnectDynamics',
  },
  takenOver: {
    level: 'stopped',
    word: 'Taken over',
    says: 'Another installation of the connector sends for this organisation now, so this one sends nothing. Connect again to send from here.',
    mend: 'reconnectDynamics',
  },
};

const troubles: Readonly<Record<ConnectionTrouble, Health>> = {
  RECONNECT_XERO: {
    level: 'stopped',
    word: 'Reconnect Xero',
    says: 'Xero no longer accepts the consent that was given, so nothing can be sent. Connect to Xero again; what waits is sent then.',
    mend: 'reconnectXero',
  },
  REMOVED_AT_XERO: {
    level: 'stopped',
    word: 'Removed in Xero',
    says: 'Somebody disconnected Stellarise Connector in Xero (Settings > Connected apps). Connect to Xero again to go on.',
    mend: 'reconnectXero',
  },
  RECONNECT_DYNAMICS: {
    level: 'stopped',
    word: 'Reconnect Dynamics',
    says: 'Microsoft no longer accepts the sign-in of the person who connected (a new password, a policy, or somebody left). Connect to Dynamics again.',
    mend: 'reconnectDynamics',
  },
};

const SOON_DAYS = 7;
const days = (count: number): string => `${String(count)} ${count === 1 ? 'day' : 'days'}`;

/** An unused consent is renewed after some twenty days; one that is this near its end could not be. */
const consentEnding = ({ xeroDaysLeft, dynamicsDaysLeft }: HealthFacts): Health | null => {
  const ending = (side: string, left: number, mend: Health['mend']): Health => ({
    level: 'attention',
    word: `Reconnect ${side} within ${days(left)}`,
    says: `The consent at ${side} could not be renewed for weeks and ends by itself. Connect again now, and sending goes on without a break.`,
    mend,
  });
  if (xeroDaysLeft !== null && xeroDaysLeft <= SOON_DAYS) return ending('Xero', xeroDaysLeft, 'reconnectXero');
  if (dynamicsDaysLeft !== null && dynamicsDaysLeft <= SOON_DAYS) return ending('Dynamics', dynamicsDaysLeft, 'reconnectDynamics');
  return null;
};

/** The most serious thing first. */
export const healthOf = (facts: HealthFacts): Health => {
  if (facts.state !== 'connected' && facts.state !== 'paused') return endings[facts.state];
  if (facts.trouble) return troubles[facts.trouble];
  if (facts.subscription === 'trialOver' || facts.subscription === 'ended')
    return {
      level: 'stopped',
      word: facts.subscription === 'ended' ? 'Plan ended' : 'Trial over',
      says: 'Sending has stopped. Choose a plan to go on; after 14 days the connection is removed at Xero, and the mappings are kept.',
      mend: 'choosePlan',
    };
  if (facts.state === 'paused')
    return { level: 'attention', word: 'Paused', says: 'Nothing is sent until sending is resumed. Requests are kept.', mend: 'resume' };
  if (facts.parked)
    return {
      level: 'attention',
      word: 'Waiting for Xero',
      says: "Xero's limit of calls is used up or Xero does not answer. Sending goes on by itself.",
      mend: null,
    };
  const consent = consentEnding(facts);
  if (consent) return consent;
  if (facts.trialDaysLeft !== null && facts.trialDaysLeft <= SOON_DAYS)
    return {
      level: 'attention',
      word: `Trial: ${days(facts.trialDaysLeft)} left`,
      says: 'Choose a plan before the trial is over, and sending goes on without a break.',
      mend: 'choosePlan',
    };
  if (facts.runsOnPoll)
    return {
      level: 'good',
      word: 'Working, on poll',
      says: 'No webhook could be registered in Dynamics, so new requests are found by asking every few seconds. An administrator can reconnect to register it.',
      mend: null,
    };
  return { level: 'good', word: 'Working', says: 'A click in Dynamics is in Xero seconds later.', mend: null };
};
