import type { DataverseClient } from './client.ts';
import { textOf } from './rows.ts';

/** Who the token speaks for, and in which organisation. */
export interface Me {
  readonly userId: string;
  readonly organizationId: string;
}

/** Asks `WhoAmI()`. */
export const whoAmI = async (client: DataverseClient): Promise<Me> => {
  const { body } = await client.request({ method: 'GET', path: 'WhoAmI()' });
  const userId = textOf(body ?? {}, 'UserId');
  const organizationId = textOf(body ?? {}, 'OrganizationId');
  if (userId === null || organizationId === null) throw new Error('WhoAmI did not say who we are.');
  return { userId: userId.toLowerCase(), organizationId: organizationId.toLowerCase() };
};
