/** Whose the rows of an invoice are. */
import type { Addressee } from '../core/outcome.ts';

/** They belong to the invoice's owner, a person or a team; an owner that may not have them does not stop the answer. */
export const ownedBy = ({ ownerId, ownedByTeam }: Addressee, withOwner = true): object =>
  ownerId === null || !withOwner ? {} : { 'ownerid@odata.bind': `/${ownedByTeam ? 'teams' : 'systemusers'}(${ownerId})` };
