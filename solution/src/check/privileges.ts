/** The platform's privileges that the product may name (Learn: security privileges by table). */

const rights = (table: string, ...names: readonly string[]): readonly string[] => names.map((name) => `prv${name}${table}`);
const ALL = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign', 'Share'] as const;

/** Names as the platform spells them; one that it does not know fails the import. */
export const platformPrivileges: ReadonlySet<string> = new Set([
  ...['Invoice', 'Account', 'Contact', 'Team'].flatMap((table) => rights(table, ...ALL)),
  ...['Product', 'UoM', 'UoMSchedule'].flatMap((table) => rights(table, 'Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo')),
  ...rights('User', 'Create', 'Read', 'Write', 'Append', 'AppendTo', 'Assign'),
  ...rights('BusinessUnit', 'Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo'),
  ...rights('Role', 'Create', 'Read', 'Write', 'Delete', 'Assign'),
  ...rights('TransactionCurrency', 'Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo'),
  ...rights('Organization', 'Read', 'Write', 'AppendTo'),
  ...['Entity', 'Attribute', 'Relationship', 'OptionSet', 'Solution', 'Publisher'].flatMap((table) =>
    rights(table, 'Create', 'Read', 'Write', 'Delete'),
  ),
  ...['ServiceEndpoint', 'SdkMessageProcessingStep'].flatMap((table) => rights(table, 'Create', 'Read', 'Write', 'Delete')),
  ...rights('SdkMessage', 'Read'),
  ...rights('AsyncOperation', 'Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign', 'Share'),
]);

/** The install guide's ten permissions of the relay's user, as privileges. */
export const tenPermissions: readonly string[] = [
  ...['Invoice', 'Account', 'Contact'].flatMap((table) => rights(table, 'Read', 'Write')),
  ...['Product', 'User'].flatMap((table) => rights(table, 'Read')),
  ...['stl3_DynamicsXeroConnector', 'stl3_StellariseConnectorSettings', 'stl3_BrandingTheme', 'stl3_ChartOfAccounts'].flatMap((table) =>
    rights(table, 'Read', 'Write'),
  ),
];
