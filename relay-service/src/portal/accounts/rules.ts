/** Rules of accounts, apart from the library that keeps them: it is loaded late. */

/** Seconds that a session lasts without being used, and after which a used one is prolonged. */
export const SESSION_SECONDS = 7 * 24 * 60 * 60;
export const PROLONG_SECONDS = 24 * 60 * 60;
/** Seconds that a link to set a password is good for: a registration may wait for the next morning. */
export const LINK_SECONDS = 24 * 60 * 60;
/** Seconds between password and code. */
export const STEP_SECONDS = 10 * 60;
export const PASSWORD_LEAST = 12;
export const PASSWORD_MOST = 128;
export const NAME_MOST = 100;
export const EMAIL_MOST = 254;

/** Header in which our own pages tell the library the address of the browser; no other header is believed. */
export const ADDRESS_HEADER = 'x-stl3-address';
