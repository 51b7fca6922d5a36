import { describe, expect, test } from '@jest/globals';
import { statusControl } from '@stl3/solution';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { english } from '../../pcf-controls/XeroStatus/texts.ts';

const folder = join(import.meta.dirname, '../../pcf-controls/XeroStatus');
const xml = (file: string): Document => new DOMParser().parseFromString(readFileSync(join(folder, file), 'utf8'), 'application/xml');
const resx = (language: number): Map<string, string> =>
  new Map(
    [...xml(`strings/XeroStatus.${language}.resx`).querySelectorAll('data')].map((data) => [
      data.getAttribute('name') ?? '',
      data.querySelector('value')?.textContent ?? '',
    ]),
  );
const manifest = xml('ControlManifest.Input.xml');

describe('manifest', () => {
  test('names the control as the solution does', () => {
    const control = manifest.querySelector('control');
    expect(control?.getAttribute('namespace')).toBe(statusControl.namespace);
    expect(control?.getAttribute('constructor')).toBe(statusControl.constructor);
    expect(control?.getAttribute('control-type')).toBe('virtual');
  });

  test('calls nobody but Dataverse, so that it needs no premium licence', () => {
    expect(manifest.querySelector('external-service-usage')?.getAttribute('enabled')).toBe('false');
    const known = ['WebAPI', 'Utility', 'Device'];
    const used = [...manifest.querySelectorAll('uses-feature')].map((feature) => feature.getAttribute('name') ?? '');
    expect(used).toEqual(['WebAPI']);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });

  test("asks for the versions that run in today's apps", () => {
    const libraries = [...manifest.querySelectorAll('platform-library')].map((library) => [
      library.getAttribute('name'),
      library.getAttribute('version'),
    ]);
    expect(libraries).toEqual([
      ['React', '16.14.0'],
      ['Fluent', '9.46.2'],
    ]);
  });
});

describe('texts', () => {
  test('English holds what the control falls back to', () => {
    const texts = resx(1033);
    for (const [key, value] of Object.entries(english)) expect([key, texts.get(key)]).toEqual([key, value]);
  });

  test('German has the same keys, and every key of the manifest exists', () => {
    const keys = [...resx(1033).keys()];
    expect([...resx(1031).keys()]).toEqual(keys);
    const named = [...readFileSync(join(folder, 'ControlManifest.Input.xml'), 'utf8').matchAll(/-key="(\w+)"/g)].map((match) => match[1]);
    expect(named.filter((key) => !keys.includes(key ?? ''))).toEqual([]);
  });
});
