/** Who sits before the page: the picker signs in as one of the company's people. */
import { element } from './element.ts';

export interface Person {
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly may: string;
  readonly userId: string;
}

const COOKIE = 'stand-in-user';
const current = (): string => new RegExp(`${COOKIE}=([0-9a-f-]+)`).exec(document.cookie)?.[1] ?? '';

/** Signs in as the first person when nobody is. */
export const signInAsSomebody = (people: readonly Person[]): Person => {
  const known = people.find(({ userId }) => userId === current()) ?? people[0];
  if (!known) throw new Error('The company has no people.');
  document.cookie = `${COOKIE}=${known.userId}; path=/; samesite=strict`;
  return known;
};

/** The picker; a change loads the page anew, as signing in does. */
export const peoplePicker = (people: readonly Person[], me: Person): HTMLElement => {
  const picker = element(
    'select',
    {
      id: 'person',
      'aria-label': 'Signed in as',
      change: () => {
        document.cookie = `${COOKIE}=${picker.value}; path=/; samesite=strict`;
        location.reload();
      },
    },
    ...people.map(({ userId, name, title }) => element('option', { value: userId, selected: userId === me.userId }, `${title} – ${name}`)),
  );
  return element('label', { class: 'picker', title: me.may }, element('span', { class: 'picker-label' }, 'Signed in as'), picker);
};
