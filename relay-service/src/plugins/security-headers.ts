/** Headers that keep a page to itself: nothing foreign runs in it, frames it, or learns where a reader came from. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';

type Settings = Pick<Config, 'NODE_ENV' | 'RELAY_PUBLIC_URL' | 'XERO_LOGIN_URL' | 'ENTRA_AUTHORITY_URL' | 'BILLING'>;

/** Installs them on a scope of pages; webhooks and health need none. */
export const securityHeaders = async (app: FastifyInstance, settings: Settings): Promise<void> => {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        // A form that answers by sending the browser on to a sign-in counts as sent there.
        formAction: [
          "'self'",
          settings.XERO_LOGIN_URL,
          // Xero sends the browser on between hosts of its own.
          'https://*.xero.com',
          settings.ENTRA_AUTHORITY_URL,
          ...(settings.BILLING === 'stripe' ? ['https://checkout.stripe.com', 'https://billing.stripe.com'] : []),
        ],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // "no-referrer" would make browsers hide the origin of our own forms from us as well.
    referrerPolicy: { policy: 'same-origin' },
    // A link in a mail program or in Dynamics opens us in a new tab; nothing of ours needs the opener.
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    hsts: settings.NODE_ENV === 'production' ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
};
