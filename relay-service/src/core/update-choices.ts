/** What an update is made with: its own choices, then those of the request that made the document. */
import type { RequestChoices } from './connection.ts';
import { noChoices } from './connection.ts';
import type { WholeDocument } from './document-differences.ts';
import { kindOfType } from './document-kinds.ts';

const lineAmountTypes = { Exclusive: 'exclusive', Inclusive: 'inclusive', NoTax: 'noTax' } as const;

/** The choices that made a document, as far as it tells them itself. */
const choicesOf = ({ head, lineAmountTypes: types }: WholeDocument): RequestChoices => ({
  ...noChoices,
  type: kindOfType(head.type),
  lineAmountTypes: types && lineAmountTypes[types],
  number: head.number,
});

/**
 * The choices of an update, which says nothing of what it leaves as it was. The contact that a request chose is its customer's since then,
 * and status, mail and what somebody looked at are each request's own.
 * @param sent of the request that made the document; null where nobody knows it any more
 */
export const choicesOfUpdate = (update: RequestChoices, sent: RequestChoices | null, current: WholeDocument): RequestChoices => {
  const { type, lineAmountTypes, brandingThemeId, number, date } = sent ?? choicesOf(current);
  return {
    ...update,
    type: update.type ?? type,
    lineAmountTypes: update.lineAmountTypes ?? lineAmountTypes,
    brandingThemeId: update.brandingThemeId ?? brandingThemeId,
    number: update.number ?? number,
    date: update.date ?? date,
  };
};
