/** Something to connect: another organisation in Xero and an environment without the solution, of the same people. */
import type { DataverseOptions, DataverseStandIn } from './dataverse/start.ts';
import { startDataverse } from './dataverse/start.ts';
import type { Environment } from './dataverse/state.ts';
import type { Company } from './company/company.ts';
import { environmentOf } from './company/environment.ts';
import { organisationOf } from './company/organisation.ts';
import { idOf } from '@stl3/solution';
import { servePages } from './demo-page/serve-pages.ts';
import type { Organisation } from './xero/organisation.ts';
import { harbourLights } from './xero/other-organisations.ts';
import type { XeroControl } from './xero/control.ts';

/** The name of both, as the pages of Xero and of the wizard list them. */
export const REEF_RENTALS = 'Reef Rentals Pty Ltd';

const TENANT = idOf('xero-organisation:reef-rentals');

/** Real books in Australia, and a further organisation that was not meant. */
export const secondOrganisations = (company: Company): readonly Organisation[] => [
  { ...organisationOf(company), tenantId: TENANT, Name: REEF_RENTALS, ShortCode: '!7Reef', IsDemoCompany: false },
  harbourLights(),
];

/** Starts the environment and lists it beside the first one. */
export const startSecondEnvironment = async (
  company: Company,
  first: Environment,
  shared: DataverseOptions & { readonly xero: XeroControl; readonly files?: { readonly webResources: string; readonly control: string } },
): Promise<DataverseStandIn> => {
  const { xero, files, ...options } = shared;
  const environment = environmentOf(company, { friendlyName: REEF_RENTALS, uniqueName: 'reefrentals', solution: false });
  first.neighbours.push(environment);
  const own = { company: { ...company, name: REEF_RENTALS }, xero, tenantId: TENANT };
  return startDataverse({ ...options, environment, ...(files ? { pages: servePages.bind(null, { ...files, ...own }) } : {}) });
};
