import type { Row } from '../../dataverse/rows.ts';
import type { OrganisationData, WireOrganisation } from '../../xero/read-organisation.ts';
import type { OrganisationAnswers } from '../explain.ts';
import type { ReadFile } from './files.ts';
import { isList, isObject, parse, WrongFile } from './files.ts';

/** Lists of the organisation's file: plural name, other names, and the properties that each element needs. */
const lists = {
  Organisation: ['Organisations', ['OrganisationID', 'Name', 'BaseCurrency']],
  Accounts: ['Accounts', ['AccountID', 'Name', 'Class', 'Status']],
  TaxRates: ['TaxRates', ['TaxType', 'Name', 'Status']],
  Currencies: ['Currencies', ['Code']],
  TrackingCategories: ['TrackingCategories', ['TrackingCategoryID', 'Name', 'Status']],
  BrandingThemes: ['BrandingThemes', ['BrandingThemeID', 'Name']],
  Contacts: ['Contacts', ['ContactID', 'Name', 'ContactStatus']],
  Items: ['Items', ['Code']],
} as const;
type ListName = keyof typeof lists;
const NEEDED: readonly ListName[] = ['Organisation', 'Accounts', 'TaxRates'];
const CLASSES = ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'];

/** The elements, whether they stand alone, in a list, or in the whole answer of Xero. */
const elementsOf = (file: Row, name: ListName): readonly unknown[] | undefined => {
  const [plural] = lists[name];
  const answer = file[name] ?? file[plural];
  if (isList(answer)) return answer;
  if (!isObject(answer)) return undefined;
  const inner = answer[plural];
  if (isList(inner)) return inner;
  return name === 'Organisation' ? [answer] : undefined;
};

const checkElement = (name: ListName, element: unknown, index: number): Row => {
  const place = `${name}[${String(index)}]`;
  if (!isObject(element)) throw new WrongFile(`has ${place}, which is not an object`);
  const empty = lists[name][1].find((property) => typeof element[property] !== 'string' || element[property] === '');
  if (empty !== undefined) throw new WrongFile(`has ${place} without ${empty}`);
  if (name === 'Accounts' && !CLASSES.includes(String(element['Class'])))
    throw new WrongFile(`has ${place} with the Class ${String(element['Class'])}; the classes are ${CLASSES.join(', ')}`);
  for (const inner of ['Options', 'TaxComponents'])
    if (element[inner] != null && !(isList(element[inner]) && element[inner].every(isObject)))
      throw new WrongFile(`has ${place} with ${inner} that are not a list`);
  return element;
};

const readList = (file: Row, name: ListName): readonly Row[] => {
  const elements = elementsOf(file, name);
  if (elements) return elements.map((element, index) => checkElement(name, element, index));
  if (file[name] != null || NEEDED.includes(name)) throw new WrongFile(`has no list of ${name}, as Xero answers it`);
  return [];
};

const organisationFrom = (row: Row): WireOrganisation => ({
  ...(row as unknown as WireOrganisation),
  ShortCode: typeof row['ShortCode'] === 'string' ? row['ShortCode'] : '',
  CountryCode: typeof row['CountryCode'] === 'string' ? row['CountryCode'] : '',
  IsDemoCompany: row['IsDemoCompany'] === true,
  Timezone: typeof row['Timezone'] === 'string' ? row['Timezone'] : 'UTC',
});

/**
 * Xero's answers for one organisation, in one object.
 * @throws {WrongFile}
 */
export const readOrganisationFile = (text: string): ReadFile<OrganisationAnswers> => {
  const file = parse(text, JSON.parse);
  if (!isObject(file)) throw new WrongFile(`holds no organisation: one JSON object is needed, with ${Object.keys(lists).join(', ')}`);
  const read = <Element>(name: ListName): readonly Element[] => readList(file, name) as unknown as readonly Element[];
  const [organisation, ...others] = readList(file, 'Organisation');
  if (!organisation || others.length > 0)
    throw new WrongFile(`must hold one organisation, and holds ${String(others.length + (organisation ? 1 : 0))}`);
  const data: OrganisationData = {
    organisation: organisationFrom(organisation),
    currencies: read<{ readonly Code: string }>('Currencies').map(({ Code }) => Code),
    accounts: read('Accounts'),
    taxRates: read('TaxRates'),
    brandingThemes: read('BrandingThemes'),
    trackingCategories: read('TrackingCategories'),
  };
  const missing = (Object.keys(lists) as ListName[]).filter((name) => elementsOf(file, name) === undefined);
  return {
    content: {
      data,
      contacts: read('Contacts'),
      items: read('Items'),
    },
    notes: missing.map((name) => `has no ${name}, so the organisation is taken to have none`),
  };
};
