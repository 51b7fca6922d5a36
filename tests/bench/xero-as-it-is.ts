/** What Xero is like in every part of the bench, so that their figures can be compared. */

/** No token is renewed in a run, however fast its clock. */
export const HALF_YEAR_MS = 180 * 86_400_000;

/** Options of its stand-in: how long each call takes (DESIGN, section 6). @param scale how much faster than the wall's the clock of the run is */
export const xeroAsItIs = (scale: number) => ({
  latency: { baseMs: 200 / scale, perElementMs: 50 / scale },
  accessTokenMs: HALF_YEAR_MS,
  keepBodies: false,
});
