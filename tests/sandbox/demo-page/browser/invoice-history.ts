/** What has happened to an invoice on its way to Xero, newest first. */
import { element } from './element.ts';
import { shown } from './formats.ts';
import { section } from './section.ts';
import type { Row } from './web-api.ts';
import { webApi } from './web-api.ts';

const time = new Intl.DateTimeFormat('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'medium', timeStyle: 'medium' });

const item = (row: Row): HTMLElement =>
  element(
    'li',
    {},
    element('strong', {}, shown(row, 'stl3_name')),
    element('div', { class: 'quiet' }, `${shown(row, 'stl3_result')} · ${time.format(new Date(String(row['stl3_happenedon'])))}`),
    element('div', {}, shown(row, 'stl3_remedy')),
  );

export const historySection = async (invoiceId: string): Promise<HTMLElement> => {
  const options = `?$select=stl3_name,stl3_happenedon,stl3_result,stl3_remedy&$filter=_stl3_invoiceid_value eq ${invoiceId}&$orderby=stl3_happenedon desc`;
  try {
    const { entities } = await webApi.retrieveMultipleRecords('stl3_synchistory', options);
    const nothing = element('p', { class: 'quiet' }, 'Nothing has happened yet.');
    return section('History in Xero', entities.length === 0 ? nothing : element('ul', { class: 'history' }, ...entities.map(item)));
  } catch {
    return section('History in Xero', element('p', { class: 'quiet' }, 'You have no access to the history.'));
  }
};
