/** The marker that proves a document in Xero ours: the intent id in the query of its deep link. */

const PARAMETER = 'stl3intent';

/** Xero refuses a link whose host names it. */
export const hostNamesXero = (environmentUrl: string): boolean => {
  const parsed = URL.parse(environmentUrl);
  return parsed === null || parsed.hostname.toLowerCase().includes('xero');
};

/** Deep link to the invoice in Dynamics that carries the intent id. */
export const markedUrl = (environmentUrl: string, invoiceId: string, intentId: string): string => {
  const url = new URL('/main.aspx', environmentUrl);
  url.searchParams.set('pagetype', 'entityrecord');
  url.searchParams.set('etn', 'invoice');
  url.searchParams.set('id', invoiceId);
  url.searchParams.set(PARAMETER, intentId);
  return url.href;
};

/** Marker for a document that has no link. */
export const markedReference = (intentId: string): string => `#${intentId}`;

/** The document with the marker of this intent in place of the former one: in its link, or where Xero gives the number of a credit note, in its Reference. */
export const markedAnew = <Marked extends { readonly Url?: string; readonly CreditNoteNumber?: string; readonly Reference?: string }>(
  document: Marked,
  formerIntentId: string,
  intentId: string,
): Marked => {
  const anew = (text: string): string => `${text.slice(0, -formerIntentId.length)}${intentId}`;
  const { Url, CreditNoteNumber, Reference } = document;
  if (Url !== undefined) return { ...document, Url: anew(Url) };
  return CreditNoteNumber === undefined && Reference !== undefined ? { ...document, Reference: anew(Reference) } : document;
};

const IN_REFERENCE = /(?:^|\s)#([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The intent id at the end of a Reference, or null where there is none. */
export const intentOfReference = (reference: string | null | undefined): string | null =>
  IN_REFERENCE.exec(reference?.trim() ?? '')?.[1]?.toLowerCase() ?? null;

/** The intent id in a link, or null where there is none; links are parsed, for Xero may write them in another form. */
export const intentOf = (url: string | null | undefined): string | null => {
  const parsed = URL.parse(url ?? '');
  const intent = parsed?.searchParams.get(PARAMETER)?.trim().toLowerCase();
  return intent === undefined || intent === '' ? null : intent;
};

/** Where a link of ours leads: `host:port/invoice id`, for a copied environment has the same invoices at another address. */
export const invoiceKey = (host: string, invoiceId: string): string => `${host}/${invoiceId}`.toLowerCase();

/** The invoice in Dynamics that a link of ours leads to, or null where there is none. */
export const invoiceOfLink = (url: string | null | undefined): string | null => {
  const parsed = URL.parse(url ?? '');
  const id = parsed?.searchParams.get('etn') === 'invoice' ? parsed.searchParams.get('id')?.trim() : undefined;
  return parsed && id ? invoiceKey(parsed.host, id) : null;
};
