/** Which contact in Xero a customer is, as stored in Dynamics. */
import { contactLink, contactLinkIdOf, contactState, matchedBy } from '@stl3/solution';
import type { Customer } from '../core/invoice.ts';
import type { DataverseClient } from './client.ts';
import { listOf, textOf, wholeOf } from './rows.ts';

/** A stored link. */
export interface ContactLink {
  readonly contactId: string;
  /** The contact was made for this customer. */
  readonly made: boolean;
}

/** Confirmed links of these customers, by customer id. */
export const readContactLinks = async (
  client: DataverseClient,
  connectorId: string,
  customerIds: readonly string[],
): Promise<Map<string, ContactLink>> => {
  const results = await client.batch(
    customerIds.map((id) => ({
      method: 'GET',
      path: `${contactLink.setName}(${contactLinkIdOf(id, connectorId)})?$select=stl3_xeroid,stl3_contactstate,stl3_matchedby`,
    })),
  );
  // A link that could not be read is not absent: a second contact would be made.
  const unread = results.find(({ status }) => status !== 200 && status !== 404);
  if (unread) throw new Error(`Customer links could not be read: Dataverse answered ${String(unread.status)}`);
  const links = new Map<string, ContactLink>();
  results.forEach(({ status, body }, index) => {
    const contactId =
      status === 200 && body && wholeOf(body, 'stl3_contactstate') === contactState.values.linked.value
        ? textOf(body, 'stl3_xeroid')
        : null;
    if (contactId !== null && body)
      links.set(customerIds[index] ?? '', { contactId, made: wholeOf(body, 'stl3_matchedby') === matchedBy.values.created.value });
  });
  return links;
};

/** Which customers these contacts in Xero are linked to: Xero contact id -> customer id. */
export const readLinkedCustomers = async (
  client: DataverseClient,
  connectorId: string,
  contactIds: readonly string[],
): Promise<Record<string, string>> => {
  const results = await client.batch(
    contactIds.map((id) => ({
      method: 'GET',
      path: `${contactLink.setName}?$select=stl3_xeroid,stl3_customerkey&$filter=_stl3_connectorid_value eq ${connectorId} and stl3_xeroid eq '${id}'&$top=1`,
    })),
  );
  const unread = results.find(({ status }) => status !== 200);
  if (unread) throw new Error(`Customer links could not be read: Dataverse answered ${String(unread.status)}`);
  return Object.fromEntries(
    results.flatMap(({ status, body }, index) => {
      const [row] = status === 200 && body ? listOf(body, 'value') : [];
      const customerId = row ? textOf(row, 'stl3_customerkey') : null;
      return customerId === null ? [] : [[contactIds[index] ?? '', customerId]];
    }),
  );
};

/** Whether a contact in Xero is linked to a customer beside this one. */
export const isLinkedToOthers = async (
  client: DataverseClient,
  connectorId: string,
  contactId: string,
  customerId: string,
): Promise<boolean> => {
  const filter = `_stl3_connectorid_value eq ${connectorId} and stl3_xeroid eq '${contactId}' and stl3_customerkey ne '${customerId}'`;
  return (await client.rows(`${contactLink.setName}?$select=stl3_customerkey&$filter=${filter}&$top=1`)).length > 0;
};

/** A link that was found or made. */
export interface NewContactLink {
  readonly customer: Customer;
  readonly contactId: string;
  readonly matchedBy: keyof (typeof matchedBy)['values'];
}

/** Stores links. @throws Error when one could not be written */
export const saveContactLinks = async (client: DataverseClient, connectorId: string, links: readonly NewContactLink[]): Promise<void> => {
  const results = await client.batch(
    links.map(({ customer, contactId, matchedBy: how }) => ({
      method: 'PATCH',
      path: `${contactLink.setName}(${contactLinkIdOf(customer.id, connectorId)})`,
      body: {
        stl3_name: (customer.name ?? customer.id).slice(0, 255),
        stl3_customerkey: customer.id,
        stl3_xeroid: contactId,
        stl3_matchedby: matchedBy.values[how].value,
        stl3_contactstate: contactState.values.linked.value,
        'stl3_ConnectorId@odata.bind': `/stl3_dynamicsxeroconnectors(${connectorId})`,
        ...(customer.kind === 'account'
          ? { 'stl3_AccountId@odata.bind': `/accounts(${customer.id})` }
          : { 'stl3_ContactId@odata.bind': `/contacts(${customer.id})` }),
      },
    })),
  );
  const wrong = results.find(({ status }) => status >= 400);
  if (wrong)
    throw new Error(`A customer link could not be written: Dataverse answered ${String(wrong.status)} ${wrong.text.slice(0, 200)}`);
};
