/** Roles in words. */
import type { Option } from '../components.ts';
import type { Role } from '../../store/members.ts';

export const ROLE_NAMES: Readonly<Record<Role, string>> = { owner: 'Owner', manager: 'Manager', viewer: 'Viewer' };

/** Choices of a role, each with what it may do. */
export const ROLE_OPTIONS: readonly Option[] = [
  { value: 'viewer', label: 'Viewer: sees state and activity' },
  { value: 'manager', label: 'Manager: also settings, retries and reconnecting' },
  { value: 'owner', label: 'Owner: also members, disconnecting and handing over' },
];
