/** Spreads what would happen at one moment over a while, the same way each time. */

/**
 * @param id a UUID; its first eight digits are as good as drawn by lot
 * @returns from 0 up to `overMs`, whole milliseconds
 */
export const spreadMs = (id: string, overMs: number): number => {
  const share = Number.parseInt(id.replaceAll('-', '').slice(0, 8), 16) / 2 ** 32;
  return Number.isNaN(share) ? 0 : Math.floor(share * overMs);
};
