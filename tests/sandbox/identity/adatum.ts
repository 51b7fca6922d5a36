/** The people of Adatum, a made-up company: who may sign in when the stand-in runs without a company of its own. */
import type { IdentityUser } from './users.ts';

/** Their tenant. */
export const adatumTenantId = '7d1f5a60-6f0a-4c62-9b4c-5e2f0e5a1c11';

/** The first one signs in where no `login_hint` says who. */
export const adatumUsers: readonly IdentityUser[] = [
  { upn: 'administrator@adatum.example', name: 'Ada Administrator', objectId: 'a1f0c9b2-3c64-4d0e-8b57-0d1e6f2a9c01' },
  { upn: 'finance@adatum.example', name: 'Fiona Finance', objectId: 'b2e1dac3-4d75-4e1f-9c68-1e2f703bad02' },
  { upn: 'clerk@adatum.example', name: 'Carl Clerk', objectId: 'c3d2ebd4-5e86-4f20-8d79-2f30814cbe03' },
  { upn: 'visitor@adatum.example', name: 'Vera Visitor', objectId: 'd4c3fce5-6f97-4031-9e8a-3041925dcf04' },
];
