/** Addresses of pages, as model-driven apps write them. */
import { request, settings } from '@stl3/solution';

export type Route =
  | { readonly page: 'list'; readonly view: View }
  | { readonly page: 'record'; readonly id: string }
  | { readonly page: 'request'; readonly id: string }
  /** A record that Dynamics has a form for and the demo has none. */
  | { readonly page: 'elsewhere'; readonly table: string }
  /** Without an id: the first there are, which is what the portal's link means where there is one connection. */
  | { readonly page: 'settings'; readonly id: string | null };

export const views = {
  active: { label: 'Active Invoices', filter: 'statecode eq 0' },
  mine: { label: 'My Invoices', filter: 'statecode eq 0 and _ownerid_value eq {me}' },
  closed: { label: 'Paid and Canceled Invoices', filter: 'statecode eq 2 or statecode eq 3' },
} as const;
export type View = keyof typeof views;

export const routeOf = (search: string): Route => {
  const query = new URLSearchParams(search);
  const id = query.get('id')?.replace(/[{}]/g, '').toLowerCase() ?? null;
  if (query.get('etn') === settings.logicalName) return { page: 'settings', id };
  if (query.get('pagetype') === 'entityrecord' && id !== null) {
    const table = query.get('etn') ?? 'invoice';
    if (table === request.logicalName) return { page: 'request', id };
    return table === 'invoice' ? { page: 'record', id } : { page: 'elsewhere', table };
  }
  const view = query.get('view') ?? 'active';
  return { page: 'list', view: view in views ? (view as View) : 'active' };
};

export const listAddress = (view: View): string => `/main.aspx?pagetype=entitylist&etn=invoice&view=${view}`;
export const recordAddress = (id: string): string => `/main.aspx?pagetype=entityrecord&etn=invoice&id=${id}`;
export const settingsAddress = `/main.aspx?pagetype=entitylist&etn=${settings.logicalName}`;
