/**
 * Contacts of organisations for which many customers are new at once: read whole, a thousand a call, where asking for each would cost a
 * call for five. Kept while such work goes on and brought up to date by what changed; a click asks Xero itself.
 */
import type { XeroContactSummary } from '../core/contact-candidates.ts';
import { bareName, searchTermOf } from '../core/contact-near-match.ts';
import { foldedName, oneLine } from '../core/text.ts';
import type { XeroClient } from '../xero/client.ts';
import type { ContactsWanted } from '../xero/contacts.ts';
import { findContacts, listContacts, searchContacts } from '../xero/contacts.ts';

/** Fewer are asked for one by one. */
export const MANY = 20;
/** More names than these are looked for in the book, if there can be one. */
const SEARCHED_ONE_BY_ONE = 10;
/** What is younger is not read again: a contact that somebody made meanwhile is refused by its name and then asked for. */
const FRESH_MS = 15_000;
/** Unused for so long, a book is given away. */
const KEPT_MS = 3 * 60_000;
/** Books at a time, and pages of one: beyond, Xero is asked for each. */
const BOOKS = 20;
const PAGES = 50;
/** Pages that are worth reading for a few names: most organisations have no more, and the clicks of a while share them. */
const PAGES_FOR_FEW = 2;

interface Book {
  readonly byId: Map<string, XeroContactSummary>;
  readonly byKey: Map<string, Set<string>>;
  changedAt: Date | null;
  readAt: number;
  usedAt: number;
  /** It has more pages than these; 0 = not known to have. */
  largerThan: number;
  reading: Promise<void> | null;
}

export interface ContactBooks {
  /** Contacts that bear one of these, as `findContacts` finds them. */
  find(client: XeroClient, wanted: ContactsWanted): Promise<readonly XeroContactSummary[]>;
  /**
   * Contacts of all but the same name as one of these: out of the whole book where it is small or many are looked for, else by a search
   * for each. What somebody made in Xero less than a quarter of a minute ago may be missed; it is only ever proposed.
   */
  findNear(client: XeroClient, names: readonly string[]): Promise<readonly XeroContactSummary[]>;
  /** We made this contact there. */
  note(tenantId: string, contact: XeroContactSummary): void;
  /** Something was made there that the book does not know. */
  distrust(tenantId: string): void;
}

// As Xero compares names: without case and accents.
const bare = (name: string): string =>
  foldedName(name)
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '');
const id = (text: string): string => oneLine(text).toLowerCase();

const keysOf = ({ ContactNumber, AccountNumber, EmailAddress, Name }: XeroContactSummary): string[] => [
  ...(ContactNumber ? [`number ${id(ContactNumber)}`] : []),
  ...(AccountNumber ? [`account ${id(AccountNumber)}`] : []),
  ...(EmailAddress ? [`mail ${id(EmailAddress)}`] : []),
  `name ${bare(Name)}`,
  `near ${bareName(Name)}`,
];

const wantedKeys = ({ contactNumbers, accountNumbers, names, emails = [] }: ContactsWanted): string[] => [
  ...contactNumbers.map((text) => `number ${id(text)}`),
  ...accountNumbers.map((text) => `account ${id(text)}`),
  ...emails.map((text) => `mail ${id(text)}`),
  ...names.map((text) => `name ${bare(text)}`),
];

/** Only what deciding needs is kept. */
const summaryOf = (contact: XeroContactSummary): XeroContactSummary => ({
  ContactID: contact.ContactID,
  Name: contact.Name,
  ContactStatus: contact.ContactStatus,
  ContactNumber: contact.ContactNumber ?? null,
  AccountNumber: contact.AccountNumber ?? null,
  EmailAddress: contact.EmailAddress ?? null,
  MergedToContactID: contact.MergedToContactID ?? null,
  PaymentTerms: contact.PaymentTerms ?? null,
});

const enter = (book: Book, contact: XeroContactSummary): void => {
  const known = book.byId.get(contact.ContactID);
  if (known) for (const key of keysOf(known)) book.byKey.get(key)?.delete(contact.ContactID);
  const summary = summaryOf(contact);
  book.byId.set(contact.ContactID, summary);
  for (const key of keysOf(summary)) book.byKey.set(key, (book.byKey.get(key) ?? new Set<string>()).add(contact.ContactID));
};

/** @param most pages, for which it is worth the calls */
const read = async (book: Book, client: XeroClient, most: number): Promise<void> => {
  const began = performance.now();
  const since = book.changedAt;
  for (let page = 1; ; page++) {
    const { contacts, more, changedAt } = await listContacts(client, since, page);
    for (const contact of contacts) enter(book, contact);
    if (changedAt !== null && (book.changedAt === null || changedAt > book.changedAt)) book.changedAt = changedAt;
    if (!more) break;
    if (page === most) {
      book.largerThan = most;
      book.changedAt = null;
      book.byId.clear();
      book.byKey.clear();
      return;
    }
  }
  book.readAt = began;
};

/** No book yet. */
export const createContactBooks = (): ContactBooks => {
  const books = new Map<string, Book>();
  const bookOf = (tenantId: string): Book => {
    const now = performance.now();
    for (const [tenant, { usedAt, reading }] of books) if (reading === null && now - usedAt > KEPT_MS) books.delete(tenant);
    const known = books.get(tenantId);
    const book: Book = known ?? {
      byId: new Map(),
      byKey: new Map(),
      changedAt: null,
      readAt: -Infinity,
      usedAt: now,
      largerThan: 0,
      reading: null,
    };
    book.usedAt = now;
    if (!known && books.size < BOOKS) books.set(tenantId, book);
    return book;
  };
  const isFresh = (book: Book): boolean => performance.now() - book.readAt <= FRESH_MS;
  /** The book as it is by now; null where it has more pages than it is worth reading. */
  const bookNow = async (client: XeroClient, most: number): Promise<Book | null> => {
    const book = bookOf(client.tenantId);
    if (book.largerThan < most && !isFresh(book)) await (book.reading ??= read(book, client, most).finally(() => (book.reading = null)));
    return isFresh(book) ? book : null;
  };
  const under = (book: Book, keys: readonly string[]): readonly XeroContactSummary[] => {
    const ids = new Set(keys.flatMap((key) => [...(book.byKey.get(key) ?? [])]));
    return [...ids].flatMap((contactId) => book.byId.get(contactId) ?? []);
  };
  return {
    find: async (client, wanted) => {
      const book = wanted.contactNumbers.length < MANY ? null : await bookNow(client, PAGES);
      return book ? under(book, wantedKeys(wanted)) : findContacts(client, wanted);
    },
    findNear: async (client, names) => {
      const terms = [...new Set(names.flatMap((name) => searchTermOf(name) ?? []))];
      if (terms.length === 0) return [];
      const keys = names.map((name) => `near ${bareName(name)}`);
      const book = await bookNow(client, terms.length > SEARCHED_ONE_BY_ONE ? PAGES : PAGES_FOR_FEW);
      if (book) return under(book, keys);
      const found: XeroContactSummary[] = [];
      for (const term of terms) found.push(...(await searchContacts(client, term)));
      return found;
    },
    note: (tenantId, contact) => {
      const book = books.get(tenantId);
      if (book) enter(book, contact);
    },
    distrust: (tenantId) => {
      const book = books.get(tenantId);
      if (book) book.readAt = -Infinity;
    },
  };
};
