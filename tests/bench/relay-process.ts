/** A relay in a process of its own, which says what it uses: so that its processor time is told from that of the stand-ins. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '../../relay-service/src/config.ts';
import { startRelay } from '../../relay-service/src/start-relay.ts';

export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
  /** 99th percentile of what the event loop was late since the last question, without the sampling interval itself. */
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
}
export type Question = 'usage' | 'close';
export interface Said {
  readonly origin?: string;
  readonly usage?: Usage;
}

const SAMPLED_EVERY_MS = 5;
const MICROSECONDS = 1_000;
const NANOSECONDS = 1_000_000;
const MEGABYTE = 1024 * 1024;

const delay = monitorEventLoopDelay({ resolution: SAMPLED_EVERY_MS });
delay.enable();
const late = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - SAMPLED_EVERY_MS);

const usage = (): Usage => {
  const { user, system } = process.cpuUsage();
  const said = {
    cpuMs: (user + system) / MICROSECONDS,
    rssMb: process.memoryUsage.rss() / MEGABYTE,
    loopDelayP99Ms: late(delay.percentile(99)),
    loopDelayMaxMs: late(delay.max),
  };
  delay.reset();
  return said;
};

const say = (said: Said): void => void process.send?.(said);

const { BENCH_TIME_SCALE = '1', BENCH_PROFILE, ...variables } = process.env;
const relay = await startRelay(readConfig(variables), { timeScale: Number(BENCH_TIME_SCALE) });
const session = BENCH_PROFILE === undefined ? null : new Session();
if (session) {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
}
const close = async (): Promise<void> => {
  if (session && BENCH_PROFILE !== undefined) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(join(BENCH_PROFILE, `relay-${String(process.pid)}.cpuprofile`), JSON.stringify(profile));
  }
  await relay.close();
};
process.on('message', (question: Question) => {
  if (question === 'usage') say({ usage: usage() });
  else void close().finally(() => process.exit(0));
});
// A parent that is gone leaves no orphan behind.
process.on('disconnect', () => process.exit(0));
say({ origin: relay.origin });
