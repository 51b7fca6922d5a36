import type { CauseGroup } from './group-by-cause.ts';
import { groupByCause } from './group-by-cause.ts';
import type { BannerLevel } from './notifications.ts';
import { text } from './strings.ts';

/** What became of one selected invoice. */
export interface GridOutcome {
  readonly id: string;
  readonly name: string;
  readonly kind: 'done' | 'refused' | 'failed' | 'open';
  readonly reason: string;
  readonly remedy: string;
  /** Stable code of the relay's; null where the request itself could not be made. */
  readonly cause: string | null;
  readonly link: string | null;
}

/** One line for the whole selection. */
export interface Summary {
  readonly message: string;
  readonly level: BannerLevel;
  /** What stands in the way of most of those that were refused; mended once, they can be sent again together. */
  readonly toFix: CauseGroup | null;
}

// A notification holds a few lines; the list and the forms hold the rest.
const NAMED = 5;
const CAUSES = 3;

const names = (outcomes: readonly GridOutcome[]): string => {
  const more = outcomes.length - NAMED;
  return [...outcomes.slice(0, NAMED).map(({ name }) => name), ...(more > 0 ? [text('many_more', more)] : [])].join(', ');
};

/** One cause is one message, however many invoices it blocks. */
const told = ({ reason, remedy, outcomes }: CauseGroup): string => {
  if (reason === '') return names(outcomes);
  const which = outcomes.length === 1 ? names(outcomes) : text('many_of_one_cause', outcomes.length, names(outcomes));
  return `${which} – ${[reason, remedy].filter((part) => part !== '').join(' ')}`;
};

const toldByCause = (groups: readonly CauseGroup[]): string => {
  const left = groups.slice(CAUSES).reduce((count, { outcomes }) => count + outcomes.length, 0);
  return [...groups.slice(0, CAUSES).map(told), ...(left > 0 ? [text('many_more', left)] : [])].join(' • ');
};

/** Sums up the selection; whatever did not succeed is told once for each cause. */
export const summarise = (outcomes: readonly GridOutcome[]): Summary => {
  const of = (kind: GridOutcome['kind']): GridOutcome[] => outcomes.filter((outcome) => outcome.kind === kind);
  const [done, refused, failed, open] = [of('done'), groupByCause(of('refused')), groupByCause(of('failed')), of('open')];
  const count = (groups: readonly CauseGroup[]): number => groups.reduce((sum, group) => sum + group.outcomes.length, 0);
  const parts = [
    text('many_done', done.length, outcomes.length),
    ...(refused.length > 0 ? [text('many_refused', count(refused), toldByCause(refused))] : []),
    ...(failed.length > 0 ? [text('many_failed', count(failed), toldByCause(failed))] : []),
    ...(open.length > 0 ? [text('many_open', open.length)] : []),
  ];
  const level = failed.length > 0 && done.length === 0 ? 'error' : refused.length + failed.length + open.length > 0 ? 'warning' : 'success';
  return { message: parts.join(' '), level, toFix: refused[0] ?? null };
};
