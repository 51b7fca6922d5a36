/** A customer as the contact that is made for it in Xero. */
import type { ContactToMake } from './document.ts';
import type { Address, Customer, Person } from './invoice.ts';
import { first, hasControlCharacters, oneLine } from './text.ts';

const MAX_NAME = 255;
const MAX_NUMBER = 50;

/** What Xero takes as a contact's name; it is refused rather than mended, for a name is how people know the contact. */
export const isNameAllowed = (name: string | null): boolean => {
  const line = oneLine(name);
  return line !== '' && line.length <= MAX_NAME && !/[<>]/.test(line) && !hasControlCharacters(line);
};

/** Name of the contact: the customer's, with the account number behind it where another contact has the name already. */
export const nameInXero = (customer: Customer, nameTaken: boolean): string => {
  const name = oneLine(customer.name);
  const suffix = nameTaken && oneLine(customer.accountNumber) !== '' ? ` (${oneLine(customer.accountNumber)})` : '';
  return first(name, MAX_NAME - suffix.length).trim() + suffix;
};

/** Only what is filled in is sent, cut to what Xero holds; one character that Xero refuses would cost the whole contact. */
const optional = <K extends string>(key: K, text: string | null, max: number): Partial<Record<K, string>> => {
  const value = first(oneLine(text), max).trim();
  return value === '' || hasControlCharacters(value) ? {} : ({ [key]: value } as Record<K, string>);
};

const addressOf = (address: Address | null): NonNullable<ContactToMake['Addresses']>[number] | null => {
  if (address === null) return null;
  const lines = {
    ...optional('AddressLine1', address.line1, 500),
    ...optional('AddressLine2', address.line2, 500),
    ...optional('City', address.city, 255),
    ...optional('Region', address.region, 255),
    ...optional('PostalCode', address.postalCode, 50),
    ...optional('Country', address.country, 50),
  };
  return Object.keys(lines).length === 0 ? null : { AddressType: 'POBOX', ...lines };
};

/** Xero refuses the whole contact for one bad address, so only what looks like one is sent. */
const isEmail = (text: string | null): boolean => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(oneLine(text));

/** First and last name, e-mail, phone and address: the customer's own, else those of the person whom an account is reached by. */
const reachedBy = (customer: Customer): Person => {
  const person = customer.primaryContact;
  const own = oneLine(customer.firstName) !== '' || oneLine(customer.lastName) !== '';
  return {
    firstName: own ? customer.firstName : (person?.firstName ?? null),
    lastName: own ? customer.lastName : (person?.lastName ?? null),
    email: isEmail(customer.email) ? customer.email : (person?.email ?? null),
    phone: oneLine(customer.phone) === '' ? (person?.phone ?? null) : customer.phone,
    address: addressOf(customer.address) === null ? (person?.address ?? null) : customer.address,
  };
};

/** E-mail address that a contact made for the customer gets; null where there is none that Xero takes. */
export const emailInXero = (customer: Customer): string | null => {
  const { email } = reachedBy(customer);
  return isEmail(email) ? email : null;
};

/**
 * The contact to make. Address and e-mail: the invoice's bill-to, which `billedCustomer` puts in, before the customer's own.
 * @param currencies that the organisation uses; Xero refuses a contact with another
 */
export const contactToMake = (customer: Customer, name: string, currencies: readonly string[] = []): ContactToMake => {
  const { firstName, lastName, phone, address: place } = reachedBy(customer);
  const address = addressOf(place);
  const number = optional('PhoneNumber', phone, 50).PhoneNumber;
  const currency = oneLine(customer.currencyCode).toUpperCase();
  return {
    Name: name,
    ContactNumber: customer.id,
    ...optional('AccountNumber', customer.accountNumber, MAX_NUMBER),
    ...optional('FirstName', firstName, 255),
    ...optional('LastName', lastName, 255),
    ...optional('EmailAddress', emailInXero(customer), 255),
    ...optional('TaxNumber', customer.taxNumber, 50),
    ...(currencies.includes(currency) ? { DefaultCurrency: currency } : {}),
    ...(number === undefined ? {} : { Phones: [{ PhoneType: 'DEFAULT' as const, PhoneNumber: number }] }),
    ...(address === null ? {} : { Addresses: [address] }),
  };
};

/** The customer as it is billed on an invoice: the invoice's bill-to address and e-mail stand before the customer's own. */
export const billedCustomer = (
  customer: Customer,
  invoice: { readonly billTo: Address | null; readonly email: string | null },
): Customer => ({
  ...customer,
  address: addressOf(invoice.billTo) === null ? customer.address : invoice.billTo,
  email: isEmail(invoice.email) ? invoice.email : customer.email,
});
