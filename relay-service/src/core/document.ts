/** The document as it is posted to Xero (Accounting API, Invoices) and what mapping answers. */

export interface DocumentLine {
  readonly Description: string;
  readonly Quantity?: number;
  readonly UnitAmount?: number;
  readonly ItemCode?: string;
  readonly AccountCode?: string;
  readonly TaxType?: string;
  readonly DiscountAmount?: number;
  readonly Tracking?: readonly { readonly Name: string; readonly Option: string }[];
}

/** An invoice or a credit note in Xero's own property names; the contact goes by id alone, so that nothing in Xero is renamed. */
export interface XeroDocument {
  readonly Type: 'ACCREC' | 'ACCPAY' | 'ACCRECCREDIT' | 'ACCPAYCREDIT';
  readonly Contact: { readonly ContactID: string };
  readonly Date: string;
  readonly DueDate?: string;
  readonly LineAmountTypes: 'Exclusive' | 'Inclusive' | 'NoTax';
  readonly InvoiceNumber?: string;
  readonly CreditNoteNumber?: string;
  readonly Reference?: string;
  readonly CurrencyCode: string;
  readonly CurrencyRate?: number;
  readonly BrandingThemeID?: string;
  readonly Status: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED';
  /** Deep link to the invoice in Dynamics; carries the intent id as a query parameter. Credit notes have none. */
  readonly Url?: string;
  readonly LineItems: readonly DocumentLine[];
}

/** Stands for the contact until it is found or made. */
export const CONTACT_TO_COME = '00000000-0000-0000-0000-000000000000';

/** Why a document cannot be sent. `code` is stable and is all that the ledger keeps; the rest is for the row in Dataverse. */
export interface Reason {
  readonly code: string;
  /** What happened and what it means for the invoice. */
  readonly message: string;
  /** What to do, and who can. */
  readonly remedy: string;
  readonly line?: number;
  readonly field?: string;
}

/** Amounts that Xero will compute for the document, as decimal text. */
export interface Predicted {
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly currency: string;
}

/** A contact as it would be made in Xero. */
export interface ContactToMake {
  readonly Name: string;
  readonly ContactNumber: string;
  readonly AccountNumber?: string;
  readonly FirstName?: string;
  readonly LastName?: string;
  readonly EmailAddress?: string;
  readonly TaxNumber?: string;
  readonly DefaultCurrency?: string;
  readonly Phones?: readonly { readonly PhoneType: 'DEFAULT'; readonly PhoneNumber: string }[];
  readonly Addresses?: readonly {
    readonly AddressType: 'POBOX';
    readonly AddressLine1?: string;
    readonly AddressLine2?: string;
    readonly City?: string;
    readonly Region?: string;
    readonly PostalCode?: string;
    readonly Country?: string;
  }[];
}

/** An item as it would be made in Xero; untracked, without prices, so that no price list is overwritten. */
export interface ItemToMake {
  readonly Code: string;
  readonly Name: string;
  readonly Description?: string;
  readonly IsSold: boolean;
  readonly IsPurchased?: boolean;
}

export type Mapped =
  | {
      readonly verdict: 'Ready';
      readonly document: XeroDocument;
      readonly predicted: Predicted;
      readonly items: readonly ItemToMake[];
      readonly warnings?: readonly Reason[];
    }
  | { readonly verdict: 'Blocked' | 'NeedsChoice'; readonly reasons: readonly Reason[] };
