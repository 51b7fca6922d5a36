/** Ids of the currencies that the company's environment has. */
import { idOf } from '@stl3/solution';

export const currencies = { AUD: idOf('demo-currency:AUD'), USD: idOf('demo-currency:USD') } as const;
