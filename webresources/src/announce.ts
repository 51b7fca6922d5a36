/** Name of the channel on which the status control hears that a request was made. */
export const REQUEST_CREATED = 'stellarise:request-created';

/**
 * Tells the status control of this invoice, in this window or another tab, to look at once.
 * A channel and not a window event: commands may run in a frame of their own, which the form's page does not hear.
 */
export const announceRequest = (invoiceId: string): void => {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(REQUEST_CREATED);
  channel.postMessage({ invoiceId });
  channel.close();
};
