/** Things that run side by side are all waited for, also where one of them fails: nothing goes on behind a round that is over. */

/** @throws what the first one that failed threw, once all have ended */
export const allEnded = async <Result>(running: readonly Promise<Result>[]): Promise<Result[]> => {
  const ended = await Promise.allSettled(running);
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
};
