import { expect, test } from '@jest/globals';
import { timeZoneOf, zonesOfXero } from '../../../../relay-service/src/dataverse/time-zones.ts';
import { html } from '../../../../relay-service/src/portal/html.ts';
import { stepOptions, timeZones } from '../../../../relay-service/src/portal/wizard/step-options.ts';
import type { WizardView } from '../../../../relay-service/src/portal/wizard/view.ts';

const page = (timeZone: string | null): string => {
  const part = stepOptions({
    draft: { id: 'draft', plan: null, time_zone: timeZone, connection_id: null, reconnects: null, answers: {} },
    formToken: html``,
    facts: { subscription: null, asks: { plan: false, timeZone: true }, organisation: null, plan: null, timeZone: null },
  } as unknown as WizardView);
  // It is a String object, which `toContain` takes for a list.
  return (part as string).slice(0);
};
const chosen = (timeZone: string | null): string | undefined => /<option value="([^"]*)" selected/.exec(page(timeZone))?.[1];

test('an organisation in India was put into UTC: its zone was not in the list', () => {
  expect(chosen(timeZoneOf('INDIASTANDARDTIME'))).toBe('Asia/Kolkata');
});

test('where Xero’s zone is not known, none is chosen for the administrator', () => {
  expect(timeZoneOf('ARABIANSTANDARDTIME')).toBeNull();
  expect(chosen(null)).toBe('');
  expect(page(null)).toContain('Choose …');
  expect(page('Asia/Dubai')).not.toContain('Choose …');
});

test('every zone that Xero’s may stand for is in the list, and the runtime knows each', () => {
  expect(timeZones).toEqual(expect.arrayContaining([...zonesOfXero]));
  for (const timeZone of timeZones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
});
