import { describe, expect, test } from '@jest/globals';
import { isDenied, readStatus } from '../../pcf-controls/XeroStatus/read-status.ts';
import type { RowReader } from '../../pcf-controls/XeroStatus/read-status.ts';
import { INVOICE, detailsRow, requestRow } from './status-rows.ts';

const api = (rows: Readonly<Record<string, readonly object[]>>): { reader: RowReader; queries: string[] } => {
  const queries: string[] = [];
  const reader: RowReader = {
    retrieveMultipleRecords: (table, options) => {
      queries.push(`${table}${options}`);
      return Promise.resolve({ entities: rows[table] ?? [] });
    },
  };
  return { reader, queries };
};

describe('reading the status', () => {
  test('of an invoice: the newest request first, then the newest details', async () => {
    const request = requestRow('done');
    const details = detailsRow('sent');
    const { reader, queries } = api({ stl3_xerorequest: [request], stl3_xerodetails: [details] });
    await expect(readStatus(reader, { table: 'invoice', id: INVOICE })).resolves.toEqual({ request, details });
    expect(queries.map((query) => query.split('?')[0])).toEqual(['stl3_xerorequest', 'stl3_xerodetails']);
    expect(queries.every((query) => query.includes(`$filter=_stl3_invoiceid_value eq ${INVOICE}&`) && query.endsWith('&$top=1'))).toBe(
      true,
    );
  });

  test('of Xero Details: their own row and the newest request of their invoice', async () => {
    const details = { ...detailsRow('sent'), _stl3_invoiceid_value: INVOICE };
    const { reader, queries } = api({ stl3_xerorequest: [], stl3_xerodetails: [details] });
    await expect(readStatus(reader, { table: 'stl3_xerodetails', id: 'd1' })).resolves.toEqual({ request: null, details });
    expect(queries[0]).toContain('$filter=stl3_xerodetailsid eq d1&');
    expect(queries[1]).toContain(`$filter=_stl3_invoiceid_value eq ${INVOICE}&`);
  });

  test('of details whose invoice was deleted', async () => {
    const details = { ...detailsRow('sent'), _stl3_invoiceid_value: null };
    const { reader, queries } = api({ stl3_xerodetails: [details] });
    await expect(readStatus(reader, { table: 'stl3_xerodetails', id: 'd1' })).resolves.toEqual({ request: null, details });
    expect(queries).toHaveLength(1);
  });

  test.each([
    [{ errorCode: 2_147_746_336 }, true],
    [{ errorCode: -2_147_220_960 }, true],
    [{ errorCode: 1 }, false],
    [new Error('Failed to fetch'), false],
    ['text', false],
  ])('%p is a refusal: %p', (thrown, denied) => {
    expect(isDenied(thrown)).toBe(denied);
  });
});
