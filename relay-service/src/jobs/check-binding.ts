/**
 * A connection is bound to an environment: each renewed token is shown to it and asked whose it is, before anything is sent with it.
 * (Xero needs no such question: every call names the organisation, and one that this consent does not reach is refused.)
 */
import { whoAmI } from '../dataverse/who-am-i.ts';
import { besideLedger } from '../store/beside-ledger.ts';
import { generationOf } from '../store/grants.ts';
import type { EnvironmentsTable } from '../store/schema.ts';
import type { Services } from './services.ts';

/** Generation of the grant with which an environment was last asked. */
const asked = besideLedger(() => new Map<string, number>());

/** @returns false when the environment is another one than the one that was connected */
export const isBound = async (services: Services, environment: EnvironmentsTable): Promise<boolean> => {
  const { ledger } = services;
  const known = asked(ledger);
  const generation = await generationOf(ledger, environment.grant_id);
  if (known.get(environment.id) === generation) return true;
  const { organizationId } = await whoAmI(services.dataverse(environment));
  if (organizationId !== environment.organization_id.toLowerCase()) return false;
  // The question itself may have renewed the token; what is noted is what was known before it, so that the next round asks once more.
  known.set(environment.id, generation);
  return true;
};
