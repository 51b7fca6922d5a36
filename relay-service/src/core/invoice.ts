/**
 * An invoice as Dynamics holds it, read whole in one query. Amounts are decimal text, never numbers: a JSON number is turned into text
 * at the edge before anybody calculates with it. Dates of behaviour DateOnly are `YYYY-MM-DD`, UserLocal ones are instants in ISO 8601.
 */

import type { exportState } from '@stl3/solution';

/** Decimal number as text, such as `25.06`. */
export type Amount = string;
/** Calendar date, `YYYY-MM-DD`. */
export type CalendarDate = string;
/** Point in time, ISO 8601 with zone. */
export type Instant = string;

export interface Address {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/** How a person is called and reached. */
export interface Person {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: Address | null;
}

/** Customer of the invoice: an account or a contact. */
export interface Customer extends Person {
  readonly kind: 'account' | 'contact';
  readonly id: string;
  readonly name: string | null;
  readonly accountNumber: string | null;
  readonly taxNumber: string | null;
  /** Id of the `stl3_taxtype` row that this customer is taxed with on sales, if it has one. */
  readonly salesTaxTypeId: string | null;
  readonly purchaseTaxTypeId?: string | null;
  readonly paymentTerms: number | null;
  /** Code of the customer's own currency. */
  readonly currencyCode?: string | null;
  /** Person whom an account is reached by. */
  readonly primaryContact?: Person | null;
  /** Company of a contact, parent account of an account. */
  readonly parent?: Customer | null;
}

export interface Product {
  /** Code of the item in Xero that a person chose for it. */
  readonly itemCode?: string;
  readonly id: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly description: string | null;
  readonly salesAccountId: string | null;
  readonly salesTaxTypeId: string | null;
  readonly purchaseAccountId?: string | null;
  readonly purchaseTaxTypeId?: string | null;
}

export interface InvoiceLine {
  readonly id: string;
  readonly order: number;
  readonly writeIn: boolean;
  /** 1 product, 2 bundle, 3 required and 4 optional part of a bundle, 5 project service (InvoiceDetail.producttypecode). */
  readonly productType: number;
  readonly parentBundleId: string | null;
  readonly product: Product | null;
  /** Name of a write-in or of the product. */
  readonly name: string | null;
  readonly description: string | null;
  readonly quantity: Amount | null;
  readonly pricePerUnit: Amount | null;
  readonly manualDiscount: Amount | null;
  readonly volumeDiscount: Amount | null;
  readonly tax: Amount | null;
  readonly extendedAmount: Amount | null;
  readonly pricingError: number;
  readonly accountId: string | null;
  readonly taxTypeId: string | null;
  readonly trackingOption1Id?: string | null;
  readonly trackingOption2Id?: string | null;
}

export interface Invoice {
  readonly id: string;
  /** Row version as read (`@odata.etag`). */
  readonly rowVersion: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly description: string | null;
  /** 0 active, 1 closed, 2 paid, 3 canceled. */
  readonly state: number;
  readonly dateDelivered: Instant | null;
  readonly createdOn: Instant | null;
  /** Value of the column that the settings name as date source: a date, or an instant where its behaviour is UserLocal. */
  readonly columnDate?: CalendarDate | null;
  /** Value of the column that the settings name as Reference source. */
  readonly columnReference?: string | null;
  readonly dueDate: CalendarDate | null;
  readonly paymentTerms: number | null;
  readonly currency: { readonly code: string; readonly precision: number } | null;
  readonly customer: Customer | null;
  /** The invoice names a customer that is of another table, was deleted or may not be read. */
  readonly customerUnread?: boolean;
  /** Value of the lookup that the settings name for who is billed. */
  readonly namedBillTo?: Customer | null;
  /** Name of that lookup where it is filled in, but what it points at is of another table, was deleted or may not be read. */
  readonly billToUnread?: string;
  readonly billTo: Address | null;
  readonly email: string | null;
  readonly ownerId: string;
  /** The owner is a team, not a person. */
  readonly ownedByTeam?: boolean;
  readonly ownerName?: string | null;
  readonly ownerBusinessUnit?: string | null;
  /** Units of the invoice's currency for one of Dynamics' base currency. */
  readonly exchangeRate?: Amount | null;
  /** Code of Dynamics' own base currency. */
  readonly baseCurrency?: string | null;
  readonly connectorId: string | null;
  /** Name of an `invoiceType` option; null = sales invoice. */
  readonly type: 'salesInvoice' | 'bill' | 'salesCreditNote' | 'billCreditNote' | null;
  readonly lineAmountTypes: 'exclusive' | 'inclusive' | 'noTax' | null;
  readonly brandingThemeId: string | null;
  readonly bundleHeaderOnly: boolean;
  readonly sendEmail: boolean;
  /** The invoice that a credit note corrects. */
  readonly creditsInvoiceId?: string | null;
  readonly lineTotal: Amount | null;
  readonly discountTotal: Amount | null;
  readonly freight: Amount | null;
  readonly taxTotal: Amount | null;
  readonly total: Amount | null;
  readonly pricingError: number;
  readonly lines: readonly InvoiceLine[];
  /** What its Xero Details rows, one per connection, say of documents in Xero. */
  readonly records?: readonly DocumentRecord[];
}

/** Where an invoice stands on its way to Xero, as Xero Details says. */
export type ExportStateName = keyof (typeof exportState)['values'];

/** What a Xero Details row says of a document: the ledger may have been restored from a backup that does not know it. */
export interface DocumentRecord {
  readonly id: string;
  /** Row version as read (`@odata.etag`); `*` = any, where it was not said. */
  readonly rowVersion: string;
  readonly connectorId: string;
  readonly type: Invoice['type'];
  readonly intentId: string | null;
  readonly generation: number;
  /** How often the intent had been announced before, when the row was written. */
  readonly attempts: number;
  /** Id of the document in Xero. */
  readonly xeroId: string | null;
  /** What people read there; null = nothing yet. */
  readonly state: ExportStateName | null;
  /** When the request was made that led to it. */
  readonly requestedOn: Instant | null;
}
