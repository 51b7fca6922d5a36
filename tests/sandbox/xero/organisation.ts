/** What an organisation of the stand-in holds, in Xero's own property names. */

export interface Account {
  AccountID: string;
  Code?: string;
  Name: string;
  Type: string;
  Class: 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';
  Status: 'ACTIVE' | 'ARCHIVED';
  TaxType: string;
  SystemAccount?: string;
  EnablePaymentsToAccount: boolean;
  /** When it last changed; long ago where absent. */
  UpdatedDateUTC?: number;
}
export interface TaxRate {
  Name: string;
  TaxType: string;
  Status: 'ACTIVE' | 'DELETED' | 'ARCHIVED';
  TaxComponents: { Name: string; Rate: number; IsCompound: boolean; IsNonRecoverable: boolean }[];
  EffectiveRate: number;
  DisplayTaxRate: number;
  CanApplyToAssets: boolean;
  CanApplyToEquity: boolean;
  CanApplyToExpenses: boolean;
  CanApplyToLiabilities: boolean;
  CanApplyToRevenue: boolean;
}
/** Of an organisation or a contact, by side. */
export interface PaymentTerms {
  Bills?: { Day: number; Type: string };
  Sales?: { Day: number; Type: string };
}
export interface Contact {
  ContactID: string;
  ContactNumber?: string;
  AccountNumber?: string;
  ContactStatus: 'ACTIVE' | 'ARCHIVED' | 'GDPRREQUEST';
  Name: string;
  FirstName?: string;
  LastName?: string;
  EmailAddress?: string;
  TaxNumber?: string;
  MergedToContactID?: string;
  Phones?: { PhoneType: string; PhoneNumber: string }[];
  Addresses?: Record<string, string>[];
  PaymentTerms?: PaymentTerms;
  UpdatedDateUTC: number;
}
export interface Item {
  ItemID: string;
  Code: string;
  Name?: string;
  Description?: string;
  IsSold: boolean;
  IsPurchased: boolean;
  IsTrackedAsInventory: boolean;
  UpdatedDateUTC: number;
}
export interface Line {
  LineItemID: string;
  Description?: string;
  Quantity: number;
  UnitAmount: number;
  ItemCode?: string;
  AccountCode?: string;
  AccountID?: string;
  TaxType?: string;
  TaxAmount: number;
  LineAmount: number;
  DiscountRate?: number;
  DiscountAmount?: number;
  Tracking: { TrackingCategoryID?: string; Name: string; Option: string }[];
}
/** An invoice, or a credit note, whose id and number stand in the same places. */
export interface Invoice {
  InvoiceID: string;
  Type: 'ACCREC' | 'ACCPAY' | 'ACCRECCREDIT' | 'ACCPAYCREDIT';
  InvoiceNumber: string;
  Reference: string;
  Url?: string;
  ContactID: string;
  Status: 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';
  LineAmountTypes: 'Exclusive' | 'Inclusive' | 'NoTax';
  Date: string;
  DueDate?: string;
  CurrencyCode: string;
  CurrencyRate: number;
  BrandingThemeID?: string;
  Lines: Line[];
  SubTotal: number;
  TotalTax: number;
  Total: number;
  TotalDiscount?: number;
  AmountPaid: number;
  AmountCredited: number;
  SentToContact: boolean;
  /** Of a credit note: what of it lies on which invoice. */
  Allocations?: { AllocationID: string; InvoiceID: string; Amount: number; Date: string }[];
  Notes?: { Details: string; At: number }[];
  CreatedByClient: string;
  CreatedAt: number;
  UpdatedDateUTC: number;
  /** Lists show it only from then on. */
  ListedFrom: number;
}
export interface Organisation {
  tenantId: string;
  /** `PRACTICE` for an accountant's practice, which has no books; an organisation if not said. */
  tenantType?: 'ORGANISATION' | 'PRACTICE';
  Name: string;
  ShortCode: string;
  CountryCode: string;
  BaseCurrency: string;
  IsDemoCompany: boolean;
  Timezone: string;
  PeriodLockDate?: string;
  EndOfYearLockDate?: string;
  PaymentTerms?: PaymentTerms;
  currencies: { Code: string; Description: string }[];
  accounts: Account[];
  taxRates: TaxRate[];
  brandingThemes: { BrandingThemeID: string; Name: string; SortOrder: number; Type: string; CreatedDateUTC: number }[];
  trackingCategories: {
    TrackingCategoryID: string;
    Name: string;
    Status: string;
    Options: { TrackingOptionID: string; Name: string; Status: string }[];
  }[];
  contacts: Contact[];
  items: Item[];
  invoices: Invoice[];
  creditNotes: Invoice[];
  nextNumber: number;
  numberPrefix: string;
  dayLimit: number;
  /** When mails were sent, and how many a day's allowance is; 1,000 if not said. */
  mails?: number[];
  mailsADay?: number;
}
