import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { solutionTitle } from '@stl3/solution';
import { homes } from '../store/homes.ts';
import type { OpenPortal } from './open-portal.ts';
import { openPortalIn } from './open-portal.ts';
import { visitorOf } from './visitor.ts';

describe.each(await homes())('the portal with the ledger on $name', ({ open }) => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await openPortalIn(open);
  });
  afterEach(() => portal.close());

  test('the start page needs one file beside itself that shows: the style', async () => {
    const page = await visitorOf(portal.app).get('/');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Register for the free trial');
    const files = [...page.body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url]) => url!);
    expect(files.map((url) => url.replace(/\.[\w-]{12}\./, '.'))).toEqual(['/assets/icon.svg', '/assets/style.css']);
    for (const url of files) {
      const answer = await portal.app.inject(url);
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect((await portal.app.inject(files[1]!.replace(/\.[\w-]{12}\./, '.000000000000.'))).statusCode).toBe(404);
  });

  test("the product's name, which Xero sees and pages bear, holds none of Xero's", async () => {
    expect(solutionTitle).not.toMatch(/xero/i);
    for (const path of ['/', '/register', '/login', '/terms', '/privacy'])
      expect([path, /<title>[^<]* · ([^<]*)<\/title>/.exec((await visitorOf(portal.app).get(path)).body)?.[1]]).toEqual([
        path,
        solutionTitle,
      ]);
  });

  test('a page that is not there is a page for people, problem details for machines', async () => {
    const page = await visitorOf(portal.app).get('/nothing/here');
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    const answer = await portal.app.inject('/nothing/here');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, expect.stringContaining('application/problem+json')]);
  });

  test('pages for people who are logged in send a visitor to log in and back', async () => {
    const answer = await visitorOf(portal.app).get('/connections?show=all');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/login?next=%2Fconnections%3Fshow%3Dall']);
  });

  test('a wrong password says the same as an unknown address', async () => {
    const answer = await visitorOf(portal.app).fillIn('/login', '/login', { email: 'nobody@example.com', password: 'wrong wrong wrong' });
    expect([answer.statusCode, answer.body]).toEqual([401, expect.stringContaining('do not match an account')]);
  });

  test('webhooks and health set no cookie', async () => {
    const answers = await Promise.all([
      portal.app.inject({ method: 'POST', url: '/hooks/dataverse/x', payload: '{}' }),
      portal.app.inject('/health/live'),
    ]);
    expect(answers.map(({ headers }) => headers['set-cookie'])).toEqual([undefined, undefined]);
  });
});
