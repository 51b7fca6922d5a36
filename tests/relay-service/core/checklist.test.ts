import { describe, expect, test } from '@jest/globals';
import type { ChecklistFacts } from '../../../relay-service/src/core/checklist.ts';
import { checklistOf, isComplete } from '../../../relay-service/src/core/checklist.ts';
import { checkPermissions, permissions, privilegeNames } from '../../../relay-service/src/core/permissions.ts';
import { xeroConsentScope } from '../../../relay-service/src/tokens/xero-sign-in.ts';
import { scopeReasons } from '../../../relay-service/src/portal/wizard/scopes.ts';

const all = permissions(['prvReadInvoice', 'prvWriteInvoice']);
const held = new Map(privilegeNames(all).map((name) => [name.toLowerCase(), 'Global' as const]));
const green: ChecklistFacts = {
  xero: 'connected',
  organisation: { name: 'Coral Bay', demo: false },
  dynamics: 'connected',
  environment: { name: 'Coral Bay Supplies', origin: 'https://coralbay.crm6.dynamics.com', sandbox: false },
  solution: { installed: '1.0.0.0', newest: '1.0.0.0' },
  permissions: checkPermissions(all, held),
  subscription: 'notStarted',
  asks: { plan: true, timeZone: true },
  plan: 'Business',
  timeZone: 'Australia/Sydney',
  sandboxConfirmed: false,
  runsAs: 'application',
  person: 'Ada Minchin',
  created: true,
  webhook: 'heard',
  referenceData: { accounts: 14, taxTypes: 5, problem: null },
  mappingsConfirmed: true,
};

test('with everything done each step has its tick and none a tip', () => {
  const steps = checklistOf(green);
  expect(steps.map(({ state }) => state)).toEqual(steps.map(() => 'done'));
  expect(steps.map(({ tip }) => tip)).toEqual(steps.map(() => null));
  expect(isComplete(steps)).toBe(true);
});

test('on a relay that a company runs itself no plan is asked for', () => {
  const steps = checklistOf({ ...green, subscription: null, plan: null });
  expect(steps.map(({ key }) => key)).not.toContain('plan');
  expect(isComplete(steps)).toBe(true);
});

test('at the very beginning nothing is green, and the first step says what to do', () => {
  const steps = checklistOf({
    ...green,
    xero: 'none',
    organisation: null,
    dynamics: 'none',
    environment: null,
    solution: null,
    permissions: null,
    plan: null,
    timeZone: null,
    created: false,
    webhook: null,
    referenceData: null,
    mappingsConfirmed: null,
  });
  expect(steps.filter(({ state }) => state === 'done')).toEqual([]);
  expect(steps[0]).toMatchObject({ key: 'xero', place: 'connectXero' });
  expect(steps.every(({ tip }) => tip !== null && tip.length > 20)).toBe(true);
  expect(isComplete(steps)).toBe(false);
});

describe('a single step that fails', () => {
  test.each<[string, Partial<ChecklistFacts>, string, string, string | null, RegExp]>([
    ['consent ended at Xero', { xero: 'reconnect' }, 'xero', 'todo', 'connectXero', /again/],
    ['removed in Xero', { xero: 'removed' }, 'xero', 'todo', 'connectXero', /Connected apps/],
    ['Xero away', { xero: 'unreachable' }, 'xero', 'waiting', null, /by itself/],
    ['consent ended at Microsoft', { dynamics: 'reconnect' }, 'dynamics', 'todo', 'connectDynamics', /sign in again/],
    ['user disabled', { dynamics: 'forbidden' }, 'dynamics', 'todo', 'connectDynamics', /disabled/],
    ['not chosen', { dynamics: 'notChosen' }, 'dynamics', 'todo', 'chooseEnvironment', /choose/],
    ['no solution', { solution: { installed: null, newest: '1.0.0.0' } }, 'solution', 'todo', 'solution', /import it/],
    [
      'older solution',
      { solution: { installed: '1.0.9.0', newest: '1.0.10.0' } },
      'solution',
      'warning',
      'solution',
      /1\.0\.10\.0 is available/,
    ],
    ['no plan', { plan: null, created: false }, 'plan', 'todo', 'options', /plan/],
    ['a connection without a plan', { plan: null, subscription: 'trial' }, 'plan', 'warning', 'plans', /free trial.*page Plan/],
    ['no plan, and its trial used up', { plan: null, subscription: 'trialOver' }, 'plan', 'warning', 'plans', /nothing is sent.*page Plan/],
    ['trial used up, created', { subscription: 'trialOver' }, 'plan', 'warning', 'plans', /nothing is sent.*page Plan/],
    ['no zone', { timeZone: null, created: false }, 'timeZone', 'todo', 'options', /zone/],
    ['a connection without a zone', { timeZone: null }, 'timeZone', 'warning', 'settings', /universal time.*settings in Dynamics/],
    [
      'sandbox with real books',
      { environment: { ...green.environment!, sandbox: true } },
      'surroundings',
      'todo',
      'options',
      /Type the organisation/,
    ],
    ['production with demo books', { organisation: { name: 'Demo', demo: true } }, 'surroundings', 'warning', null, /28 days/],
    ['not created', { created: false }, 'created', 'todo', 'create', /Create Connection/],
    ['on poll', { webhook: 'poll' }, 'webhook', 'warning', 'connectDynamics', /System Administrator/],
    ['no ping', { webhook: 'silent' }, 'webhook', 'warning', 'ping', /has not arrived/],
    ['ping on its way', { webhook: 'waiting' }, 'webhook', 'waiting', null, /on its way/],
    ['no accounts', { referenceData: { accounts: 0, taxTypes: 5, problem: null } }, 'referenceData', 'todo', 'readAgain', /none/],
    [
      'half read',
      { referenceData: { accounts: 14, taxTypes: 5, problem: 'XERO_HALF_READ' } },
      'referenceData',
      'warning',
      'readAgain',
      /nothing was changed/,
    ],
    ['not confirmed', { mappingsConfirmed: false }, 'mappings', 'todo', 'confirmMappings', /confirm them/],
  ])('%s', (_what, facts, key, state, place, tip) => {
    // Without the solution its permissions cannot be looked at either.
    const follows = [
      ...(key === 'solution' && state === 'todo' ? ['permissions'] : []),
      ...(facts.created === false ? ['created', 'runsAs'].filter((each) => each !== key) : []),
    ];
    const wrong = checklistOf({ ...green, ...facts }).filter((step) => step.state !== 'done' && !follows.includes(step.key));
    expect(wrong).toHaveLength(1);
    expect(wrong[0]).toMatchObject({ key, state, place });
    expect(wrong[0]!.tip).toMatch(tip);
  });

  test.each<[string, Partial<ChecklistFacts>, object]>([
    [
      'before a plan is chosen',
      { plan: null, subscription: 'trialOver' },
      { state: 'todo', place: 'options', tip: expect.stringMatching(/used up/) },
    ],
    [
      'before it is created',
      { subscription: 'ended' },
      { state: 'warning', place: null, tip: expect.stringMatching(/has ended.*page Plan/) },
    ],
  ])('where sending has stopped no plan has a tick: %s', (_when, facts, step) => {
    expect(checklistOf({ ...green, created: false, ...facts })).toContainEqual(expect.objectContaining({ key: 'plan', ...step }));
  });

  test('the checklist of a demo company asked for a plan, although none is needed; of one that runs nothing is asked either', () => {
    const demo = { name: 'Demo Company (AU)', demo: true };
    const titleOf = (facts: Partial<ChecklistFacts>) =>
      checklistOf({ ...green, plan: null, ...facts }).find(({ key }) => key === 'plan')?.title;
    expect(titleOf({ organisation: demo })).toBe('Subscription: none needed for Xero’s demo company');
    expect(titleOf({ organisation: demo, subscription: 'ended' })).toBe('Subscription: no plan runs');
    expect(titleOf({ subscription: 'active' })).toBe('Subscription: a plan runs');
  });

  test('a confirmed sandbox is no question any more', () => {
    const steps = checklistOf({ ...green, environment: { ...green.environment!, sandbox: true }, sandboxConfirmed: true });
    expect(isComplete(steps)).toBe(true);
  });

  test('whose set-up is gone, nobody knows whether it is a sandbox: nothing is claimed', () => {
    const steps = checklistOf({ ...green, environment: { ...green.environment!, sandbox: null } });
    expect(steps.map(({ key }) => key)).not.toContain('surroundings');
    expect(isComplete(steps)).toBe(true);
  });

  test('with Dynamics silent, what a connection has had for long was to come "when the connection is created"', () => {
    const steps = checklistOf({
      ...green,
      dynamics: 'unreachable',
      solution: null,
      permissions: null,
      referenceData: null,
      mappingsConfirmed: null,
    });
    expect(steps.flatMap(({ tip }) => tip ?? []).join(' ')).not.toContain('when the connection is created');
  });
});

describe('permissions', () => {
  test("the guide's ten lines come first, by their numbers, and the further ones after them", () => {
    expect(all.slice(0, 10).map(({ guideLine }) => guideLine)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(all.slice(10).every(({ guideLine }) => guideLine === null)).toBe(true);
    expect(all.every(({ privileges }) => privileges.length > 0)).toBe(true);
  });

  test.each(privilegeNames(all).map((name) => [name]))('without %s its line is named with it', (name) => {
    const without = new Map([...held].filter(([each]) => each !== name.toLowerCase()));
    const wrong = checkPermissions(all, without).filter(({ missing }) => missing.length > 0);
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.every(({ missing }) => missing.includes(name) && missing.length === 1)).toBe(true);
    const steps = checklistOf({ ...green, permissions: checkPermissions(all, without) });
    expect(isComplete(steps)).toBe(false);
    expect(steps.find(({ state }) => state === 'todo')).toMatchObject({ place: 'users', tip: expect.stringContaining(name) });
  });

  test('one that reaches a part of the organisation only is a warning', () => {
    const narrow = new Map(held).set('prvreadinvoice', 'Local' as 'Global');
    const steps = checklistOf({ ...green, permissions: checkPermissions(all, narrow) });
    expect(steps.find(({ key }) => key === 'permission-1')).toMatchObject({
      state: 'warning',
      tip: expect.stringContaining('prvReadInvoice'),
    });
    expect(isComplete(steps)).toBe(true);
  });
});

test('every scope that is asked for is explained, in that order, and no other', () => {
  expect(scopeReasons.map(({ scope }) => scope)).toEqual(xeroConsentScope.split(' '));
});

describe('how it works in Dynamics', () => {
  const step = (facts: Partial<ChecklistFacts>) => checklistOf({ ...green, ...facts }).find(({ key }) => key === 'runsAs');

  test('is shown with either way, and an application user is not ticked before it is made', () => {
    expect(step({})).toMatchObject({ state: 'done', title: 'Works in Dynamics as its own application user' });
    expect(step({ created: false })).toMatchObject({ state: 'waiting' });
    expect(step({ runsAs: 'person' })).toMatchObject({ state: 'done', title: expect.stringContaining('as Ada Minchin') });
    expect(step({ dynamics: 'reconnect' })).toBeUndefined();
  });
});
