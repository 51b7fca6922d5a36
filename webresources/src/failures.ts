import { text } from './strings.ts';

interface PlatformError {
  readonly message: string;
  readonly code: number | null;
}

// The client API gives error codes as signed or unsigned 32-bit numbers, depending on the host.
const unsigned = (code: number): number => code >>> 0;

const MISSING_PRIVILEGE = 0x80040220;
const ACCESS_DENIED = 0x80048306;
const NOT_FOUND = 0x80040217;
const TOO_BUSY: readonly number[] = [0x80072322, 0x80072321, 0x80072326];

const platformError = (thrown: unknown): PlatformError => {
  if (typeof thrown !== 'object' || thrown === null) return { message: String(thrown), code: null };
  const message = 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : '';
  const code = 'errorCode' in thrown && typeof thrown.errorCode === 'number' ? unsigned(thrown.errorCode) : null;
  return { message, code };
};

/** What was asked for, which decides the words: an invoice is sent, the data of a connection are read. */
export type Asked = 'invoice' | 'data';

const prefixes = { invoice: '', data: 'data_' } as const;

/** Why a request could not be made, in words for the person who clicked. */
export const failureText = (thrown: unknown, asked: Asked = 'invoice'): string => {
  const { message, code } = platformError(thrown);
  const prefix = prefixes[asked];
  if (code === MISSING_PRIVILEGE || code === ACCESS_DENIED) return text(`${prefix}no_rights`);
  if (code === NOT_FOUND) return text(`${prefix}not_found`);
  if (code !== null && TOO_BUSY.includes(code)) return text(`${prefix}too_busy`);
  if (/failed to fetch|network/i.test(message)) return text(`${prefix}offline`);
  return text(`${prefix}unexpected`, message === '' ? '–' : message);
};
