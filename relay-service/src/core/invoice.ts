/**
 * An invoice as Dynamics holds it, read whole in one query. Amounts are decimal text, never numbers: a JSON number is turned into text
 * at the edge before anybody calculates with it. Dates of behaviour DateOnly are `YYYY-MM-DD`, UserLocal ones are instants in ISO 8601.
 */

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

/** Customer of the invoice: an account or a contact. */
export interface Customer {
  readonly kind: 'account' | 'contact';
  readonly id: string;
  readonly name: string | null;
  readonly accountNumber: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: Address | null;
  readonly taxNumber: string | null;
  /** Id of the `stl3_taxtype` row that this customer is taxed with on sales, if it has one. */
  readonly salesTaxTypeId: string | null;
  readonly purchaseTaxTypeId?: string | null;
  readonly paymentTerms: number | null;
  /** Code of the customer's own currency. */
  readonly currencyCode?: string | null;
  /** Person whom an account is reached by. */
  readonly primaryContact?: Pick<Customer, 'firstName' | 'lastName' | 'email' | 'phone'> | null;
  /** Company of a contact, parent account of an account. */
  readonly parent?: Customer | null;
}

export interface Product {
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
  /** Value of the lookup that the settings name for who is billed. */
  readonly namedBillTo?: Customer | null;
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
  readonly lineTotal: Amount | null;
  readonly discountTotal: Amount | null;
  readonly freight: Amount | null;
  readonly taxTotal: Amount | null;
  readonly total: Amount | null;
  readonly pricingError: number;
  readonly lines: readonly InvoiceLine[];
}
