/** The settings form: fields that do not apply are hidden. Values stay as they are, so that changing one's mind loses nothing. */
import type { SettingValue } from './settings-conditions.ts';
import { settingConditions } from './settings-conditions.ts';

export { canRefresh } from './connector-of-settings.ts';
export { refreshFromXero } from './refresh-from-xero.ts';

type Form = Xrm.FormContext;

// Somebody may have taken a field off the form, and whatever is missing can neither be asked nor hidden.
const attributeOf = (form: Form, column: string): Xrm.Attributes.Attribute | null => form.getAttribute(column);
const controlOf = (form: Form, column: string): Xrm.Controls.StandardControl | null =>
  form.getControl<Xrm.Controls.StandardControl>(column);

const show = (form: Form): void => {
  for (const condition of settingConditions) {
    const deciding = attributeOf(form, condition.while);
    if (deciding !== null) controlOf(form, condition.shows)?.setVisible(condition.fits(deciding.getValue() as SettingValue));
  }
};

/** Called by the form once it has its values; passes the execution context. */
export const onLoad = (context: Xrm.Events.EventContext): void => {
  const form = context.getFormContext();
  show(form);
  for (const column of new Set(settingConditions.map((condition) => condition.while)))
    attributeOf(form, column)?.addOnChange(() => show(form));
};
