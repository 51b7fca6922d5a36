import { coralBay } from '../company/company.ts';
import { organisationOf } from '../company/organisation.ts';
import { runAlone } from '../run-alone.ts';
import { startXero } from './start.ts';

await runAlone({ what: 'the stand-in for Xero', start: (port) => startXero({ port, organisations: [organisationOf(coralBay())] }) });
