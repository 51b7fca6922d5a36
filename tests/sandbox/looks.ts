/** What axe does not see: a page that scrolls sideways, a focus that nobody can see, and what is for a person to look at. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** What is wider than the window. */
export const sidewaysBy = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > clientWidth + 0.5);
    return ['scrolls sideways by ' + (scrollWidth - clientWidth) + ' px at ' + clientWidth + ': ' + (wide.at(-1)?.outerHTML.slice(0, 200) ?? '')];
  })()`);

/** Elements that take the focus and do not show it. */
export const focusProblems = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const taking = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
    const open = document.querySelector('dialog:modal');
    return taking
      .filter((each) => each.checkVisibility() && !each.disabled && (open === null || open.contains(each)))
      .flatMap((each) => {
        each.focus({ focusVisible: true, preventScroll: true });
        if (document.activeElement !== each) return ['takes no focus: ' + each.outerHTML.slice(0, 150)];
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? ['the focus is not seen: ' + each.outerHTML.slice(0, 150)] : [];
      });
  })()`);

/** The page as in a system of these colours, drawn: one that sets them by script hears of the change with the next frame. */
export const turnColours = async (page: Page, colorScheme: 'light' | 'dark'): Promise<void> => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
};

/** Pictures of the page for a person, narrow and wide, light and dark; leaves it wide and dark. */
export const takePictures = async (page: Page, folder: string, name: string): Promise<void> => {
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height });
      await turnColours(page, colorScheme);
      await page.screenshot({ path: join(folder, `${name}-${String(width)}-${colorScheme}.png`), fullPage: true });
    }
};
