/** What an effect came to, as Dynamics is told: a line in the history and, where the document changed, Xero Details. */
import type { startedBy } from '@stl3/solution';
import type { Reason } from './document.ts';
import type { EffectKind } from './effect-states.ts';
import type { Addressee, DocumentInXero } from './outcome.ts';

export interface EffectOutcome {
  readonly effectId: string;
  readonly kind: EffectKind;
  readonly addressee: Addressee;
  /** False where no request started it. */
  readonly ofRequest: boolean;
  readonly startedBy: keyof (typeof startedBy)['values'];
  readonly result: 'succeeded' | 'refused' | 'failed';
  readonly message: string;
  readonly reason: Reason | null;
  /** Xero's own words, where Xero refused. */
  readonly xeroError: string | null;
  /** The document as it is now, for Xero Details; null = Xero Details stays as it is. */
  readonly document: DocumentInXero | null;
  readonly sentToContact?: true;
  /** Further documents that it changed, by the invoice in Dynamics. */
  readonly alsoChanged?: readonly { readonly invoiceId: string; readonly document: DocumentInXero }[];
}
