/** Memory that does not grow without end. */

/** Forgets what was put in first, as long as there are more than so many. */
export const keepNewest = (memory: Map<string, unknown>, most: number): void => {
  for (const oldest of memory.keys()) {
    if (memory.size <= most) return;
    memory.delete(oldest);
  }
};
