import type { BannerLevel } from './notifications.ts';
import { text } from './strings.ts';

/** What became of one selected invoice. */
export interface GridOutcome {
  readonly name: string;
  readonly kind: 'done' | 'refused' | 'failed' | 'open';
  readonly reason: string;
}

// A notification holds a few lines; the list and the forms hold the rest.
const NAMED = 5;

const named = (outcomes: readonly GridOutcome[]): string => {
  const lines = outcomes.slice(0, NAMED).map(({ name, reason }) => (reason === '' ? name : `${name} – ${reason}`));
  const more = outcomes.length - lines.length;
  return [...lines, ...(more > 0 ? [text('many_more', more)] : [])].join('; ');
};

/** One line for the whole selection, in which whatever did not succeed is named. */
export const summarise = (outcomes: readonly GridOutcome[]): { readonly message: string; readonly level: BannerLevel } => {
  const of = (kind: GridOutcome['kind']): GridOutcome[] => outcomes.filter((outcome) => outcome.kind === kind);
  const [done, refused, failed, open] = [of('done'), of('refused'), of('failed'), of('open')];
  const parts = [
    text('many_done', done.length, outcomes.length),
    ...(refused.length > 0 ? [text('many_refused', refused.length, named(refused))] : []),
    ...(failed.length > 0 ? [text('many_failed', failed.length, named(failed))] : []),
    ...(open.length > 0 ? [text('many_open', open.length)] : []),
  ];
  const level = failed.length > 0 && done.length === 0 ? 'error' : refused.length + failed.length + open.length > 0 ? 'warning' : 'success';
  return { message: parts.join(' '), level };
};
