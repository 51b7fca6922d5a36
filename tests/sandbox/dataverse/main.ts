import { runAlone } from '../run-alone.ts';
import { startDataverse } from './start.ts';

await runAlone({ what: "the stand-in for Dataverse (a bearer token is a systemuser's id)", start: (port) => startDataverse({ port }) });
