/**
 * How much of a plan's documents a month is used. A limit stops nothing: an invoice that a customer is waiting for goes out, and whoever
 * pays is told in the portal before the limit is reached and once it is passed. What does stop sending is `subscription.ts`.
 */
import type { Plan } from './plans.ts';

export interface PlanUsage {
  readonly plan: Plan;
  /** Documents sent in this month. */
  readonly sent: number;
  /** Documents that the plan names; null = as many as Xero takes. */
  readonly most: number | null;
  readonly level: 'within' | 'near' | 'over';
}

/** From here on it is said that the limit is near, tenths of it. */
const NEAR_TENTHS = 8;

/** Where an organisation stands with its plan. */
export const planUsageOf = (plan: Plan, sent: number): PlanUsage => {
  const most = plan.documentsPerMonth;
  const level = most === null ? 'within' : sent > most ? 'over' : sent * 10 >= most * NEAR_TENTHS ? 'near' : 'within';
  return { plan, sent, most, level };
};

/** The calendar month of a moment, in universal time. @returns its first moment, milliseconds since 1970 */
export const monthStartOf = (now: number): number => {
  const day = new Date(now);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
};

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** How many of how many, as a sentence. */
export const describeUsage = ({ plan, sent, most }: PlanUsage): string => {
  const documents = `${grouped(sent)} ${sent === 1 ? 'document' : 'documents'}`;
  return most === null
    ? `${documents} sent this month; the plan ${plan.name} names no limit.`
    : `${documents} sent this month, of ${grouped(most)} that the plan ${plan.name} is for.`;
};

/** What to say before and after the limit; null while it is far. */
export const usageWarning = (usage: PlanUsage): string | null => {
  if (usage.level === 'within') return null;
  const then = 'Nothing stops and nothing is lost; choose a larger plan if this goes on.';
  return usage.level === 'near'
    ? `The limit of the plan is near: ${describeUsage(usage)} ${then}`
    : `More than the plan is for: ${describeUsage(usage)} ${then}`;
};
