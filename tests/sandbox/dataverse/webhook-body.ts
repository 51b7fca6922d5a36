/** The body that Dataverse posts: a RemoteExecutionContext as JSON ("Use webhooks to create external handlers", Microsoft Learn). */
import { randomUUID } from 'node:crypto';
import { tableNamed } from './model.ts';
import type { Environment, JournalRow, Value } from './state.ts';
import { isReference, referenceOf, rowsOf } from './state.ts';

const LIMIT = 256 * 1024;
const contract = (name: string): string => `${name}:http://schemas.microsoft.com/xrm/2011/Contracts`;
const wireDate = (value: string): string => `/Date(${String(Date.parse(value))})/`;

const wire = (table: string, name: string, value: Value): unknown => {
  if (value === null) return null;
  if (isReference(value))
    return { __type: contract('EntityReference'), Id: value.id, KeyAttributes: [], LogicalName: value.table, Name: null, RowVersion: null };
  switch (tableNamed(table).columns[name]?.type) {
    case 'choice':
      return { __type: contract('OptionSetValue'), Value: value };
    case 'money':
      return { __type: contract('Money'), Value: value };
    case 'instant':
    case 'date':
      return wireDate(String(value));
    default:
      return value;
  }
};

const entity = (change: JournalRow, values: Readonly<Record<string, Value>>): object => ({
  __type: contract('Entity'),
  Attributes: Object.entries(values).map(([key, value]) => ({ key, value: wire(change.table, key, value) })),
  EntityState: null,
  FormattedValues: [],
  Id: change.id,
  KeyAttributes: [],
  LogicalName: change.table,
  RelatedEntities: [],
  RowVersion: null,
});

/** The whole row on Create, what changed on Update, a mere reference on Delete. */
const target = (environment: Environment, change: JournalRow): unknown => {
  const values = rowsOf(environment, change.table).get(change.id)?.values ?? {};
  if (change.operation === 'Delete') return wire(change.table, '', { table: change.table, id: change.id });
  if (change.operation === 'Create') return entity(change, values);
  const stamps = ['modifiedon', 'modifiedby', tableNamed(change.table).primaryKey];
  return entity(change, { ...change.changes, ...Object.fromEntries(stamps.map((name) => [name, values[name] ?? null])) });
};

const stripped = { ParentContext: null, InputParameters: [], PreEntityImages: [], PostEntityImages: [] };

/** Body and whether it was stripped for being larger than 256 KB. */
export const webhookBody = (
  environment: Environment,
  change: JournalRow,
  stepId: string,
): { readonly text: string; readonly stripped: boolean } => {
  const caller = rowsOf(environment, 'systemuser').get(change.by);
  const objectId = caller?.values['azureactivedirectoryobjectid'] ?? '00000000-0000-0000-0000-000000000000';
  const { primaryKey, primaryName } = tableNamed(change.table);
  const name = rowsOf(environment, change.table).get(change.id)?.values[primaryName] ?? null;
  const primary = { [primaryKey]: change.id, [primaryName]: name };
  const context = {
    BusinessUnitId: (caller && referenceOf(caller, 'businessunitid')?.id) ?? null,
    CorrelationId: randomUUID(),
    Depth: 1,
    InitiatingUserAgent: null,
    InitiatingUserAzureActiveDirectoryObjectId: objectId,
    InitiatingUserId: change.by,
    InputParameters: [{ key: 'Target', value: target(environment, change) }],
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: change.operation,
    Mode: 1,
    OperationCreatedOn: `/Date(${String(Date.parse(change.at))}+0000)/`,
    OperationId: randomUUID(),
    OrganizationId: environment.organizationId,
    OrganizationName: environment.uniqueName,
    OutputParameters: change.operation === 'Create' ? [{ key: 'id', value: change.id }] : [],
    OwningExtension: { Id: stepId, KeyAttributes: [], LogicalName: 'sdkmessageprocessingstep', Name: null, RowVersion: null },
    ParentContext: null,
    PostEntityImages: [
      {
        key: 'AsynchronousStepPrimaryName',
        value: entity(change, primary),
      },
    ],
    PreEntityImages: [],
    PrimaryEntityId: change.id,
    PrimaryEntityName: change.table,
    RequestId: randomUUID(),
    SecondaryEntityName: 'none',
    SharedVariables: [{ key: 'IsAutoTransact', value: true }],
    Stage: 40,
    UserAzureActiveDirectoryObjectId: objectId,
    UserId: change.by,
  };
  const whole = JSON.stringify(context);
  return Buffer.byteLength(whole) > LIMIT
    ? { text: JSON.stringify({ ...context, ...stripped }), stripped: true }
    : { text: whole, stripped: false };
};
