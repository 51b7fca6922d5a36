/** Security roles. */
import { roles } from '../schema/index.ts';
import type { Role } from '../schema/index.ts';
import { braced } from './ids.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves, parent } from './xml.ts';

const privileges = (role: Role): readonly XmlElement[] =>
  Object.entries(role.rights)
    .flatMap(([table, rights]) => Object.entries(rights).map(([right, level]) => ({ name: `prv${right}${table}`, level })))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((privilege) => element('RolePrivilege', privilege));

const roleElement = (role: Role): XmlElement =>
  element('Role', { name: role.name, id: braced(role.id) }, [
    ...leaves({ IsCustomizable: 1, IntroducedVersion: '1.0.0.0' }),
    parent('RolePrivileges', ...privileges(role)),
  ]);

// The relay signs in without a screen, so its role needs neither app nor form.
const people = [roles.user, roles.approver, roles.administrator].map(({ id }) => id);

/** System Administrator and System Customizer have one id everywhere. */
export const platformRoles = ['627090ff-40a3-4053-8790-584edc5be201', '119f245c-3cc8-4b62-b31c-d1a046ced15d'] as const;

/** Roles of those who see the app and our forms on Microsoft's tables. */
export const rolesOfPeople: readonly string[] = [...people, ...platformRoles];

/** All roles. */
export const rolesElement = (): XmlElement => parent('Roles', ...Object.values(roles).map(roleElement));
