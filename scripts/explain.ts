/** `npm run explain -- --invoice F --settings F --organisation F`: what would be posted and why, or why not, from files alone. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isCalendarDate } from '../relay-service/src/core/dates.ts';
import { explain } from '../relay-service/src/jobs/explain.ts';
import type { ReadFile } from '../relay-service/src/jobs/explain/files.ts';
import { WrongFile } from '../relay-service/src/jobs/explain/files.ts';
import { readInvoiceFile } from '../relay-service/src/jobs/explain/invoice-file.ts';
import { readOrganisationFile } from '../relay-service/src/jobs/explain/organisation-file.ts';
import { readSettingsFile } from '../relay-service/src/jobs/explain/settings-file.ts';
import { templates } from '../relay-service/src/jobs/explain/templates.ts';

const HELP = `npm run explain -- --invoice FILE --settings FILE --organisation FILE [--today YYYY-MM-DD]

What would be posted to Xero for an invoice and why, or why not. Nothing is sent, no server is asked.

  --invoice FILE       the Web API's answer for one invoice, with its lines, customer and currency expanded
  --settings FILE      one row of the settings; a column that is absent has its default
  --organisation FILE  Xero's answers for Organisation, Accounts, TaxRates, Currencies, TrackingCategories,
                       BrandingThemes, Contacts and Items, in one object
  --today DATE         the day to judge dates by; without it, today in the time zone of the connection
  --template           prints the empty form of each file, and ends

Accounts, tax types, themes and tracking options may be named by their row's id in Dynamics or by Xero's own words: an account's
code or AccountID, a TaxType, a BrandingThemeID, a TrackingOptionID.

Prints JSON: verdict (Ready, Blocked or NeedsChoice), reasons, document (null unless Ready), predicted (null where nothing can be
computed). The same files and the same day give the same bytes. Rights are not judged: whoever asks is taken for an Approver.
Exits with 0 for every verdict, and with 2 where a file cannot be used; remarks about the files go to stderr.
`;

const show = (value: object): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
const remark = (line: string): void => void process.stderr.write(`${line}\n`);

const open = <Content>(path: string, read: (text: string) => ReadFile<Content>): Content => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new WrongFile(`${path} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  try {
    const { content, notes } = read(text);
    for (const note of notes) remark(`Note: ${path} ${note}.`);
    return content;
  } catch (thrown) {
    throw thrown instanceof WrongFile ? new WrongFile(`${path} ${thrown.message}.`) : thrown;
  }
};

const main = (args: readonly string[]): number => {
  const file = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    invoice: file,
    settings: file,
    organisation: file,
    today: file,
    template: flag,
    help: { ...flag, short: 'h' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { invoice, settings, organisation, today } = values;
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.template === true) {
    show(templates());
    return 0;
  }
  if (invoice === undefined || settings === undefined || organisation === undefined) {
    const missing = Object.entries({ invoice, settings, organisation }).flatMap(([name, path]) =>
      path === undefined ? [`--${name}`] : [],
    );
    throw new WrongFile(`Missing: ${missing.join(', ')}. See --help.`);
  }
  if (today !== undefined && !isCalendarDate(today)) throw new WrongFile(`--today must be a day as YYYY-MM-DD, not ${today}.`);
  show(
    explain({
      invoice: open(invoice, readInvoiceFile),
      settings: open(settings, readSettingsFile),
      organisation: open(organisation, readOrganisationFile),
      now: new Date().toISOString(),
      ...(today === undefined ? {} : { today }),
    }),
  );
  return 0;
};

if (import.meta.main)
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (thrown) {
    const usage = thrown instanceof TypeError && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS');
    if (!(thrown instanceof WrongFile) && !usage) throw thrown;
    remark(thrown.message);
    process.exitCode = 2;
  }
