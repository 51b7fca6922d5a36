/** What keeping a contact in step would change, asked by the effect that does it and by the preview that says it beforehand. */
import type { Connection } from '../../core/connection.ts';
import type { ContactInXero, ContactUpdateDecision } from '../../core/contact-changes.ts';
import { decideContactUpdate } from '../../core/contact-changes.ts';
import type { Customer } from '../../core/invoice.ts';
import type { DataverseClient } from '../../dataverse/client.ts';
import { isLinkedToOthers } from '../../dataverse/contact-links.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { EffectsTable } from '../../store/schema.ts';

const wayOf = ({ settings }: Connection) => settings.contactUpdates ?? 'never';

/** What is compared of a customer, and by which setting, as one text. */
const compared = (customer: Customer, connection: Connection): string =>
  JSON.stringify([wayOf(connection), { ...customer, parent: undefined, primaryContact: undefined, currencyCode: undefined }]);

/** Fingerprint of the customer as it is now, under the effect's own salt. */
export const seenNow = ({ seal }: Ledger, effect: Pick<EffectsTable, 'id'>, customer: Customer, connection: Connection): string =>
  seal.fingerprint(compared(customer, connection), effect.id);

/** The customer did not change since it was compared last, so that nothing is to be done and no call is made. */
export const isAsSeen = (
  { seal }: Ledger,
  { id, seen }: Pick<EffectsTable, 'id' | 'seen'>,
  customer: Customer,
  connection: Connection,
): boolean => seen !== null && seal.isFingerprintOf(seen, compared(customer, connection), id);

/** Decides what of the contact is changed. @param customer by its own row, not as one invoice bills it */
export const compareContact = async (
  dataverse: DataverseClient,
  connection: Connection,
  customer: Customer,
  contact: ContactInXero,
): Promise<ContactUpdateDecision> => {
  const way = wayOf(connection);
  if (way === 'never') return { kind: 'nothing' };
  const shared = await isLinkedToOthers(dataverse, connection.connectorId, contact.ContactID, customer.id);
  return decideContactUpdate({ customer, contact, way, shared });
};
