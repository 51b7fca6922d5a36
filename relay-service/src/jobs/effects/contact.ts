/** Keeps a contact in step with its customer, where the settings say so. A customer that did not change since costs no call. */
import { payerOf } from '../../core/bill-to.ts';
import { reason } from '../../core/causes.ts';
import type { ContactChange } from '../../core/contact-changes.ts';
import { describeContactChanged } from '../../core/describe-outcome.ts';
import type { EffectOutcome } from '../../core/effect-outcome.ts';
import type { Customer } from '../../core/invoice.ts';
import { readContactLinks } from '../../dataverse/contact-links.ts';
import { readBySettings } from '../../dataverse/read-by-settings.ts';
import { readRequests } from '../../dataverse/read-requests.ts';
import { moveEffect, noteEffect } from '../../store/effects.ts';
import type { EffectsTable } from '../../store/schema.ts';
import { findContactsByIds, updateContact } from '../../xero/contacts.ts';
import { compareContact, isAsSeen, seenNow } from './compare-contact.ts';
import type { EffectContext, EffectSubject, RunEffect } from './context.ts';
import { ended, readSubject, refusedBy } from './context.ts';
import { sendOnce } from './send-once.ts';

/** The customer whom the invoice is billed to, by its own row. */
const customerOf = async ({ services, stored, connection }: EffectContext, { invoice }: EffectSubject): Promise<Customer | null> => {
  const { invoices } = await readBySettings(services.dataverse(stored.environment), connection.settings, [invoice]);
  return payerOf(invoices[0] ?? invoice, connection.settings.billTo);
};

const subjectOf = async (context: EffectContext, effect: EffectsTable): Promise<EffectSubject | null> => {
  const dataverse = context.services.dataverse(context.stored.environment);
  const [request] = effect.request_id === null ? [] : await readRequests(dataverse, [effect.request_id]);
  return request ? readSubject(context, effect, request.invoiceId) : null;
};

const write = async (
  context: EffectContext,
  effect: EffectsTable,
  subject: EffectSubject,
  change: ContactChange,
  name: string,
  seen: string,
): Promise<EffectOutcome | null> => {
  const sent = await sendOnce(context, effect, (call) => updateContact(context.xero, change, call));
  if (sent.kind === 'done') {
    await noteEffect(context.services.ledger, effect.id, { seen });
    return ended(effect, subject, { result: 'succeeded', message: describeContactChanged(name, Object.keys(change)) });
  }
  return sent.kind === 'refused'
    ? refusedBy(effect, subject, reason('XERO_REFUSED_EFFECT', { what: `the changes of the contact ${name}` }), { xeroError: sent.detail })
    : null;
};

/** Runs one comparison. */
export const runContact: RunEffect = async (context, effect) => {
  const { services, stored, connection, xero } = context;
  const { ledger } = services;
  if (effect.state !== 'wanted') return null;
  const nothing = async (seen: string | null): Promise<null> => {
    await moveEffect(ledger, effect, 'wanted', 'done', seen === null ? {} : { seen });
    return null;
  };
  const subject = await subjectOf(context, effect);
  const customer = subject ? await customerOf(context, subject) : null;
  if (!subject || customer?.id !== effect.subject_id || (connection.settings.contactUpdates ?? 'never') === 'never') return nothing(null);
  if (isAsSeen(ledger, effect, customer, connection)) return nothing(null);
  const seen = seenNow(ledger, effect, customer, connection);
  const dataverse = services.dataverse(stored.environment);
  const contactId = (await readContactLinks(dataverse, connection.connectorId, [customer.id])).get(customer.id)?.contactId;
  const [contact] = contactId === undefined ? [] : await findContactsByIds(xero, [contactId]);
  if (!contact) return nothing(null);
  const decision = await compareContact(dataverse, connection, customer, contact);
  if (decision.kind === 'nothing') return nothing(seen);
  if (decision.kind === 'change') return write(context, effect, subject, decision.change, contact.Name, seen);
  const cause = reason(decision.cause, { contact: contact.Name });
  await moveEffect(ledger, effect, 'wanted', 'refused', { cause: cause.code });
  return refusedBy(effect, subject, cause);
};
