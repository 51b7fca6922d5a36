/**
 * A real browser for journeys and pictures: an installed Chromium where there is one, else the one that the tests bring along
 * (`@sparticuz/chromium`, with the libraries that it carries, unpacked once beside the packages).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const unpacked = join(import.meta.dirname, '../../node_modules/.cache/stellarise-chromium-153');
const installed = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
];

interface Launch {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The carried configuration names folders of another machine: without this one no font would be found, and form fields crash it. */
const fontsOf = (folder: string): string => {
  const file = join(folder, 'fonts.conf');
  const fonts = join(folder, 'fonts/fonts');
  // Browsers that run read it too, and must find it whole.
  const unfinished = `${file}.${String(process.pid)}`;
  writeFileSync(
    unfinished,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`,
  );
  renameSync(unfinished, file);
  return file;
};

const unpack = (): void => {
  const folder = `${unpacked}-${String(process.pid)}`;
  mkdirSync(folder, { recursive: true });
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  execFileSync(process.execPath, [join(import.meta.dirname, 'unpack-browser.ts')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    renameSync(folder, unpacked);
  } catch (problem) {
    // Another process was quicker; its browser is the same.
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(join(unpacked, 'chromium'))) throw problem;
  }
};

const carried = (): Launch => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No browser was found. Install Chromium or Google Chrome, or name one in CHROMIUM.');
  if (!existsSync(join(unpacked, 'chromium'))) unpack();
  return {
    executablePath: join(unpacked, 'chromium'),
    args: ['--no-sandbox', '--no-zygote', '--font-render-hinting=none'],
    env: { LD_LIBRARY_PATH: join(unpacked, 'al2023/lib'), FONTCONFIG_FILE: fontsOf(unpacked) },
  };
};

/** Headless and without a network of its own: it reaches loopback only. */
export const launchBrowser = (): Promise<Browser> => {
  const found = installed.find((path) => path !== undefined && path !== '' && existsSync(path));
  const launch: Launch = found === undefined ? carried() : { executablePath: found, args: ['--no-sandbox'], env: {} };
  return chromium.launch({
    executablePath: launch.executablePath,
    args: [...launch.args, '--disable-background-networking', '--disable-component-update', '--no-first-run', '--disable-gpu'],
    env: { ...process.env, ...launch.env },
  });
};
