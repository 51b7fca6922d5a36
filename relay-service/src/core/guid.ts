/** Ids of Dynamics, Xero and Entra ID, in their usual spelling, upper or lower case. */
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isGuid = (text: string): boolean => GUID.test(text);
