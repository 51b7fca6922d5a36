/** A person who has a keyboard and no mouse: Tab until something is reached, then Enter, Space or an arrow. Nothing is clicked. */
import type { Page } from 'playwright-core';

/** What has the focus, as a screen reader would name it and an eye would see it. */
interface Focused {
  readonly name: string;
  readonly role: string;
  /** The focus is drawn and stands within the window. */
  readonly seen: boolean;
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate<Focused>(`(() => {
    const at = document.activeElement ?? document.body;
    const labels = [...(at.labels ?? [])].map((label) => label.innerText).join(' ');
    const name = (at.getAttribute('aria-label') ?? (labels || at.innerText || at.value || '')).replaceAll(/\\s+/g, ' ').trim();
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { top, bottom, height } = at.getBoundingClientRect();
    const within = height > 0 && bottom > 0 && top < innerHeight;
    return { name, role: at.type ?? at.localName, seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && within };
  })()`);

/** Elements that a page has between its start and its end, at most. */
const MOST_TABS = 120;

export interface PersonAtKeyboard {
  /** Presses Tab until an element of this name has the focus. @throws {Error} when none is reached, or the focus is not seen on the way */
  reach(name: string | RegExp): Promise<void>;
  /** Reaches it and presses a key there. */
  press(name: string | RegExp, key?: 'Enter' | 'Space' | 'ArrowDown'): Promise<void>;
  /** Reaches a field and types. */
  type(name: string | RegExp, text: string): Promise<void>;
  /** What has the focus now. */
  focused(): Promise<Focused>;
}

/** @param page on which nothing but keys is pressed */
export const atKeyboard = (page: Page): PersonAtKeyboard => {
  const reach = async (name: string | RegExp): Promise<void> => {
    const passed: string[] = [];
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      await page.keyboard.press('Tab');
      const now = await focused(page);
      // Past the last element the focus is nowhere for one Tab.
      if (now.role === 'body') continue;
      if (!now.seen) throw new Error(`The focus on ${now.role} "${now.name}" of ${page.url()} is not seen.`);
      if (typeof name === 'string' ? now.name === name : name.test(now.name)) return;
      passed.push(now.name);
    }
    throw new Error(`Tab does not reach ${String(name)} on ${page.url()}; it passed ${[...new Set(passed)].join(' | ')}`);
  };
  return {
    reach,
    press: async (name, key = 'Enter') => {
      await reach(name);
      await page.keyboard.press(key);
    },
    type: async (name, text) => {
      await reach(name);
      await page.keyboard.type(text);
    },
    focused: () => focused(page),
  };
};
