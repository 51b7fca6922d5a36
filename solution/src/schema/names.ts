/** Names that stay: once an environment has them, they cannot change. */
import { idOf } from './identity.ts';

export const solutionName = 'StellariseConnector';
export const solutionTitle = 'Stellarise Connector';
export const publisher = { uniqueName: 'stellarise', title: 'Stellarise', prefix: 'stl3', optionValuePrefix: 71533 } as const;
export const statusControl = { namespace: 'Stellarise', constructor: 'XeroStatus', fullName: 'stl3_Stellarise.XeroStatus' } as const;
export const portalUrlVariable = 'stl3_PortalUrl';
export const appName = 'stl3_StellariseConnector';

/** Files that run or show in the browser, by their name in Dataverse. */
export const webResources = {
  invoiceScript: 'stl3_/js/invoice.js',
  strings: 'stl3_/strings/connector.1033.resx',
  sendIcon: 'stl3_/icons/send-to-xero.svg',
  sendIcon16: 'stl3_/icons/send-to-xero-16.png',
  sendIcon32: 'stl3_/icons/send-to-xero-32.png',
} as const;

/** Id of a web resource in the zip. */
export const webResourceId = (name: string): string => idOf(`webresource:${name}`);
