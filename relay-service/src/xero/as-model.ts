/** xero-node's models are the wire's properties in camel case. */

/** Wire names whose camel case is not just a lower first letter (xero-node's attribute maps). */
const irregular: Readonly<Record<string, string>> = {
  ContactID: 'contactID',
  BrandingThemeID: 'brandingThemeID',
  URL: 'url',
};

const nameOf = (wire: string): string => irregular[wire] ?? wire.charAt(0).toLowerCase() + wire.slice(1);

const convert = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [nameOf(name), convert(inner)]));
};

/**
 * Turns a body of wire names into a model of xero-node. The client compares what xero-node makes of it with the body, so a name that it
 * does not know cannot be lost unseen.
 */
export const asModel = <Model>(body: unknown): Model => convert(body) as Model;
