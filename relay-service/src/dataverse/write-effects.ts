/** Effects in Dynamics: a line in the history, and Xero Details where the document is not what it was. */
import type { WriteRow } from '@stl3/solution';
import { details, detailsIdOf, history, idOf } from '@stl3/solution';
import type { EffectOutcome } from '../core/effect-outcome.ts';
import type { DocumentInXero } from '../core/outcome.ts';
import type { BatchPart } from './batch.ts';
import type { DataverseClient } from './client.ts';
import { cut } from './cut-text.ts';
import { historyLine, ofRequest } from './history-line.ts';
import { amountsRow } from './outcome-rows.ts';
import { ownedBy } from './owned-by.ts';

const historyOf = (outcome: EffectOutcome, now: string): WriteRow<typeof history> => ({
  ...historyLine({ ...outcome, to: outcome.addressee, number: outcome.document?.number ?? null }, now),
  ...(outcome.ofRequest ? ofRequest(outcome.addressee.requestId) : {}),
});

/** A row of Xero Details that is there; one that is not is not made by an effect. */
const changed = (
  invoiceId: string,
  connectorId: string,
  document: DocumentInXero,
  now: string,
  more: WriteRow<typeof details>,
): BatchPart => ({
  method: 'PATCH',
  path: `${details.setName}(${detailsIdOf(invoiceId, connectorId)})`,
  body: { ...amountsRow(document, now), ...more },
  headers: { 'If-Match': '*' },
});

const partsOf = (outcome: EffectOutcome, now: string, withOwner: boolean): BatchPart[] => {
  const { addressee, document, message, reason } = outcome;
  const told = [message, reason?.remedy].filter(Boolean).join(' ');
  return [
    {
      method: 'PATCH',
      // The key makes telling twice harmless: the same end is the same row.
      path: `${history.setName}(${idOf(`effect:${outcome.effectId}:${reason?.code ?? outcome.result}`)})`,
      body: { ...historyOf(outcome, now), ...ownedBy(addressee, withOwner) },
    },
    ...(document
      ? [
          changed(addressee.invoiceId, addressee.connectorId, document, now, {
            stl3_message: cut(told, 4000),
            ...(outcome.sentToContact ? { stl3_senttocontact: true } : {}),
          }),
        ]
      : []),
    ...(outcome.alsoChanged ?? []).map((other) => changed(other.invoiceId, addressee.connectorId, other.document, now, {})),
  ];
};

/**
 * Tells what an effect came to. Repeating it changes nothing.
 * @throws Error when the history could not be written; it is to be told again
 */
export const writeEffect = async (client: DataverseClient, outcome: EffectOutcome, withOwner = true): Promise<void> => {
  const [line, ...others] = await client.batch(partsOf(outcome, new Date().toISOString(), withOwner));
  const wrong = [line, ...others.filter(({ status }) => status !== 404)].find((result) => (result?.status ?? 0) >= 400);
  if (!wrong) return;
  if (withOwner && [400, 403, 404].includes(wrong.status)) return writeEffect(client, outcome, false);
  throw new Error(`The end of an effect could not be written: Dataverse answered ${String(wrong.status)} ${wrong.text.slice(0, 200)}`);
};
