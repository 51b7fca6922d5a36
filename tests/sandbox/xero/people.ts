/** Who signs in at the Xero stand-in, as its id tokens tell it ("Sign In with Xero", developer.xero.com). */

export interface XeroPerson {
  /** Xero's id of the person for this app; outlives a change of address. */
  readonly sub: string;
  readonly email: string;
  readonly given_name: string;
  readonly family_name: string;
}

/** Whoever sits before the browser unless a test says otherwise. */
export const adaAtXero: XeroPerson = {
  sub: '5f3c1d0a8c0b4c53b1a60d9c8a1e7701',
  email: 'ada@coralbay.example',
  given_name: 'Ada',
  family_name: 'Minchin',
};
