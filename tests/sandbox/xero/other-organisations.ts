/** What else a person may reach at Xero: the demo company, a second organisation, and an accountant's practice without books. */
import { idOf } from '@stl3/solution';
import { demoOrganisation } from './demo-organisation.ts';
import type { Organisation } from './organisation.ts';

/** A New Zealand organisation beside the company's own books. */
export const harbourLights = (): Organisation => ({
  ...demoOrganisation(),
  tenantId: idOf('xero-organisation:harbour-lights'),
  Name: 'Harbour Lights Ltd',
  ShortCode: '!4HLts',
  CountryCode: 'NZ',
  BaseCurrency: 'NZD',
  IsDemoCompany: false,
  Timezone: 'NEWZEALANDSTANDARDTIME',
});

/** In the order in which the page of Xero lists them. */
export const otherOrganisations = (): readonly Organisation[] => [
  { ...demoOrganisation(), tenantId: idOf('xero-organisation:demo-company-of-the-person') },
  harbourLights(),
  {
    ...demoOrganisation(),
    tenantId: idOf('xero-organisation:practice'),
    tenantType: 'PRACTICE',
    Name: 'Ledger & Sons Accountants',
    ShortCode: '!9Prac',
    IsDemoCompany: false,
  },
];
