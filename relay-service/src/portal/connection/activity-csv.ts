/** The activity as a file for a spreadsheet, all of it: it is written as it is read. */
import { Readable } from 'node:stream';
import type { ActivityRow } from '../../store/activity-rows.ts';

const head = ['time', 'state', 'document', 'cause', 'attempts', 'milliseconds', 'invoice_id', 'request_id'] as const;

/** Text for a spreadsheet: nothing in it is taken for a formula. */
const cell = (value: string): string => `"${value.replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""')}"`;
const line = (row: readonly string[]): string => row.map(cell).join(',');

const lineOf = ({ at, state, kind, cause, attempts, tookMs, invoiceId, requestId }: ActivityRow): string =>
  line([
    new Date(at).toISOString(),
    state,
    kind ?? '',
    cause ?? '',
    String(attempts),
    tookMs === null ? '' : String(tookMs),
    invoiceId ?? '',
    requestId,
  ]);

async function* chunks(pages: AsyncIterable<readonly ActivityRow[]>): AsyncGenerator<string> {
  yield line(head);
  for await (const rows of pages) if (rows.length > 0) yield ['', ...rows.map(lineOf)].join('\r\n');
}

/** @param pages rows, the newest first */
export const csvOf = (pages: AsyncIterable<readonly ActivityRow[]>): Readable => Readable.from(chunks(pages), { objectMode: false });
