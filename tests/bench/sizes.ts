/** What a browser has to fetch: the status control, and the portal's first page with everything that it names. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { built } from '../../scripts/built.ts';
import { round } from './report.ts';

const KILOBYTE = 1024;

/** The control's bundle as it is shipped; null where it was not built. */
export const controlBundleKb = (): number | null => {
  const bundle = statSync(join(built.control, 'bundle.js'), { throwIfNoEntry: false });
  return bundle === undefined ? null : round(bundle.size / KILOBYTE, 1);
};

/** Bytes as they cross the wire: what the browser asks for and gets compressed counts compressed. */
const bytesOf = async (url: string): Promise<{ readonly bytes: number; readonly text: string; readonly status: number }> => {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip, br' } });
  const text = await answer.text();
  const sent = Number(answer.headers.get('content-length') ?? NaN);
  return { bytes: Number.isNaN(sent) ? Buffer.byteLength(text) : sent, text, status: answer.status };
};

/** The first page for somebody who is not logged in, with its styles, scripts and pictures; null where there is no portal. */
export const portalFirstPageKb = async (origin: string): Promise<number | null> => {
  const page = await bytesOf(`${origin}/`);
  if (page.status !== 200) return null;
  const named = [...page.text.matchAll(/<(?:link|script|img)[^>]+(?:href|src)="(\/[^"]+)"/g)].map(([, path = '']) => path);
  const parts = await Promise.all([...new Set(named)].map((path) => bytesOf(`${origin}${path}`)));
  return round((page.bytes + parts.reduce((total, { bytes }) => total + bytes, 0)) / KILOBYTE, 1);
};
