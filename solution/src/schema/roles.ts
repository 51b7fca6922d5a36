/** Security roles of the product and what each may do (product rules: who may do what). */
import { idOf } from './identity.ts';

/** How far a privilege reaches: own rows, business unit, unit with its children, organisation. */
export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';
export type Right = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';

/** Rights on tables: schema name of the table -> right -> depth. */
export type Rights = Readonly<Record<string, Readonly<Partial<Record<Right, Depth>>>>>;

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly rights: Rights;
}

const readAll = { Read: 'Global' } as const;
const own = (depth: Depth) => ({ Create: depth, Read: depth, Write: depth, Append: depth, AppendTo: depth, Assign: depth }) as const;

const referenceData: Rights = {
  stl3_DynamicsXeroConnector: { ...readAll, AppendTo: 'Global' },
  stl3_StellariseConnectorSettings: readAll,
  stl3_BrandingTheme: { ...readAll, AppendTo: 'Global' },
  stl3_ChartOfAccounts: { ...readAll, AppendTo: 'Global' },
  stl3_TaxType: { ...readAll, AppendTo: 'Global' },
  stl3_TrackingCategory: { ...readAll, AppendTo: 'Global' },
};

const user: Rights = {
  ...referenceData,
  stl3_XeroRequest: { Create: 'Basic', Read: 'Global', Append: 'Basic', AppendTo: 'Basic' },
  stl3_XeroDetails: { ...readAll, AppendTo: 'Global' },
  stl3_SyncHistory: readAll,
  stl3_XeroContact: readAll,
  stl3_XeroItem: readAll,
  stl3_Reconciliation: readAll,
  stl3_ReconciliationLine: readAll,
  Invoice: { AppendTo: 'Basic' },
};

const administrator: Rights = {
  ...user,
  stl3_DynamicsXeroConnector: { Read: 'Global', Write: 'Global', AppendTo: 'Global', Append: 'Global' },
  stl3_StellariseConnectorSettings: { Create: 'Global', Read: 'Global', Write: 'Global', Append: 'Global', AppendTo: 'Global' },
  stl3_XeroContact: { Read: 'Global', Write: 'Global', Append: 'Global', AppendTo: 'Global' },
  stl3_XeroItem: { Create: 'Global', Read: 'Global', Write: 'Global', Delete: 'Global', Append: 'Global', AppendTo: 'Global' },
  Product: { Read: 'Global', AppendTo: 'Global' },
};

const applicationUser: Rights = {
  Invoice: { Read: 'Global', Write: 'Global', Append: 'Global', AppendTo: 'Global' },
  Product: { Read: 'Global', AppendTo: 'Global' },
  User: { Read: 'Global', AppendTo: 'Global' },
  Team: readAll,
  Role: readAll,
  BusinessUnit: readAll,
  Account: { Read: 'Global', Write: 'Global', Append: 'Global', AppendTo: 'Global' },
  Contact: { Read: 'Global', Write: 'Global', Append: 'Global', AppendTo: 'Global' },
  TransactionCurrency: { Read: 'Global', AppendTo: 'Global' },
  UoM: readAll,
  Organization: readAll,
  Entity: readAll,
  Attribute: readAll,
  Relationship: readAll,
  OptionSet: readAll,
  Solution: readAll,
  Publisher: readAll,
  ServiceEndpoint: { Create: 'Global', Read: 'Global', Write: 'Global' },
  SdkMessage: readAll,
  SdkMessageProcessingStep: { Create: 'Global', Read: 'Global', Write: 'Global' },
  AsyncOperation: readAll,
  stl3_DynamicsXeroConnector: own('Global'),
  stl3_StellariseConnectorSettings: own('Global'),
  stl3_BrandingTheme: own('Global'),
  stl3_ChartOfAccounts: own('Global'),
  stl3_TaxType: own('Global'),
  stl3_TrackingCategory: own('Global'),
  stl3_XeroRequest: own('Global'),
  stl3_XeroDetails: own('Global'),
  stl3_SyncHistory: own('Global'),
  stl3_XeroContact: own('Global'),
  stl3_XeroItem: readAll,
  stl3_Reconciliation: own('Global'),
  stl3_ReconciliationLine: own('Global'),
};

const role = (key: string, name: string, description: string, rights: Rights): Role => ({
  id: idOf(`role:${key}`),
  name,
  description,
  rights,
});

/** The four roles, each complete in itself. */
export const roles = {
  user: role('user', 'Stellarise Connector User', 'Check invoices and send them as Draft or Submitted.', user),
  approver: role('approver', 'Stellarise Connector Approver', 'Approve, send as Authorised, update and void.', user),
  administrator: role('administrator', 'Stellarise Connector Administrator', 'Settings, customer links and the connection.', administrator),
  applicationUser: role('application-user', 'Stellarise Connector Application User', 'What the relay itself needs.', applicationUser),
} as const;
