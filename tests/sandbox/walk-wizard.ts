/** Walks the portal of a running relay over HTTP, as a browser without scripts: registers, follows the sign-ins, sends each step's form. */
import type { Visitor } from '../relay-service/portal/visitor.ts';
import { visitorAt } from '../relay-service/portal/visitor-at.ts';
import { followSignIn } from './identity/follow-sign-in.ts';
import { mailTo } from './mailbox.ts';

const PASSWORD = 'seven quiet herons wade';

/** What of a world is needed. */
export interface WalkedWorld {
  readonly config: { readonly RELAY_PUBLIC_URL: string; readonly MAIL_FOLDER: string | null };
  readonly dataverse: { readonly origin: string };
}

export interface WizardWalker {
  readonly visitor: Visitor;
  /** Begins a set-up, or one that connects again. @returns its path */
  begin(reconnects?: string): Promise<string>;
  /** @param tenant of the organisation that is chosen at Xero; absent where nobody is asked */
  toXero(path: string, tenant?: string): Promise<void>;
  /** Signs in at Microsoft, chooses the environment, and plan and time zone where they are asked for. */
  toDynamics(path: string): Promise<void>;
  /** Creates and confirms the mappings. @returns id of the connection */
  create(path: string): Promise<string>;
  /** Connects a connection again, both sides. @returns path of the set-up */
  again(connectionId: string, tenant?: string): Promise<string>;
  /** Ids of the connections that the person sees. */
  connections(): Promise<readonly string[]>;
}

const locationOf = (answer: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }, what: string): string => {
  const { location } = answer.headers;
  if (typeof location !== 'string') throw new Error(`${what} leads nowhere: ${answer.body.slice(0, 1_000)}`);
  return location;
};

/** Registers somebody and logs in. The stand-ins must agree at once (`askOnPages: false`). */
export const walkWizard = async (world: WalkedWorld, email: string, relay?: () => string): Promise<WizardWalker> => {
  const { RELAY_PUBLIC_URL: publicUrl, MAIL_FOLDER: mails } = world.config;
  const visitor = visitorAt(relay ?? (() => publicUrl));
  await visitor.fillIn('/register', '/register', { name: 'Ada Minchin', company: 'Coral Bay Supplies', email, terms: 'yes' });
  const link = ((await mailTo(mails ?? '', email)).links[0] ?? '').slice(publicUrl.length);
  await visitor.fillIn(link, link, { password: PASSWORD });
  locationOf(await visitor.fillIn('/login', '/login', { email, password: PASSWORD }), 'Logging in');
  /** Leaves for a sign-in and comes back with its answer. */
  const signIn = async (url: string, callback: string): Promise<void> => {
    const back = await followSignIn(url, `${publicUrl}${callback}`);
    locationOf(await visitor.get(back.slice(publicUrl.length)), callback);
  };
  const connections = async (): Promise<readonly string[]> => {
    const found = (await visitor.get('/connections')).body.matchAll(/href="\/connections\/([0-9a-f-]{36})"/g);
    return [...new Set([...found].map(([, id = '']) => id))];
  };
  const walker: WizardWalker = {
    visitor,
    connections,
    again: async (connectionId, tenant) => {
      const path = await walker.begin(connectionId);
      await walker.toXero(path, tenant);
      await walker.toDynamics(path);
      await visitor.fillIn(path, `${path}/create`);
      return path;
    },
    begin: async (reconnects) =>
      locationOf(
        reconnects === undefined
          ? await visitor.fillIn('/connections/new', '/connections/new')
          : await visitor.fillIn(`/connections/${reconnects}/options`, `/connections/${reconnects}/reconnect`),
        'Beginning a connection',
      ),
    toXero: async (path, tenant) => {
      const url = locationOf(await visitor.fillIn(path, `${path}/xero`), 'Connecting to Xero');
      if (!url.startsWith('/')) await signIn(tenant === undefined ? url : `${url}&organisation=${tenant}`, '/oauth/xero/callback');
    },
    toDynamics: async (path) => {
      await signIn(locationOf(await visitor.fillIn(path, `${path}/dynamics`), 'Connecting to Dynamics'), '/oauth/entra/callback');
      await visitor.fillIn(path, `${path}/environment`, { origin: world.dataverse.origin });
      const page = await visitor.get(path);
      // Connecting again asks for neither.
      if (page.body.includes(`action="${path}/options"`))
        await visitor.send(page, `${path}/options`, { plan: 'business', timeZone: 'Australia/Sydney' });
    },
    create: async (path) => {
      const before = await connections();
      await visitor.fillIn(path, `${path}/create`);
      const made = (await connections()).find((id) => !before.includes(id));
      const page = await visitor.get(path);
      if (made === undefined) throw new Error(`No connection was created: ${page.body.slice(0, 3_000)}`);
      if (page.body.includes(`action="${path}/confirm"`)) await visitor.send(page, `${path}/confirm`);
      return made;
    },
  };
  return walker;
};
