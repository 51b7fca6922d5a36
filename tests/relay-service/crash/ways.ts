/** The table: ways of an invoice through the ledger, and what must stand at the end when the relay dies right before or right after a move on them. */
import { randomUUID } from 'node:crypto';
import type { PostingState } from '../../../relay-service/src/core/posting-states.ts';
import type { Step } from '../../../relay-service/src/jobs/steps.ts';
import type { Fault, FaultName } from '../../sandbox/faults.ts';
import { ask } from '../../prove/ask.ts';
import { changeRequest, forget } from './mishaps.ts';
import type { Stage } from './stage.ts';

/** `from > to`; `nothing` where there is no posting yet. */
export type MoveName = `${PostingState | 'nothing'} > ${PostingState}`;

/** How it stands once a successor has done its work. */
export interface End {
  readonly posting: PostingState;
  /** Valid at Xero for the invoice. */
  readonly documents: number;
  readonly answer: 'done' | 'refused';
}

export interface Way {
  /** What happened before the life that is played. @returns the request that it is about; asked anew where absent */
  readonly given?: (stage: Stage, invoiceId: string) => Promise<string>;
  /** Customer and products are new to Xero. */
  readonly fresh?: boolean;
  /** Faults of the life and of its successors. */
  readonly faults?: readonly Fault[];
  /** Every move of an undisturbed life, in order. */
  readonly path: readonly MoveName[];
  /** However it goes: undisturbed, or with a death before or after any of these moves. */
  readonly end: End;
  readonly deaths: readonly MoveName[];
}

const sent: End = { posting: 'told', documents: 1, answer: 'done' };
const notSent: End = { posting: 'refused', documents: 0, answer: 'refused' };
const atPosting = (name: FaultName, more: Omit<Fault, 'name'> = {}): Fault => ({ name, method: 'PUT', path: '^Invoices$', ...more });

const toldFromIntended = ['prepared > intended', 'intended > posted', 'posted > told'] as const;
const begun = ['nothing > prepared', 'prepared > intended'] as const;

/** The ledger knows nothing any more of what a relay did, up to its death where it is to die. */
const forgotten =
  (state: 'prepared' | 'refused', { diesAt, gone = false }: { readonly diesAt?: string; readonly gone?: boolean } = {}) =>
  async (stage: Stage, invoiceId: string): Promise<string> => {
    const request = await ask(stage.world, invoiceId, null);
    await stage.live(request, { heard: true, death: diesAt === undefined ? null : { point: diesAt, side: 'after' } });
    await forget(stage, invoiceId, state);
    for (const document of stage.documents(invoiceId)) if (gone) document.Status = 'VOIDED';
    return diesAt === undefined ? ask(stage.world, invoiceId, null) : request;
  };

export const ways = {
  'sent at once': {
    fresh: true,
    path: [...begun, 'intended > posted', 'posted > told'],
    end: sent,
    deaths: ['nothing > prepared', ...toldFromIntended],
  },
  'refused by Xero': {
    faults: [atPosting('server-error', { status: 400, times: 99 })],
    path: [...begun, 'intended > refused'],
    end: notSent,
    deaths: ['intended > refused'],
  },
  'asked again after a refusal': {
    given: async (stage, invoiceId) => {
      stage.world.xero.control.addFault(atPosting('server-error', { status: 400 }));
      await stage.live(await ask(stage.world, invoiceId, null));
      return ask(stage.world, invoiceId, null);
    },
    path: ['refused > prepared', ...toldFromIntended],
    end: sent,
    deaths: ['refused > prepared'],
  },
  'turned away by the limit': {
    faults: [atPosting('rate-limited')],
    path: [...begun, 'intended > prepared', ...toldFromIntended],
    end: sent,
    deaths: ['intended > prepared'],
  },
  'its answer lost': {
    faults: [atPosting('answer-lost')],
    path: [...begun, 'intended > doubtful', 'doubtful > posted', 'posted > told'],
    end: sent,
    deaths: ['intended > doubtful', 'doubtful > posted'],
  },
  'never arrived': {
    // The call and its replay.
    faults: [atPosting('reset', { times: 2 })],
    path: [...begun, 'intended > doubtful', 'doubtful > prepared', ...toldFromIntended],
    end: sent,
    deaths: ['doubtful > prepared'],
  },
  'its number is taken': {
    given: async (stage, invoiceId) => {
      const number = `N-${randomUUID().slice(0, 8)}`;
      await stage.live(await ask(stage.world, stage.invoice(), number));
      return ask(stage.world, invoiceId, number);
    },
    path: [...begun, 'intended > doubtful', 'doubtful > refused'],
    end: notSent,
    deaths: ['doubtful > refused'],
  },
  'renumbered while its call may still arrive': {
    given: async (stage, invoiceId) => {
      stage.world.xero.control.addFault(atPosting('reset', { times: 2 }));
      const request = await ask(stage.world, invoiceId, `N-${randomUUID().slice(0, 8)}`);
      let doubted = false;
      await stage.live(request, {
        watch: async () => {
          const state = (await stage.posting(invoiceId))?.state;
          doubted ||= state === 'doubtful';
          return doubted && state === 'prepared';
        },
      });
      changeRequest(stage, request, { stl3_number: `N-${randomUUID().slice(0, 8)}` });
      return request;
    },
    path: ['prepared > doubtful', 'doubtful > prepared', ...toldFromIntended],
    end: sent,
    deaths: ['prepared > doubtful'],
  },
  'an intent of another life, in the place of what was prepared': {
    given: forgotten('prepared', { diesAt: 'step call-committed 1' }),
    path: ['prepared > doubtful', 'doubtful > prepared', ...toldFromIntended],
    end: sent,
    deaths: ['prepared > doubtful'],
  },
  'an intent of another life, in the place of what was refused': {
    given: forgotten('refused', { diesAt: 'step call-committed 1' }),
    path: ['refused > doubtful', 'doubtful > prepared', ...toldFromIntended],
    end: sent,
    deaths: ['refused > doubtful'],
  },
  'a document of another life, in the place of what was prepared': {
    given: forgotten('prepared'),
    path: ['prepared > posted', 'posted > told'],
    end: sent,
    deaths: ['prepared > posted'],
  },
  'a document of another life, in the place of what was refused': {
    given: forgotten('refused'),
    path: ['refused > posted', 'posted > told'],
    end: sent,
    deaths: ['refused > posted'],
  },
  'a document of another life that was voided, in the place of what was prepared': {
    given: forgotten('prepared', { gone: true }),
    path: ['prepared > told', ...begun, 'intended > posted', 'posted > told'],
    end: sent,
    deaths: ['prepared > told'],
  },
  'a document of another life that was voided, in the place of what was refused': {
    given: forgotten('refused', { gone: true }),
    path: ['refused > told', ...begun, 'intended > posted', 'posted > told'],
    end: sent,
    deaths: ['refused > told'],
  },
} as const satisfies Readonly<Record<string, Way>>;

/** On which way each step is met; a relay that dies there leaves the way's end to its successor. */
export const wayOfStep: Readonly<Record<Step, keyof typeof ways>> = {
  'token-refreshed': 'sent at once',
  'request-recorded': 'sent at once',
  'requests-read': 'sent at once',
  'contacts-made': 'sent at once',
  decided: 'sent at once',
  'items-made': 'sent at once',
  prepared: 'sent at once',
  announced: 'sent at once',
  'call-committed': 'sent at once',
  'call-answered': 'sent at once',
  'postings-moved': 'sent at once',
  'outcomes-written': 'sent at once',
  'outcomes-noted': 'sent at once',
  'call-replayed': 'its answer lost',
  'doubt-looked-up': 'never arrived',
};
