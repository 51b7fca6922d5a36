/** HTML in every field of every form of every page: it stays text wherever it is shown again. The forms are read from the pages themselves. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { portalPages } from '../../sandbox/portal-pages.ts';
import type { PortalPage } from '../../sandbox/portal-pages.ts';
import type { PortalWorld } from '../../sandbox/portal-world.ts';
import { startPortalWorld } from '../../sandbox/portal-world.ts';
import type { Visitor } from './visitor.ts';
import { hiddenFields, visitorOf } from './visitor.ts';

const EVIL = '<img src=x onerror=alert(1)>"\'{{7*7}}';
const RAW = '<img src=x';
/** Forms without a field that a person fills in, and which would end what the next ones need. */
const ending = /\/(logout|disconnect|discard|close|leave|role|end|withdraw|codes|off|delete)$/;

let world: PortalWorld;
beforeAll(async () => {
  world = await startPortalWorld();
});
afterAll(() => world.close());

const visitorFor = ({ as }: PortalPage): Visitor => {
  const visitor = visitorOf(world.portal.app);
  if (as !== 'visitor') visitor.cookies.set('stl3_session', world.sessions[as]);
  return visitor;
};

const attribute = (tag: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** Forms of a page with the fields that a person fills in. */
const formsOf = (body: string) =>
  [...body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inside = '']) => ({
    method: attribute(head, 'method'),
    to: attribute(head, 'action').replaceAll('&amp;', '&'),
    fields: [...inside.matchAll(/<(?:input|select|textarea|button)\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !/type="hidden"|type="checkbox"/.test(tag) && attribute(tag, 'name') !== '')
      .map((tag) => attribute(tag, 'name')),
  }));

test('HTML in any field is shown as text, on the answer and on every page afterwards', async () => {
  const shown: string[] = [];
  const fields = new Set<string>();
  const look = (where: string, body: string): void => {
    if (body.includes(RAW)) shown.push(where);
  };
  const pages = portalPages.filter(({ form, ownRelay }) => !form && !ownRelay);
  for (const page of pages) {
    const visitor = visitorFor(page);
    const path = await page.at(world);
    const { body } = await visitor.get(path);
    for (const { method, to, fields: names } of formsOf(body)) {
      if (ending.test(to) || names.length === 0) continue;
      for (const name of names) fields.add(`${page.route} ${name}`);
      const entered = Object.fromEntries(names.map((name) => [name, EVIL]));
      const answer =
        method === 'post'
          ? await visitor.post(to, { ...hiddenFields(body, to), terms: 'yes', ...entered }, { 'sec-fetch-site': 'same-origin' })
          : await visitor.get(`${to.split('#')[0] ?? ''}?${new URLSearchParams(entered).toString()}`);
      look(`${page.name}: ${to}`, answer.body);
      expect([page.name, to, answer.statusCode >= 500 && page.name !== 'unexpected']).toEqual([page.name, to, false]);
    }
  }
  for (const page of pages) look(page.name, (await visitorFor(page).get(await page.at(world))).body);
  expect(shown).toEqual([]);
  expect(fields.size).toBeGreaterThan(25);
  // What was kept is really there, as text.
  const { body } = await visitorFor(portalPages.find(({ name }) => name === 'connection-working-options')!).get(
    `/connections/${world.connections.working.id}/options`,
  );
  expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
  process.stdout.write(`fields filled with HTML: ${String(fields.size)}\n`);
});
