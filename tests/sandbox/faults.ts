/** Faults of a stand-in: switched on through `/_control/faults`, each for so many requests that match it. */

/** Everything that can go wrong on purpose. */
export const faultNames = [
  'latency',
  'rate-limited',
  'server-error',
  'html',
  'cut',
  'reset',
  'answer-lost',
  'saved-late',
  'half-batch',
  'shuffled',
  'list-lag',
  'unauthorized',
  'refresh-answer-lost',
  'webhook-lost',
  'webhook-twice',
  'webhook-late',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface Fault {
  readonly name: FaultName;
  /** Absent = any. */
  readonly method?: string;
  /** Regular expression on the path; absent = any. */
  readonly path?: string;
  /** How many matching requests it hits; 1 by default. */
  readonly times?: number;
  /** For latency, saved-late, list-lag, webhook-late. */
  readonly seconds?: number;
  /** For server-error. */
  readonly status?: number;
}

/** The faults that are on. */
export const createFaults = () => {
  let active: (Fault & { left: number })[] = [];
  const hits: Record<string, number> = {};
  return {
    add: (fault: Fault): void => {
      if (!faultNames.includes(fault.name)) throw new Error(`No fault is called ${fault.name}; there are ${faultNames.join(', ')}.`);
      active.push({ ...fault, left: fault.times ?? 1 });
    },
    list: (): readonly Fault[] => active.map(({ left, ...fault }) => ({ ...fault, times: left })),
    clear: (): void => {
      active = [];
    },
    hits: (): Readonly<Record<string, number>> => ({ ...hits }),
    /** Takes one of these faults for a request, if one is on. */
    take: (method: string, path: string, ...names: readonly FaultName[]): Fault | undefined => {
      const found = active.find(
        (fault) =>
          names.includes(fault.name) &&
          (fault.method ?? method) === method &&
          (fault.path === undefined || new RegExp(fault.path, 'i').test(path)),
      );
      if (!found) return undefined;
      found.left -= 1;
      hits[found.name] = (hits[found.name] ?? 0) + 1;
      active = active.filter(({ left }) => left > 0);
      return found;
    },
  };
};
export type Faults = ReturnType<typeof createFaults>;
