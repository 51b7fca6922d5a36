/** The points between which a relay can die; tests stop it at each of them. */
export const steps = [
  'call-replayed',
  'token-refreshed',
  'request-recorded',
  'requests-read',
  'contacts-made',
  'decided',
  'items-made',
  'prepared',
  'announced',
  'call-committed',
  'call-answered',
  'postings-moved',
  'outcomes-written',
  'outcomes-noted',
  'doubt-looked-up',
] as const;
export type Step = (typeof steps)[number];

/** Called when a step is reached; outside of tests it does nothing. */
export type AtStep = (step: Step) => Promise<void> | void;
