/** Labels as the metadata Web API takes them ("Create and update table definitions using the Web API", Microsoft Learn). */
const ENGLISH = 1033;

export const label = (text: string): object => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.Label',
  LocalizedLabels: [{ '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel', Label: text, LanguageCode: ENGLISH }],
});

/** A property that an administrator may be kept from changing. */
export const managed = (value: unknown, name: string): object => ({ Value: value, CanBeChanged: true, ManagedPropertyLogicalName: name });
