/** The stand-in's whole memory: organisations, tokens, calls, journal. */
import type { Faults } from '../faults.ts';
import { createFaults } from '../faults.ts';
import type { Organisation } from './organisation.ts';
import type { XeroPerson } from './people.ts';
import { adaAtXero } from './people.ts';

/** A commit: something now exists or changed. Tests judge by these rows, never by the relay's own. */
export interface JournalRow {
  readonly seq: number;
  readonly at: number;
  readonly tag: string | null;
  readonly kind: 'create' | 'update';
  readonly tenantId: string;
  readonly documentType: 'invoice' | 'creditnote' | 'contact' | 'item' | 'allocation' | 'email' | 'note';
  readonly id: string;
  readonly number: string | null;
  readonly contactId: string | null;
  readonly reference: string | null;
  readonly url: string | null;
  readonly lineDescriptions: readonly string[];
  readonly total: number | null;
  readonly status: string | null;
  readonly idempotencyKey: string | null;
  /** False where the answer never reached the client. */
  answered: boolean;
}

/** One request as it came and was answered, without secrets. */
export interface RequestRow {
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly tenantId: string | null;
  readonly idempotencyKey: string | null;
  readonly body: unknown;
  readonly startedAt: number;
  endedAt: number | null;
  status: number | null;
  answer: unknown;
}

/** A person's consent: all of that person's organisations hang on it. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly scope: string;
  refreshToken: string;
  /** The one before, valid for 30 minutes more after a rotation. */
  formerRefreshToken: string | null;
  rotatedAt: number;
  accessTokens: Map<string, number>;
  revoked: boolean;
}
export interface Connection {
  readonly id: string;
  readonly grantId: string;
  readonly tenantId: string;
  readonly authEventId: string;
  readonly createdAt: number;
}
/** What a code stands for until it is redeemed. */
export interface XeroCode {
  readonly redirectUri: string;
  readonly scope: string;
  readonly tenantIds: readonly string[];
  readonly at: number;
  readonly nonce: string | undefined;
  /** PKCE, method S256; absent where the client sent none. */
  readonly codeChallenge: string | undefined;
}
export interface KeptAnswer {
  readonly at: number;
  readonly fingerprint: string;
  status: number | null;
  answer: unknown;
}

export interface XeroOptions {
  readonly port?: number;
  readonly clock?: () => number;
  /** Divides the long waits (keys kept 6 minutes, grace of 30), in tests only. */
  readonly timeScale?: number;
  readonly latency?: { readonly baseMs: number; readonly perElementMs: number };
  /** Enforce 60 a minute, 5 at once and the day's limit; on by default. */
  readonly limits?: boolean;
  /** Calls of the app in a minute, over all organisations; 10,000 as Xero's. */
  readonly appMinuteLimit?: number;
  /** Keep what was sent and answered with each request; on by default. */
  readonly keepBodies?: boolean;
  /** How long an access token lasts: 30 minutes, as Xero's do. */
  readonly accessTokenMs?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly organisations?: readonly Organisation[];
  /** Whether the former refresh token, used in its grace, gives the same new pair again or a further one. */
  readonly grace?: 'same-pair' | 'further-pair';
  /** Asks the person for organisation and access on a page; agreed to at once if not said. */
  readonly consentPage?: boolean;
  /** Organisation that the app is a custom connection of; null = an app that people sign in to. */
  readonly customConnection?: string | null;
}

export interface XeroState {
  options: Required<Omit<XeroOptions, 'port' | 'clock' | 'organisations' | 'consentPage'>>;
  consentPage: boolean;
  /** Where it listens; empty until then. */
  origin: string;
  /** Told of each commit; webhooks hang on it. */
  onCommit: (row: JournalRow) => void;
  now: () => number;
  shiftMs: number;
  tag: string | null;
  organisations: Organisation[];
  grants: Map<string, Grant>;
  connections: Connection[];
  codes: Map<string, XeroCode>;
  /** Whoever is signed in at Xero in the browser. */
  person: XeroPerson;
  journal: JournalRow[];
  requests: RequestRow[];
  keys: Map<string, KeptAnswer>;
  /** Times of calls by organisation, for the minute's and the day's limit. */
  calls: Map<string, number[]>;
  running: Map<string, number>;
  refreshes: number;
  refusedRefreshes: number;
  faults: Faults;
}

const REQUESTS_KEPT = 50_000;

/** An empty stand-in with these organisations. */
export const createState = (options: XeroOptions, organisations: readonly Organisation[]): XeroState => {
  const clock = options.clock ?? Date.now;
  const state: XeroState = {
    options: {
      timeScale: options.timeScale ?? 1,
      latency: options.latency ?? { baseMs: 0, perElementMs: 0 },
      limits: options.limits ?? true,
      appMinuteLimit: options.appMinuteLimit ?? 10_000,
      keepBodies: options.keepBodies ?? true,
      accessTokenMs: options.accessTokenMs ?? 30 * 60_000,
      clientId: options.clientId ?? 'demo-xero-client',
      clientSecret: options.clientSecret ?? 'demo-xero-secret',
      grace: options.grace ?? 'same-pair',
      customConnection: options.customConnection ?? null,
    },
    consentPage: options.consentPage ?? false,
    origin: '',
    onCommit: () => undefined,
    now: () => clock() + state.shiftMs,
    shiftMs: 0,
    tag: null,
    organisations: structuredClone([...organisations]),
    grants: new Map(),
    connections: [],
    codes: new Map(),
    person: adaAtXero,
    journal: [],
    requests: [],
    keys: new Map(),
    calls: new Map(),
    running: new Map(),
    refreshes: 0,
    refusedRefreshes: 0,
    faults: createFaults(),
  };
  return state;
};

/** Notes a request; the oldest go first. */
export const noteRequest = (state: XeroState, row: RequestRow): void => {
  state.requests.push(row);
  if (state.requests.length > REQUESTS_KEPT) state.requests.splice(0, state.requests.length - REQUESTS_KEPT);
};

/** Notes a commit. */
export const commit = (state: XeroState, row: Omit<JournalRow, 'seq' | 'at' | 'tag' | 'answered'>): JournalRow => {
  const written = { ...row, seq: state.journal.length + 1, at: state.now(), tag: state.tag, answered: true };
  state.journal.push(written);
  state.onCommit(written);
  return written;
};
