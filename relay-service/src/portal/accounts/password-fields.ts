/** The two fields that a form asks a password with: the one that somebody has, and a new one. */
import { field } from '../components.ts';
import type { Html } from '../html.ts';
import { PASSWORD_HINT } from './password-rules.ts';

/** More than a password may have, so that one that is too long is said to be and not cut. */
const TYPED_MOST = 200;

/** The password that the account has. */
export const ownPasswordField = (error?: string, name = 'password', label = 'Your password'): Html =>
  field({ name, label, type: 'password', error, autocomplete: 'current-password', maxLength: TYPED_MOST });

/** A password to be, with the hint of what it must be like. */
export const newPasswordField = (error?: string, label = 'New password'): Html =>
  field({ name: 'password', label, type: 'password', hint: PASSWORD_HINT, error, autocomplete: 'new-password', maxLength: TYPED_MOST });
