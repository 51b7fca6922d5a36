/** The second way in: account and connection in one step. */
import type { FastifyReply } from 'fastify';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { PortalServices } from '../services.ts';

const WORDS = { logIn: 'Log in with Xero', register: 'Sign up with Xero' } as const;

/** The button, where the relay can send people to Xero. @param next page of ours that the person wanted to see */
export const withXero = ({ config }: Pick<PortalServices, 'config'>, reply: FastifyReply, purpose: keyof typeof WORDS, next = '/'): Html =>
  config.XERO_CUSTOM_CONNECTION
    ? nothing
    : html`<p class="or">or</p>
        <form method="post" action="/oauth/xero/sign-in">
          ${reply.formToken()}<input type="hidden" name="purpose" value="${purpose}" />
          ${next === '/' ? nothing : html`<input type="hidden" name="next" value="${next}" />`}
          <button class="button button-wide">${WORDS[purpose]}</button>
          ${
            purpose === 'register'
              ? html`<p class="hint">
                  Makes your account with the name and e-mail address that Xero tells us, and connects your organisation in the same step.
                  By going on you agree to the <a href="/terms">terms</a> and have read the <a href="/privacy">privacy notice</a>.
                </p>`
              : nothing
          }
        </form>`;
