import { expect } from '@jest/globals';
import type { Stage } from './stage.ts';

/** No key is used again after so long, so that the doubt is looked up. */
export const UNTIL_LOOK_UP_MS = 10 * 60_000;

/** The relay sends what the request asks for, Xero has it, its answer is lost, and the relay dies in doubt. */
export const loseAnswer = async (stage: Stage, invoice: string, request: string): Promise<void> => {
  stage.world.xero.control.addFault({ name: 'answer-lost', method: 'PUT', path: '^Invoices$' });
  const watch = async () => (await stage.posting(invoice))?.state === 'doubtful';
  expect(await stage.live(request, { heard: true, watch })).toBe(true);
};
