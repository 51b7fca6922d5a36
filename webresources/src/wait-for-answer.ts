import type { Answer } from './request-rows.ts';
import { readAnswers } from './request-rows.ts';

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Most answers come within seconds, so the first looks are close together.
const pause = (waited: number): number => (waited < 15_000 ? 1000 : 2000);

/** After this time the wait ends; the status control goes on showing what becomes of the request. */
export const PATIENCE = 60_000;

/**
 * Waits until the requests are answered or patience ends.
 * @param onProgress is told how many are answered, each time that number rises
 * @returns answers by request id; one that is missing is still in progress
 */
export const waitForAnswers = async (
  requestIds: readonly string[],
  onProgress: (answered: number) => void = () => undefined,
): Promise<Map<string, Answer>> => {
  const answers = new Map<string, Answer>();
  for (let waited = 0; answers.size < requestIds.length && waited < PATIENCE;) {
    const wait = pause(waited);
    await sleep(wait);
    waited += wait;
    const before = answers.size;
    try {
      const found = await readAnswers(requestIds.filter((id) => !answers.has(id)));
      for (const answer of found) answers.set(answer.requestId, answer);
    } catch {
      // A look that fails says nothing about the request: the next one may succeed.
    }
    if (answers.size > before) onProgress(answers.size);
  }
  return answers;
};
