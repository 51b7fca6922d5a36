/** Pictures where a person would rather look than read; each says the same in words for those who do not see it. */
import type { Html } from '../html.ts';
import { html } from '../html.ts';
import { spanText } from './frame.ts';

const WIDTH = 600;
const HEIGHT = 120;

/** Bars of one measure over days. */
export const dayBars = (title: string, days: readonly { readonly day: string; readonly count: number }[]): Html => {
  const most = Math.max(1, ...days.map(({ count }) => count));
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const width = WIDTH / days.length;
  const first = days[0]?.day ?? '';
  const last = days.at(-1)?.day ?? '';
  return html`<figure class="chart">
    <figcaption>${title}: ${total}</figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="${title}: ${total} from ${first} to ${last}, ${most} on the busiest day"
      preserveAspectRatio="none"
    >
      <line class="chart-ground" x1="0" y1="${HEIGHT - 0.5}" x2="${WIDTH}" y2="${HEIGHT - 0.5}" />
      ${days.map(({ day, count }, index) => {
        const height = count === 0 ? 0 : Math.max(3, Math.round((count / most) * (HEIGHT - 8)));
        return html`<rect
          class="chart-bar"
          x="${(index * width + width * 0.15).toFixed(1)}"
          y="${HEIGHT - height}"
          width="${(width * 0.7).toFixed(1)}"
          height="${height}"
        >
          <title>${day}: ${count}</title>
        </rect>`;
      })}
    </svg>
    <p class="chart-ends"><span>${first}</span><span>${last}</span></p>
  </figure>`;
};

const buckets = [
  ['under 2 s', 2_000],
  ['2 to 5 s', 5_000],
  ['5 to 15 s', 15_000],
  ['15 to 60 s', 60_000],
  ['over a minute', Infinity],
] as const;

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** How long it took from the click to Xero's answer. */
export const timeBars = (timesMs: readonly number[]): Html => {
  const sorted = timesMs.toSorted((a, b) => a - b);
  if (sorted.length === 0) return html`<p class="quiet">Nothing was sent yet.</p>`;
  const counts = buckets.map(([, until], index) => {
    const from = buckets[index - 1]?.[1] ?? 0;
    return sorted.filter((ms) => ms >= from && ms < until).length;
  });
  return html`<figure class="chart">
    <figcaption>
      From click to Xero: half within ${spanText(percentile(sorted, 0.5))}, nearly all within ${spanText(percentile(sorted, 0.95))}
    </figcaption>
    <dl class="meter-list">
      ${buckets.map(
        ([label], index) =>
          html`<div>
            <dt>${label}</dt>
            <dd><meter min="0" max="${sorted.length}" value="${counts[index] ?? 0}">${counts[index] ?? 0}</meter> ${counts[index] ?? 0}</dd>
          </div>`,
      )}
    </dl>
  </figure>`;
};
