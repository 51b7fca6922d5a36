/** A browser without scripts: keeps cookies, follows nothing by itself, sends the forms that it sees. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

export interface Visitor {
  /** Cookies by name. */
  readonly cookies: Map<string, string>;
  get(path: string): Promise<LightMyRequestResponse>;
  /** Sends the form on a page as the browser would. @param to action of the form @param fields what is entered */
  send(page: LightMyRequestResponse, to: string, fields?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** Opens a page and sends its form. */
  fillIn(path: string, to: string, fields?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** A POST with these fields and headers and nothing else. */
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
}

const unescape = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Hidden fields of the form with this action. */
export const hiddenFields = (html: string, action: string): Record<string, string> => {
  const form = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].find(([, head = '']) =>
    unescape(head).includes(`action="${action}"`),
  );
  if (!form) throw new Error(`No form to ${action} on the page:\n${html}`);
  const inputs = [...(form[2] ?? '').matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
  const attribute = (input: string, name: string) => unescape(new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? '');
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]));
};

/** Sends a form that the page does not show, such as one of a page that was opened before: with the token of the page. */
export const sendUnshown = (
  visitor: Pick<Visitor, 'post'>,
  page: LightMyRequestResponse,
  to: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> => {
  const token = /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  return visitor.post(to, { ...fields, form_token: token }, { 'sec-fetch-site': 'same-origin' });
};

/** @param address that the browser has @param headers sent with everything */
export const visitorOf = (app: FastifyInstance, address = '203.0.113.7', headers: Readonly<Record<string, string>> = {}): Visitor => {
  const cookies = new Map<string, string>();
  const ask = async (method: 'GET' | 'POST', url: string, own: Readonly<Record<string, string>>, payload?: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await app.inject({
      method,
      url,
      remoteAddress: address,
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...headers, ...own },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
  const typed = { 'content-type': 'application/x-www-form-urlencoded' };
  const visitor: Visitor = {
    cookies,
    get: (path) => ask('GET', path, {}),
    post: (path, fields, own = {}) => ask('POST', path, { ...typed, ...own }, form(fields)),
    send: (page, to, fields = {}) =>
      ask('POST', to, { ...typed, 'sec-fetch-site': 'same-origin' }, form({ ...hiddenFields(page.body, to), ...fields })),
    fillIn: async (path, to, fields) => visitor.send(await visitor.get(path), to, fields),
  };
  return visitor;
};
