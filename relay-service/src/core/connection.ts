/** What the relay knows of a connection when it maps: the organisation, its reference data and the administrator's settings. */
import type { ConnectorMark } from './fence.ts';
import type { CalendarDate } from './invoice.ts';
import type { PaymentTerms } from './payment-terms.ts';

/** An account of the chart of accounts; `id` is the Dataverse row's. */
export interface LedgerAccount {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly class: 'asset' | 'equity' | 'expense' | 'liability' | 'revenue';
  readonly active: boolean;
  readonly systemAccount: string | null;
}

/** A tax rate; `id` is the Dataverse row's, `code` is Xero's TaxType. */
export interface TaxRate {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly components: readonly { readonly rate: string; readonly compound: boolean }[];
  readonly allowed: Readonly<Record<LedgerAccount['class'], boolean>>;
}

export interface Organisation {
  readonly tenantId: string;
  readonly name: string;
  readonly shortCode: string;
  readonly baseCurrency: string;
  readonly currencies: readonly string[];
  readonly periodLockDate: CalendarDate | null;
  readonly endOfYearLockDate: CalendarDate | null;
  /** IANA name of the zone in which instants become calendar dates. */
  readonly timeZone: string;
  readonly demo: boolean;
  readonly salesTerms?: PaymentTerms | null;
  readonly purchaseTerms?: PaymentTerms | null;
}

export interface Settings {
  readonly useXeroNumber: boolean;
  readonly useInvoiceName: boolean;
  readonly createContacts: boolean;
  /** Logical names of columns on the invoice, as the administrator typed them. */
  readonly dateColumn?: string | null;
  readonly referenceColumn?: string | null;
  readonly billToColumn?: string | null;
  /** Who becomes the contact in Xero; the invoice's customer if not said. */
  readonly billTo?: 'customer' | 'contactsCompany' | 'parent' | 'namedLookup';
  /** A second contact of one name is made as "Name (account number)". */
  readonly accountNumberInName?: boolean;
  readonly createItems: boolean;
  /** Number of a document whose former one was voided; asked for if not said. */
  readonly resendNumber?: 'xero' | 'suffix' | 'ask';
  readonly defaultStatus: 'draft' | 'submitted' | 'authorised';
  /** Xero mails what is authorised. */
  readonly sendEmail?: boolean;
  readonly historyNote?: boolean;
  /** Whether later edits of a customer reach its contact; never if not said. */
  readonly contactUpdates?: 'never' | 'fillEmpty' | 'keepInStep';
  /** Whether a credit note is laid on the invoice that it names without being asked; it is if not said. */
  readonly creditAllocation?: 'automatic' | 'ask';
  /** Whether a document follows an invoice that a user cancels. */
  readonly automaticCreditNote?: boolean;
  readonly salesAccountId: string | null;
  readonly salesTaxTypeId: string | null;
  readonly dateSource: 'dateDelivered' | 'createdOn' | 'today' | 'column';
  readonly todayIfEmpty: boolean;
  readonly lineAmountTypes: 'exclusive' | 'inclusive' | 'noTax';
  readonly mappingsConfirmed: boolean;
  readonly brandingThemeId?: string | null;
  readonly taxSource?: 'xeroComputes' | 'dynamicsIsTruth';
  readonly futureDate?: 'wait' | 'warn';
  readonly foldedLine?: 'fold' | 'refuse';
  readonly referenceSource?: 'description' | 'column';
  readonly bundleHeaderOnly?: boolean;
  readonly authoriseOwn?: boolean;
  /** Documents above this amount need an Approver; null = no limit. */
  readonly approverAbove?: string | null;
  readonly purchaseAccountId?: string | null;
  readonly purchaseTaxTypeId?: string | null;
  readonly freightAccountId?: string | null;
  readonly freightTax?: 'taxType' | 'sameAsLines';
  readonly freightTaxTypeId?: string | null;
  readonly discountWay?: 'spread' | 'linePerTaxType';
  readonly discountAccountId?: string | null;
  /** Of discount lines that are not spread; that of the lines if not said. */
  readonly discountTaxTypeId?: string | null;
  readonly roundingAccountId?: string | null;
  /** The most that a rounding line may close; null = 0.05. */
  readonly roundingCap?: string | null;
  readonly rateSource?: 'xero' | 'dynamics';
  readonly trackingSource?: 'fixed' | 'owner' | 'businessUnit';
  readonly trackingOption1Id?: string | null;
  readonly trackingOption2Id?: string | null;
}

export interface Connection {
  readonly connectorId: string;
  readonly organisation: Organisation;
  readonly settings: Settings;
  readonly accounts: readonly LedgerAccount[];
  readonly taxRates: readonly TaxRate[];
  /** Branding themes: Dataverse row id -> Xero id. */
  readonly brandingThemes: Readonly<Record<string, string>>;
  readonly trackingOptions?: readonly TrackingOption[];
  /** Accounts and tax types of other connections that products or customers name: row id -> code in Xero. */
  readonly foreignCodes?: Readonly<Record<string, string>>;
  /** Items that a person chose for products: product id -> code in Xero. */
  readonly itemCodes?: Readonly<Record<string, string>>;
  /** Columns that the settings name and the invoice does not have. */
  readonly unknownColumns?: readonly string[];
  /** Time zone of the settings that is none; no day is reckoned by it. */
  readonly unknownTimeZone?: string;
  /** Whether the connector can reach Xero; connected if not said. */
  readonly state?: 'connected' | 'reconnect' | 'disconnected' | 'copied' | 'takenOver';
  /** Which relay sends and how far its ledger had come, as the connector row says; absent in explanations from files. */
  readonly mark?: ConnectorMark;
  /** Trial or plan; not started if not said. */
  readonly subscription?: 'notStarted' | 'trial' | 'trialOver' | 'active' | 'ended';
}

/** An option of a tracking category; `id` is the Dataverse row's. */
export interface TrackingOption {
  readonly id: string;
  readonly category: string;
  readonly option: string;
  readonly active: boolean;
}

/** Choices that the request itself carries; they win over the invoice's and the settings'. */
export interface RequestChoices {
  readonly type: 'salesInvoice' | 'bill' | 'salesCreditNote' | 'billCreditNote' | null;
  readonly status: 'draft' | 'submitted' | 'authorised' | null;
  readonly lineAmountTypes: 'exclusive' | 'inclusive' | 'noTax' | null;
  readonly brandingThemeId: string | null;
  readonly number: string | null;
  readonly date: CalendarDate | null;
  readonly xeroContactId: string | null;
  /** The requester asks for the mail of this document. */
  readonly sendEmail?: boolean;
  /** Of the preview that the requester saw; a post that would differ stops. */
  readonly previewFingerprint?: string | null;
}

/** A request that chooses nothing. */
export const noChoices: RequestChoices = {
  type: null,
  status: null,
  lineAmountTypes: null,
  brandingThemeId: null,
  number: null,
  date: null,
  xeroContactId: null,
};

/** Which of the product's roles the requester holds. */
export interface Requester {
  readonly id: string;
  readonly name: string;
  readonly mayRead: boolean;
  readonly roles: readonly ('user' | 'approver' | 'administrator')[];
}
