/** What a browser does between leaving for an authority and coming back: follows redirects, keeps cookies. */

const MAX_STEPS = 10;

/**
 * Follows an authorization address until it leads back.
 * @param cookies what the browser keeps; a fresh browser where absent
 * @returns the address that it led back to, with its code
 */
export const followSignIn = async (url: string, redirectUri: string, cookies = new Map<string, string>()): Promise<string> => {
  let next = url;
  for (let step = 0; step < MAX_STEPS; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`The sign-in stopped with ${String(answer.status)}: ${(await answer.text()).slice(0, 500)}`);
    next = new URL(location, next).href;
    if (next.startsWith(redirectUri)) return next;
  }
  throw new Error('The sign-in goes round in circles.');
};
