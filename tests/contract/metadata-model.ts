/** The model of an environment: Microsoft's published Sales metadata with our own schema added. */
import { readFileSync } from 'node:fs';
import type { Columns } from '@stl3/solution';
import { extendedTables, relationships, tables } from '@stl3/solution';
import { xml2json } from 'odata-csdl';
import { oracle } from './oracles.ts';

export interface ModelType {
  /** Property -> EDM type. */
  readonly properties: Map<string, string>;
  readonly navigations: Map<string, { readonly type: string; readonly collection: boolean }>;
}
export interface Model {
  readonly types: ReadonlyMap<string, ModelType>;
  /** Set name -> type name. */
  readonly sets: ReadonlyMap<string, string>;
}

/** What the 2016 metadata does not have, each with the page that does (Microsoft Learn, Dataverse table reference). */
export const laterThanTheMetadata: Readonly<
  Record<
    string,
    { readonly set: string; readonly properties: Readonly<Record<string, string>>; readonly navigations?: Readonly<Record<string, string>> }
  >
> = {
  // "SdkMessage table/entity reference"
  sdkmessage: {
    set: 'sdkmessages',
    properties: {
      sdkmessageid: 'Edm.Guid',
      name: 'Edm.String',
      createdon: 'Edm.DateTimeOffset',
      modifiedon: 'Edm.DateTimeOffset',
      _createdby_value: 'Edm.Guid',
      _modifiedby_value: 'Edm.Guid',
      versionnumber: 'Edm.Int64',
    },
    navigations: { createdby: 'systemuser', modifiedby: 'systemuser' },
  },
  // "SdkMessageFilter table/entity reference"
  sdkmessagefilter: {
    set: 'sdkmessagefilters',
    properties: {
      sdkmessagefilterid: 'Edm.Guid',
      name: 'Edm.String',
      primaryobjecttypecode: 'Edm.String',
      _sdkmessageid_value: 'Edm.Guid',
      createdon: 'Edm.DateTimeOffset',
      modifiedon: 'Edm.DateTimeOffset',
      _createdby_value: 'Edm.Guid',
      _modifiedby_value: 'Edm.Guid',
      versionnumber: 'Edm.Int64',
    },
    navigations: { sdkmessageid: 'sdkmessage', createdby: 'systemuser', modifiedby: 'systemuser' },
  },
  // "ServiceEndpoint table/entity reference": webhooks came with 9.0
  serviceendpoint: { set: 'serviceendpoints', properties: { url: 'Edm.String', authvalue: 'Edm.String', versionnumber: 'Edm.Int64' } },
  // "SdkMessageProcessingStep table/entity reference"
  sdkmessageprocessingstep: {
    set: 'sdkmessageprocessingsteps',
    properties: {},
    navigations: { sdkmessageid: 'sdkmessage', sdkmessagefilterid: 'sdkmessagefilter' },
  },
  // "InvoiceDetail table/entity reference": user-owned since 9.0
  invoicedetail: {
    set: 'invoicedetails',
    properties: { _owninguser_value: 'Edm.Guid' },
    navigations: { ownerid: 'principal', owninguser: 'systemuser', owningteam: 'team', owningbusinessunit: 'businessunit' },
  },
  // "System Job (AsyncOperation) table/entity reference"
  asyncoperation: { set: 'asyncoperations', properties: { versionnumber: 'Edm.Int64' } },
  // "SystemUser table/entity reference"
  systemuser: { set: 'systemusers', properties: { azureactivedirectoryobjectid: 'Edm.Guid', applicationid: 'Edm.Guid' } },
};

const edm: Readonly<Record<Columns[string]['type'], string>> = {
  text: 'Edm.String',
  memo: 'Edm.String',
  whole: 'Edm.Int32',
  choice: 'Edm.Int32',
  decimal: 'Edm.Decimal',
  money: 'Edm.Decimal',
  yesno: 'Edm.Boolean',
  date: 'Edm.Date',
  instant: 'Edm.DateTimeOffset',
  lookup: 'Edm.Guid',
};
const systemProperties: Readonly<Record<string, string>> = {
  createdon: 'Edm.DateTimeOffset',
  modifiedon: 'Edm.DateTimeOffset',
  statecode: 'Edm.Int32',
  statuscode: 'Edm.Int32',
  versionnumber: 'Edm.Int64',
  _createdby_value: 'Edm.Guid',
  _modifiedby_value: 'Edm.Guid',
  _ownerid_value: 'Edm.Guid',
  _owninguser_value: 'Edm.Guid',
  _owningteam_value: 'Edm.Guid',
  _owningbusinessunit_value: 'Edm.Guid',
  _transactioncurrencyid_value: 'Edm.Guid',
  exchangerate: 'Edm.Decimal',
};

type Csdl = Readonly<Record<string, unknown>>;
interface CsdlMember {
  readonly $Kind?: string;
  readonly $Type?: string;
  readonly $Collection?: boolean;
}

const shortName = (type: string): string => type.replace(/^(mscrm|Microsoft\.Dynamics\.CRM)\./, '');

const readType = (namespace: Csdl, name: string): ModelType => {
  const type = namespace[name] as Csdl | undefined;
  const base = type?.['$BaseType'];
  const read: ModelType =
    typeof base === 'string' ? readType(namespace, shortName(base)) : { properties: new Map(), navigations: new Map() };
  for (const [member, value] of Object.entries(type ?? {})) {
    if (member.startsWith('$') || typeof value !== 'object') continue;
    const { $Kind, $Type = 'Edm.String', $Collection = false } = value as CsdlMember;
    if ($Kind === 'NavigationProperty') read.navigations.set(member, { type: shortName($Type), collection: $Collection });
    else read.properties.set(member, $Type);
  }
  return read;
};

const addColumns = (type: ModelType, columns: Columns): void => {
  for (const [name, column] of Object.entries(columns)) {
    type.properties.set(column.type === 'lookup' ? `_${name}_value` : name, edm[column.type]);
    if (column.type === 'lookup') type.navigations.set(column.schemaName, { type: column.target, collection: false });
  }
};

/** The model; null where there is no metadata on this machine. */
export const loadModel = (): Model | null => {
  const file = oracle('dataverse/sales-v9.csdl.xml');
  if (file === null) return null;
  const namespace = (xml2json(readFileSync(file, 'utf8')) as Record<string, Csdl>)['Microsoft.Dynamics.CRM'] ?? {};
  const names = Object.keys(namespace).filter((name) => (namespace[name] as CsdlMember).$Kind === 'EntityType');
  const types = new Map(names.map((name) => [name, readType(namespace, name)]));
  const container = Object.values(namespace).find((each) => (each as CsdlMember).$Kind === 'EntityContainer') as Csdl;
  const sets = new Map(
    Object.entries(container)
      .filter(([name]) => !name.startsWith('$'))
      .map(([name, set]) => [name, shortName((set as CsdlMember).$Type ?? '')]),
  );
  for (const [name, { set, properties, navigations = {} }] of Object.entries(laterThanTheMetadata)) {
    const type = types.get(name) ?? {
      properties: new Map<string, string>(),
      navigations: new Map<string, { type: string; collection: boolean }>(),
    };
    for (const [property, of] of Object.entries(properties)) type.properties.set(property, of);
    for (const [navigation, target] of Object.entries(navigations)) type.navigations.set(navigation, { type: target, collection: false });
    types.set(name, type);
    sets.set(set, name);
  }
  for (const table of tables) {
    const type: ModelType = {
      properties: new Map([[table.primaryKey, 'Edm.Guid'], ...Object.entries(systemProperties)]),
      navigations: new Map(),
    };
    addColumns(type, table.columns);
    types.set(table.logicalName, type);
    sets.set(table.setName, table.logicalName);
  }
  for (const table of extendedTables) {
    const type = types.get(table.logicalName);
    if (type) addColumns(type, table.columns);
  }
  for (const { schemaName, referencing, referenced } of relationships)
    types.get(referenced)?.navigations.set(schemaName, { type: referencing, collection: true });
  return { types, sets };
};
