/** Posts webhooks at a steady rate from a process of its own, and measures from when each was due, so that a slow answer hides no other. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';

export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Body of a real webhook; the id of the row stands in it as `rowId`. */
  readonly body: string;
  readonly rowId: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** Ids to post; fresh ones where absent. */
  readonly ids?: readonly string[];
  /** Says once that so many were acknowledged, and ends early when posts begin to fail: whom it loads is dead. */
  readonly tellAt?: number;
}
/** What the process says: first that enough were acknowledged, where that was asked, then the result. */
export interface LoadSaid {
  readonly acknowledging?: true;
  readonly result?: LoadResult;
}
export interface LoadResult {
  /** Ids that were answered with 202. */
  readonly accepted: readonly string[];
  readonly refused: number;
  readonly failed: number;
  readonly milliseconds: readonly number[];
  readonly seconds: number;
}

const CONNECTIONS = 50;
const TURN_MS = 2;

const say = (said: LoadSaid): void => void process.send?.(said);

const run = async (order: LoadOrder): Promise<LoadResult> => {
  const dispatcher = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const accepted: string[] = [];
  const milliseconds: number[] = [];
  let refused = 0;
  let failed = 0;
  const post = async (id: string, dueAt: number): Promise<void> => {
    try {
      const answer = await request(order.url, {
        method: 'POST',
        dispatcher,
        headers: { 'content-type': 'application/json', ...order.headers },
        body: order.body.replaceAll(order.rowId, id),
      });
      await answer.body.dump();
      milliseconds.push(answer.statusCode === 202 ? performance.now() - dueAt : Infinity);
      if (answer.statusCode !== 202) refused += 1;
      else if (accepted.push(id) === order.tellAt) say({ acknowledging: true });
    } catch {
      failed += 1;
      milliseconds.push(Infinity);
    }
  };
  const total = order.ids?.length ?? order.perSecond * order.seconds;
  const started = performance.now();
  const posts: Promise<void>[] = [];
  const isOver = (): boolean => order.tellAt !== undefined && failed > 0;
  for (let sent = 0; sent < total && !isOver();) {
    for (const due = ((performance.now() - started) / 1_000) * order.perSecond; sent < Math.min(due, total); sent += 1)
      posts.push(post(order.ids?.[sent] ?? randomUUID(), started + (sent / order.perSecond) * 1_000));
    await pause(TURN_MS);
  }
  await Promise.all(posts);
  const seconds = (performance.now() - started) / 1_000;
  await dispatcher.close();
  return { accepted, refused, failed, milliseconds, seconds };
};

process.on('message', (order: LoadOrder) => void run(order).then((result) => say({ result })));
process.on('disconnect', () => process.exit(0));
