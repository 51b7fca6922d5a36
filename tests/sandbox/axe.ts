/** Checks pages for accessibility in a real browser with axe-core (WCAG 2.0 to 2.2, A and AA, and axe's best practices). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { turnColours } from './looks.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
  /** How many rules found something to check. */
  readonly checked: number;
}

/** @param rules tag of the rules to check; all of them where absent */
const check = async (page: Page, rules?: string): Promise<readonly string[]> => {
  const options = {
    resultTypes: ['violations'],
    preload: false,
    ...(rules === undefined ? {} : { runOnly: { type: 'tag', values: [rules] } }),
  };
  const results = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations, passes }) => ({ violations, checked: violations.length + passes.length }))`,
  );
  if (results.checked === 0) throw new Error(`axe found nothing to check on ${page.url()}.`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary ?? ''}`),
  );
};

/** What axe finds on the page as it stands, in light and in dark colours, of which the dark ones change nothing but colours. */
export const accessibilityProblems = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = [];
  // Evaluated, not added as a script: the page's own content security policy stays as it is.
  await page.evaluate(source);
  for (const [colorScheme, rules] of [
    ['light', undefined],
    ['dark', 'cat.color'],
  ] as const) {
    await turnColours(page, colorScheme);
    found.push(...(await check(page, rules)).map((problem) => `${colorScheme}: ${problem}`));
  }
  return found;
};
