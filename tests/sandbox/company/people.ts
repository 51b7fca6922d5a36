/** Who works at the company of the demo, and what each may do. */
import { idOf } from '@stl3/solution';

export type PersonKey = 'clerk' | 'financeManager' | 'administrator' | 'visitor';

export interface Person {
  readonly key: PersonKey;
  readonly firstName: string;
  readonly lastName: string;
  /** What the picker of the demo page shows. */
  readonly title: string;
  readonly upn: string;
  readonly userId: string;
  readonly objectId: string;
  /** Role of the product; null = none. */
  readonly role: 'user' | 'approver' | 'administrator' | null;
}

const person = (key: PersonKey, firstName: string, lastName: string, title: string, role: Person['role']): Person => ({
  key,
  firstName,
  lastName,
  title,
  upn: `${firstName.toLowerCase()}.${lastName.toLowerCase()}@coralbay.example`,
  userId: idOf(`demo-user:${key}`),
  objectId: idOf(`demo-object:${key}`),
  role,
});

export const tenantId = idOf('demo-tenant:coralbay');

export const people: Readonly<Record<PersonKey, Person>> = {
  clerk: person('clerk', 'Chloe', 'Clark', 'Clerk', 'user'),
  financeManager: person('financeManager', 'Farid', 'Mansour', 'Finance manager', 'approver'),
  administrator: person('administrator', 'Ada', 'Minchin', 'Administrator', 'administrator'),
  visitor: person('visitor', 'Vera', 'Sitter', 'Visitor', null),
};

/** The relay's own user, for environments that run it as an application. */
export const applicationUser = { userId: idOf('demo-user:application'), applicationId: idOf('demo-application') } as const;
