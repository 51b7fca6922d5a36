/** The hourly round that writes to people of what happened to their connections, with a mail server that is there or away. */
import { notifyPeople } from '../../../../relay-service/src/jobs/notify-people.ts';
import type { Mail } from '../../../../relay-service/src/mail/compose.ts';
import type { OpenPortal } from '../open-portal.ts';

/** One round. @returns the mails that arrived */
export const mailsSent = async (
  { config, ledger }: Pick<OpenPortal, 'config' | 'ledger'>,
  mailServer: 'away' | 'there' = 'there',
): Promise<Mail[]> => {
  const mails: Mail[] = [];
  await notifyPeople({
    ledger,
    config,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    mailer: {
      folder: null,
      send: (mail) => (mailServer === 'away' ? Promise.reject(new Error('planned')) : Promise.resolve(void mails.push(mail))),
    },
  });
  return mails;
};
