import { describe, expect, test } from '@jest/globals';
import { describeUsage, monthStartOf, planUsageOf, usageWarning } from '../../../relay-service/src/core/plan-usage.ts';
import { planOf } from '../../../relay-service/src/core/plans.ts';

const [starter, business, group] = (['starter', 'business', 'group'] as const).map((id) => planOf(id)!) as [
  NonNullable<ReturnType<typeof planOf>>,
  NonNullable<ReturnType<typeof planOf>>,
  NonNullable<ReturnType<typeof planOf>>,
];

describe('usage of a plan', () => {
  test.each([
    [starter, 0, 'within'],
    [starter, 159, 'within'],
    [starter, 160, 'near'],
    [starter, 200, 'near'],
    [starter, 201, 'over'],
    [business, 201, 'within'],
    [business, 1_600, 'near'],
    [group, 1_000_000, 'within'],
  ])('%p with %i documents is %s', (plan, sent, level) => {
    expect(planUsageOf(plan, sent).level).toBe(level);
  });

  test('is said in words, the warning with what it means', () => {
    expect(describeUsage(planUsageOf(starter, 1))).toBe('1 document sent this month, of 200 that the plan Starter is for.');
    expect(describeUsage(planUsageOf(group, 12_345))).toBe('12,345 documents sent this month; the plan Group names no limit.');
    expect(usageWarning(planUsageOf(business, 100))).toBeNull();
    expect(usageWarning(planUsageOf(business, 1_700))).toMatch(
      /^The limit of the plan is near: 1,700 documents .* of 2,000 .*Nothing stops/,
    );
    expect(usageWarning(planUsageOf(starter, 300))).toMatch(
      /^More than the plan is for: 300 documents .*Nothing stops and nothing is lost/,
    );
  });

  test('a month begins on its first day in universal time', () => {
    expect(monthStartOf(Date.UTC(2026, 1, 28, 23, 59))).toBe(Date.UTC(2026, 1, 1));
    expect(monthStartOf(Date.UTC(2026, 2, 1))).toBe(Date.UTC(2026, 2, 1));
  });
});
