import { EMAIL_MOST } from './rules.ts';

const ADDRESS = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\].]{2,}$/;

/** Whether this is one address, as people have them; whether it exists shows when the mail arrives. */
export const isEmail = (text: string): boolean => text.length <= EMAIL_MOST && ADDRESS.test(text);
