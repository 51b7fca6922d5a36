/** Registering for the free trial: a form, then a page that says to look for a mail, the same for everybody. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PageNotFound } from '../access.ts';
import { card, field } from '../components.ts';
import { textOf } from '../forms.ts';
import { html } from '../html.ts';
import type { Page } from '../layout.ts';
import type { PortalServices } from '../services.ts';
import { withXero } from './continue-with-xero.ts';
import { isEmail } from './email.ts';
import { termsBox } from './legal.ts';
import { limits, mayTry } from './limits.ts';
import { register, registrationOpen } from './registration.ts';
import { EMAIL_MOST, NAME_MOST } from './rules.ts';

interface Entered {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly terms: boolean;
}
type Problems = Partial<Record<keyof Entered, string>>;

const problemsOf = (entered: Entered): Problems => ({
  ...(entered.name === '' ? { name: 'Enter your name, as colleagues will see it.' } : {}),
  ...(entered.company === '' ? { company: 'Enter the name of your company.' } : {}),
  ...(isEmail(entered.email) ? {} : { email: 'Enter an e-mail address such as name@example.com.' }),
  ...(entered.terms ? {} : { terms: 'The terms must be accepted to register.' }),
});

const registerPage = (services: PortalServices, reply: FastifyReply, entered: Entered, problems: Problems): Page => ({
  title: 'Register',
  narrow: true,
  body: html`<h1>${services.config.RELAY_SINGLE_TENANT ? 'Register' : 'Register for the free trial'}</h1>
    <p class="quiet">
      You get a link by e-mail to set a password.${services.config.RELAY_SINGLE_TENANT ? '' : ' No credit card is asked for.'}
    </p>
    ${card(
      'Your details',
      html`<form method="post" action="/register" novalidate>
          ${reply.formToken()}
          ${field({ name: 'name', label: 'Your name', value: entered.name, error: problems.name, autocomplete: 'name', maxLength: NAME_MOST })}
          ${field({ name: 'company', label: 'Company', value: entered.company, error: problems.company, autocomplete: 'organization', maxLength: NAME_MOST })}
          ${field({ name: 'email', label: 'E-mail address at work', type: 'email', value: entered.email, error: problems.email, autocomplete: 'email', maxLength: EMAIL_MOST })}
          ${termsBox(problems.terms, entered.terms)}
          <p class="actions"><button class="button button-primary">Register</button></p>
        </form>
        ${withXero(services, reply, 'register')}`,
    )}
    <p class="quiet">Already registered? <a href="/login">Log in</a></p>`,
});

const sentPage: Page = {
  title: 'Look into your mailbox',
  narrow: true,
  body: html`<h1>Look into your mailbox</h1>
    <p>We have sent you a mail with a link. Open it, set a password, and you can log in. The link works once and for 24 hours.</p>
    <p>
      No mail after a few minutes? Look into the folder for unwanted mail, or <a href="/register">register again</a>: you then get a new
      link.
    </p>`,
};

const submit = async (services: PortalServices, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const entered: Entered = {
    name: textOf(request, 'name', NAME_MOST),
    company: textOf(request, 'company', NAME_MOST),
    email: textOf(request, 'email', EMAIL_MOST).toLowerCase(),
    terms: textOf(request, 'terms') === 'yes',
  };
  const problems = problemsOf(entered);
  if (Object.keys(problems).length > 0) return reply.page(registerPage(services, reply, entered, problems), 422);
  if (!(await mayTry(services, request, reply, { byAddress: limits.linkByAddress, byAccount: [limits.linkByAccount, entered.email] })))
    return reply;
  services.later('a registration', () => register(services, entered));
  return reply.redirect('/register/sent', 303);
};

/** Pages `/register` and `/register/sent`. */
export const registerPages = (app: FastifyInstance, services: PortalServices): void => {
  const open = async (): Promise<void> => {
    if (!(await registrationOpen(services))) throw new PageNotFound();
  };
  app.get('/register', async (request, reply) => {
    await open();
    if (request.account) return reply.redirect('/', 303);
    return reply.page(registerPage(services, reply, { name: '', company: '', email: '', terms: false }, {}));
  });
  app.post('/register', async (request, reply) => {
    await open();
    return submit(services, request, reply);
  });
  app.get('/register/sent', (_request, reply) => reply.page(sentPage));
};
