/** Who waits for a place among the calls: first come, first served within a priority. */
import type { Priority, PriorityRule } from './priorities.ts';
import { priorityRules } from './priorities.ts';

export interface Waiter {
  readonly priority: Priority;
  /** Until when it waits. */
  readonly deadline: number;
  /** False where Xero does not count the call (GET /Organisation). */
  readonly counted: boolean;
  readonly admit: () => void;
  readonly reject: (problem: Error) => void;
}

/** The first of its priority. */
export interface Head {
  readonly rule: PriorityRule;
  readonly waiter: Waiter;
  /** It was passed over so often that the next call is its own, whatever it would leave to others. */
  readonly due: boolean;
}

export interface WaitingLine {
  add(waiter: Waiter): void;
  /** The first of each priority that has somebody waiting, in the order in which they may go now. */
  heads(): readonly Head[];
  /** Takes a waiter out because it goes now; those that it passed over count it. */
  admit(waiter: Waiter): void;
  /** Takes out and returns those that go away without a place. */
  takeOut(which: (waiter: Waiter) => boolean): readonly Waiter[];
  nextDeadline(): number | null;
}

/** Makes an empty line. */
export const createWaitingLine = (): WaitingLine => {
  const lines = new Map<Priority, Waiter[]>(priorityRules.map(({ priority }) => [priority, []]));
  /** Calls that went since a priority's own last one while it waited. */
  const passedOver = new Map<Priority, number>();
  const lineOf = (priority: Priority): Waiter[] => lines.get(priority) ?? [];
  const all = (): Waiter[] => [...lines.values()].flat();
  const takeOut = (which: (waiter: Waiter) => boolean): readonly Waiter[] => {
    const out = all().filter(which);
    if (out.length > 0)
      for (const [priority, line] of lines)
        lines.set(
          priority,
          line.filter((waiter) => !out.includes(waiter)),
        );
    return out;
  };
  const isDue = ({ priority, oneIn }: PriorityRule): boolean => oneIn !== null && (passedOver.get(priority) ?? 0) >= oneIn - 1;
  return {
    add: (waiter) => void lineOf(waiter.priority).push(waiter),
    heads: () => {
      const waiting = priorityRules.flatMap((rule) => {
        const [waiter] = lineOf(rule.priority);
        return waiter ? [{ rule, waiter, due: isDue(rule) }] : [];
      });
      return [...waiting.filter(({ due }) => due), ...waiting.filter(({ due }) => !due)];
    },
    admit: (waiter) => {
      takeOut((each) => each === waiter);
      for (const [priority, line] of lines)
        passedOver.set(priority, priority === waiter.priority || line.length === 0 ? 0 : (passedOver.get(priority) ?? 0) + 1);
    },
    takeOut,
    nextDeadline: () => {
      const deadlines = all().map(({ deadline }) => deadline);
      return deadlines.length === 0 ? null : Math.min(...deadlines);
    },
  };
};
