/** Reads a zip that nobody vouches for (APPNOTE.TXT 6.3.10): bounded in size, written nowhere. */
import { crc32, inflateRawSync } from 'node:zlib';

/** The file is no zip that could be imported; the message is one line for people. */
export class UnreadableZip extends Error {
  override readonly name = 'UnreadableZip';
}

export interface ZipEntry {
  readonly path: string;
  /** DOS date and time, as one number. */
  readonly time: number;
  readonly content: Uint8Array;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const LEAST_END = 22;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

// Dataverse takes solution files of 95 MB (Learn: solution size limits); what unpacks to more than this is no solution.
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_PER_FILE = 64 * 1024 * 1024;

const findEnd = (view: DataView): number => {
  const lowest = Math.max(0, view.byteLength - LEAST_END - LONGEST_COMMENT);
  for (let at = view.byteLength - LEAST_END; at >= lowest; at--) if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  throw new UnreadableZip(
    view.byteLength >= 4 && view.getUint32(0, true) === LOCAL_ENTRY
      ? 'the zip is truncated: its directory is missing'
      : 'this is no zip file',
  );
};

interface Listed {
  readonly path: string;
  readonly time: number;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const list = (bytes: Uint8Array, view: DataView): readonly Listed[] => {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw new UnreadableZip(`the zip holds ${count} files, more than ${MOST_ENTRIES}`);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw new UnreadableZip('the zip is truncated or its directory is damaged');
    const length = view.getUint16(at + 28, true);
    const entry: Listed = {
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      time: view.getUint32(at + 12, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      path: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
    };
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    return entry;
  });
};

const refuseDangerous = (entries: readonly Listed[]): void => {
  for (const { path, size, flags } of entries) {
    const shown = JSON.stringify(path);
    if (/^([A-Za-z]:|[\\/])/.test(path) || path.split(/[\\/]/).includes('..'))
      throw new UnreadableZip(`the path ${shown} leaves the folder`);
    if (size > MOST_PER_FILE) throw new UnreadableZip(`${shown} would unpack to ${size} bytes, more than ${MOST_PER_FILE}`);
    if ((flags & ENCRYPTED) !== 0) throw new UnreadableZip(`${shown} is encrypted`);
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES) throw new UnreadableZip(`the zip would unpack to ${total} bytes, more than ${MOST_BYTES}`);
};

const inflate = (packed: Uint8Array, size: number, path: string): Uint8Array => {
  try {
    // The size that the directory claims is a promise to hold, not one to believe.
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }));
  } catch {
    throw new UnreadableZip(`${JSON.stringify(path)} is damaged, or larger than the directory says`);
  }
};

const unpack = (entry: Listed, bytes: Uint8Array, view: DataView): ZipEntry => {
  const { path, time, offset, packed, method, size, checksum } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_ENTRY)
    throw new UnreadableZip(`${JSON.stringify(path)} is not where the directory says`);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) throw new UnreadableZip(`the zip is truncated within ${JSON.stringify(path)}`);
  if (method !== STORED && method !== DEFLATED)
    throw new UnreadableZip(`${JSON.stringify(path)} is packed in a way that the importer does not know (${method})`);
  const raw = bytes.subarray(start, start + packed);
  const content = method === STORED ? raw : inflate(raw, size, path);
  if (content.length !== size || crc32(content) !== checksum)
    throw new UnreadableZip(`${JSON.stringify(path)} is damaged: its checksum differs`);
  return { path, time, content };
};

/**
 * All entries in the directory's order; folders and doubled names are entries too, for the checks to judge.
 * @throws {UnreadableZip}
 */
export const readZip = (bytes: Uint8Array): readonly ZipEntry[] => {
  if (bytes.length < LEAST_END) throw new UnreadableZip('this is no zip file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = list(bytes, view);
  refuseDangerous(entries);
  return entries.map((entry) => unpack(entry, bytes, view));
};
