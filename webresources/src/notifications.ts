type FormLevel = 'INFO' | 'WARNING' | 'ERROR';

const FORM_NOTIFICATION = 'stellarise-xero';
const BANNER = 2;
const bannerLevels = { success: 1, error: 2, warning: 3, information: 4 } as const;

export type BannerLevel = keyof typeof bannerLevels;

/** Shows one line at the top of the form; the next one takes its place. */
export const showOnForm = (form: Xrm.FormContext, message: string, level: FormLevel): void => {
  // A line whose id is shown already may be kept as it is by the host.
  form.ui.clearFormNotification(FORM_NOTIFICATION);
  form.ui.setFormNotification(message, level, FORM_NOTIFICATION);
};

/** Takes our line off the form. */
export const clearForm = (form: Xrm.FormContext): void => {
  form.ui.clearFormNotification(FORM_NOTIFICATION);
};

let shown: string | null = null;
let last: Promise<void> = Promise.resolve();

const replaceBanner = async (notification: Xrm.App.Notification | null): Promise<void> => {
  const previous = shown;
  shown = notification === null ? null : await Xrm.App.addGlobalNotification(notification);
  if (previous !== null) await Xrm.App.clearGlobalNotification(previous);
};

const next = (notification: Xrm.App.Notification | null): Promise<void> => {
  // One after the other, or a late progress line would stay above the summary.
  last = last.then(() => replaceBanner(notification)).catch(() => undefined);
  return last;
};

/** Takes our line above the app away: what it said is over once something new is asked. */
export const clearBanner = (): Promise<void> => next(null);

/** Shows a line above the whole app, in place of the one that we showed before. */
export const showBanner = (message: string, level: BannerLevel, action?: Xrm.App.Action): Promise<void> => {
  const notification: Xrm.App.Notification = {
    type: BANNER,
    level: bannerLevels[level],
    message,
    showCloseButton: level !== 'information',
    ...(action === undefined ? {} : { action }),
  };
  return next(notification);
};
