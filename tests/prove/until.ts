import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 20;

/** Waits until something is so. @returns false when it was not within `patienceMs` */
export const until = async (isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> => {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) return false;
    await pause(LOOK_MS);
  }
  return true;
};
