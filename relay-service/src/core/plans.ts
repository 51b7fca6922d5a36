/** Plans that a connection can run on, as data: what the portal offers and what each allows. */

export interface Plan {
  /** Stable; stands in the ledger. */
  readonly id: 'starter' | 'business' | 'group';
  readonly name: string;
  /** As it is shown; charging is the payment provider's. */
  readonly priceText: string;
  readonly says: string;
  /** Documents a month; null = as many as Xero takes. */
  readonly documentsPerMonth: number | null;
}

export const plans: readonly Plan[] = [
  {
    id: 'starter',
    name: 'Starter',
    priceText: '$29 a month',
    says: 'One organisation in Xero, up to 200 documents a month.',
    documentsPerMonth: 200,
  },
  {
    id: 'business',
    name: 'Business',
    priceText: '$79 a month',
    says: 'One organisation in Xero, up to 2,000 documents a month.',
    documentsPerMonth: 2_000,
  },
  {
    id: 'group',
    name: 'Group',
    priceText: '$199 a month',
    says: 'One organisation in Xero, as many documents as Xero takes.',
    documentsPerMonth: null,
  },
];

/** The plan of this id. */
export const planOf = (id: string | null): Plan | undefined => plans.find((plan) => plan.id === id);
