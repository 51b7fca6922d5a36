/** Asks an environment for requests that no webhook announced. */
import { everyConnectionOf } from '../store/connections.ts';
import { lastRequestAt } from '../store/requests.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import { findRequests } from './find-requests.ts';
import { notePoll, noteRequest } from './polls.ts';
import type { Services } from './services.ts';

/** Whether it is time again is looked at this often. */
const LOOK_MS = 1_000;

/** @returns milliseconds until the next round may begin */
export const poll = async (services: Services, environment: EnvironmentsTable): Promise<number> => {
  const { ledger } = services;
  // Where the connections have stopped, people who click are told so.
  const isServed = (await everyConnectionOf(ledger, environment)).some(({ state }) => state !== 'disconnected');
  // Another relay on this ledger may have heard of it.
  noteRequest(services, environment.id, (await lastRequestAt(ledger, environment.id)) ?? 0);
  notePoll(services, environment.id);
  if (isServed) await findRequests(services, environment);
  return LOOK_MS;
};
