/** No charging: whoever runs the relay settles it elsewhere, so a plan that is chosen runs at once. */
import type { BillingProvider } from './provider.ts';

export const noBilling: BillingProvider = {
  name: 'none',
  checkout: () => Promise.resolve({ kind: 'active' }),
  manageUrl: null,
  readEvent: () => Promise.resolve({ kind: 'ignored' }),
};
