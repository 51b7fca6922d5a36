import { expect, test } from '@jest/globals';
import { html } from '../../../../relay-service/src/portal/html.ts';
import { stepCreate } from '../../../../relay-service/src/portal/wizard/step-create.ts';
import type { WizardView } from '../../../../relay-service/src/portal/wizard/view.ts';

const signedIn = { xero_grant_id: 'x', tenant_id: 't', xero_connection_id: 'c', entra_grant_id: 'e', answers: { environment: {} } };

const page = (installed: string | null, draft: object = signedIn): string => {
  const part = stepCreate({
    draft: { id: 'draft', connection_id: null, answers: { environment: null }, ...draft },
    formToken: html``,
    facts: { asks: { plan: false, timeZone: false }, solution: { installed } },
  } as unknown as WizardView);
  // It is a String object, which `toContain` takes for a list.
  return (part as string).slice(0);
};

test('"Everything is ready" stood beside "the solution is not in this environment yet"', () => {
  expect(page(null)).not.toContain('Everything is ready');
  expect(page(null)).toContain('Only the solution is missing now');
  expect(page('0.1.0.0')).toContain('Only the solution is missing now');
});

test('with the solution there, everything is ready; without the sign-ins it is not possible', () => {
  expect(page('1.0.0.0')).toContain('Everything is ready');
  expect(page('1.0.0.0', {})).toContain('once the steps above are done');
});
