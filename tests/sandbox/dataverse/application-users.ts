/** Application users as the platform holds them ("Manage application users", "systemuser table", Microsoft Learn). */
import { idOf } from '@stl3/solution';
import { Refusal, notFound } from './refusal.ts';
import { depthOf, rolesOf } from './rights.ts';
import type { Environment, Value } from './state.ts';
import { rowsOf } from './state.ts';
import type { Writer } from './write-row.ts';

const NON_INTERACTIVE = 4;

/**
 * What the platform fills in of a user that is an application.
 * @throws {Refusal} 412 for a second user of one application, 400 for a user without a business unit
 */
export const applicationUserValues = (environment: Environment, given: Readonly<Record<string, Value>>): Record<string, Value> => {
  const applicationId = given['applicationid'];
  if (typeof applicationId !== 'string') return {};
  if (rowsOf(environment, 'systemuser').having('applicationid', applicationId.toLowerCase()).length > 0)
    throw new Refusal(412, '0x80040237', 'An application user with this application ID already exists.');
  if (!given['businessunitid']) throw new Refusal(400, '0x80040203', 'businessunitid is missing.');
  return {
    applicationid: applicationId.toLowerCase(),
    accessmode: NON_INTERACTIVE,
    isdisabled: false,
    firstname: '#',
    lastname: 'Stellarise Connector',
    azureactivedirectoryobjectid: idOf(`service-principal:${applicationId.toLowerCase()}`),
  };
};

/** `systemusers(id)/systemuserroles_association/$ref` with `@odata.id` of a role. */
export const associateRole = ({ environment, userId }: Writer, principalId: string, body: unknown): void => {
  const address = (body as { readonly '@odata.id'?: unknown } | undefined)?.['@odata.id'];
  const roleId = /roles\(([0-9a-f-]{36})\)$/i.exec(typeof address === 'string' ? address : '')?.[1]?.toLowerCase() ?? '';
  const role = rowsOf(environment, 'role').get(roleId);
  const principal = rowsOf(environment, 'systemuser').get(principalId);
  if (!principal) throw notFound('systemuser', principalId);
  if (!role) throw notFound('role', roleId);
  if (depthOf(environment, userId, 'prvAssignRole') === null)
    throw new Refusal(403, '0x80040220', `Principal user (Id=${userId}, type=8) is missing prvAssignRole privilege.`);
  const unitOf = (values: Readonly<Record<string, Value>>): unknown => (values['businessunitid'] as { readonly id?: string } | null)?.id;
  if (unitOf(role.values) !== unitOf(principal.values))
    throw new Refusal(400, '0x80041d23', 'The user or team is not in the same business unit as the role.');
  if (rolesOf(environment, principalId).includes(roleId)) throw new Refusal(412, '0x80040237', 'Cannot insert duplicate key.');
  environment.pairs.systemuserroles.push([principalId, roleId]);
};
