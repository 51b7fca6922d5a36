/** Connects the company with the code of the tree that this file was put into, and prints what became of it. Settings come from the environment. */
import { readConfig } from '../../../relay-service/src/config.ts';
import { connectCompany } from '../../sandbox/connect-company.ts';

const [upn = ''] = process.argv.slice(2);
const connected = await connectCompany(readConfig(process.env), upn, () => undefined);
process.stdout.write(JSON.stringify(connected));
