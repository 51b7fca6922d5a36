/** One step of the checklist: its tick, or a tip. */

/** Where a tip leads. `plans` is the page of the connection's plan; `settings` and `users` are pages of the environment. */
export type TipPlace =
  | 'connectXero'
  | 'solution'
  | 'connectDynamics'
  | 'chooseEnvironment'
  | 'options'
  | 'plans'
  | 'create'
  | 'ping'
  | 'readAgain'
  | 'confirmMappings'
  | 'settings'
  | 'users'
  | 'solutions';

export interface ChecklistStep {
  /** Stable. */
  readonly key: string;
  readonly title: string;
  /** done = green tick; todo = has to be done; warning = works, and could be better; waiting = comes by itself. */
  readonly state: 'done' | 'todo' | 'warning' | 'waiting';
  readonly tip: string | null;
  readonly place: TipPlace | null;
}

/** A step with its tick. */
export const done = (key: string, title: string): ChecklistStep => ({ key, title, state: 'done', tip: null, place: null });
/** A step that is not done, and what to do. @param place where that is done */
export const open = (
  key: string,
  title: string,
  tip: string,
  place: TipPlace | null = null,
  state: 'todo' | 'warning' | 'waiting' = 'todo',
): ChecklistStep => ({ key, title, state, tip, place });
