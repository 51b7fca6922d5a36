/** `solution.xml`: the envelope, what the solution roots are, and what the target must have. */
import {
  appName,
  extendedTables,
  invoice,
  invoiceProduct,
  product,
  publisher,
  roles,
  solutionName,
  solutionTitle,
  statusControl,
  tables,
} from '../schema/index.ts';
import { componentTypes } from './component-types.ts';
import { formsOfExtended } from './forms/microsoft.ts';
import { braced, formId } from './ids.ts';
import { LANGUAGE, labelled } from './labels.ts';
import { microsoftLabels } from './tables.ts';
import { viewsOfExtended } from './views/microsoft.ts';
import { vocabulary } from './vocabulary-list.ts';
import type { WebResourceFiles } from './web-resources.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves, parent } from './xml.ts';

const NIL = { 'xsi:nil': true } as const;

const addressLines: readonly string[] = [
  ...['AddressTypeCode', 'City', 'County', 'Country', 'Fax', 'FreightTermsCode', 'ImportSequenceNumber', 'Latitude', 'Line1', 'Line2'],
  ...['Line3', 'Longitude', 'Name', 'PostalCode', 'PostOfficeBox', 'PrimaryContactName', 'ShippingMethodCode', 'StateOrProvince'],
  ...['Telephone1', 'Telephone2', 'Telephone3', 'TimeZoneRuleVersionNumber', 'UPSZone', 'UTCOffset', 'UTCConversionTimeZoneCode'],
];
const oneByDefault: ReadonlySet<string> = new Set(['AddressTypeCode', 'ShippingMethodCode']);

// Every export carries both, empty; the importer expects the pair.
const address = (number: number): XmlElement =>
  parent(
    'Address',
    ...leaves({ AddressNumber: number }),
    ...addressLines.map((name) => (oneByDefault.has(name) ? element(name, {}, [1]) : element(name, NIL))),
  );

const publisherElement = (): XmlElement =>
  parent(
    'Publisher',
    ...leaves({ UniqueName: publisher.uniqueName }),
    labelled('LocalizedNames', publisher.title),
    labelled('Descriptions', publisher.title),
    element('EMailAddress', NIL),
    element('SupportingWebsiteUrl', NIL),
    ...leaves({ CustomizationPrefix: publisher.prefix, CustomizationOptionValuePrefix: publisher.optionValuePrefix }),
    parent('Addresses', address(1), address(2)),
  );

const named = (type: number, schemaName: string, behavior = 0): XmlElement => element('RootComponent', { type, schemaName, behavior });
const byId = (type: number, id: string): XmlElement => element('RootComponent', { type, id: braced(id), behavior: 0 });

// 0: the table with all that it has; 2: a shell, of which only what is listed here is ours.
const rootComponents = (files: WebResourceFiles): readonly XmlElement[] => [
  ...tables.map(({ logicalName }) => named(componentTypes.table, logicalName)),
  ...extendedTables.map(({ logicalName }) => named(componentTypes.table, logicalName, 2)),
  ...vocabulary.map(({ schemaName }) => named(componentTypes.choice, schemaName)),
  ...Object.values(roles).map(({ id }) => byId(componentTypes.role, id)),
  ...extendedTables.flatMap((table) => viewsOfExtended(table).map(({ id }) => byId(componentTypes.view, id))),
  ...extendedTables.flatMap((table) => formsOfExtended(table).map(({ key }) => byId(componentTypes.form, formId(table.logicalName, key)))),
  ...[...files.keys()].toSorted().map((name) => named(componentTypes.webResource, name)),
  named(componentTypes.siteMap, appName),
  named(componentTypes.control, statusControl.fullName),
  named(componentTypes.app, appName),
];

// So that an administrator without Dynamics 365 Sales reads what is missing, in words.
const SALES = 'msdynce_Sales (9.0.0.0)';

const missing = (table: (typeof extendedTables)[number]): XmlElement =>
  parent(
    'MissingDependency',
    element('Required', {
      type: componentTypes.table,
      schemaName: table.logicalName,
      displayName: microsoftLabels[table.logicalName],
      solution: SALES,
    }),
    element('Dependent', {
      type: componentTypes.form,
      displayName: formsOfExtended(table)[0]?.title,
      parentDisplayName: microsoftLabels[table.logicalName],
      id: braced(formId(table.logicalName, 'xero')),
    }),
  );

/** The file's root. `version` has four numbers. */
export const solutionFile = (version: string, managed: boolean, files: WebResourceFiles): XmlElement =>
  element(
    'ImportExportXml',
    {
      version: '9.2.0.0',
      SolutionPackageVersion: '9.2',
      languagecode: LANGUAGE,
      generatedBy: 'CrmLive',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    },
    [
      parent(
        'SolutionManifest',
        ...leaves({ UniqueName: solutionName }),
        labelled('LocalizedNames', solutionTitle),
        labelled('Descriptions', 'Invoices from Dynamics 365 into Xero: one click, one invoice.'),
        ...leaves({ Version: version, Managed: managed ? 1 : 0 }),
        publisherElement(),
        parent('RootComponents', ...rootComponents(files)),
        parent('MissingDependencies', ...[invoice, invoiceProduct, product].map(missing)),
      ),
    ],
  );
