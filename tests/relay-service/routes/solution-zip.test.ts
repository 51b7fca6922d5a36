import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { solutionZip } from '../../../relay-service/src/routes/solution-zip.ts';

let folder: string;
let app: FastifyInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stellarise-dist-'));
  app = Fastify();
  solutionZip(app, { solutionFolder: folder });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

test('serves the newest managed zip under its own name', async () => {
  writeFileSync(join(folder, 'StellariseConnector_1.0.0_managed.zip'), 'old');
  utimesSync(join(folder, 'StellariseConnector_1.0.0_managed.zip'), 1, 1);
  writeFileSync(join(folder, 'StellariseConnector_1.1.0_managed.zip'), 'new');
  writeFileSync(join(folder, 'StellariseConnector_1.1.0_unmanaged.zip'), 'other');
  const answer = await app.inject('/solution.zip');
  expect([answer.statusCode, answer.body, answer.headers['content-type']]).toEqual([200, 'new', 'application/zip']);
  expect(answer.headers['content-disposition']).toContain('StellariseConnector_1.1.0_managed.zip');
});

test('says what to run where nothing was packaged', async () => {
  const answer = await app.inject('/solution.zip');
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ detail: expect.stringContaining('npm run package') });
});
