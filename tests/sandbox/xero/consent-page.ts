/** What a person sees at Xero: which organisation, what is asked for, "Allow access" or "Cancel". A plain page of our own, not a likeness. */
import { html } from 'hono/html';
import { plainPage } from '../plain-page.ts';
import type { XeroState } from './state.ts';

/** What the page's form sends. */
export interface ConsentForm {
  readonly redirect_uri: string;
  readonly state: string;
  readonly scope: string;
  readonly nonce?: string;
  readonly code_challenge?: string;
  readonly organisation?: string | readonly string[];
  readonly answer?: 'allow' | 'cancel';
}

const hidden = (name: string, value: string | undefined) => html`<input type="hidden" name="${name}" value="${value ?? ''}" />`;

/** @param query of the authorization request */
export const consentPage = (state: XeroState, query: Readonly<Record<string, string | undefined>>): string =>
  plainPage({
    title: 'Stand-in for Xero: allow access',
    heading: 'Stellarise Connector wants access to:',
    body: html`<form method="post" action="/identity/connect/allow">
      ${hidden('redirect_uri', query['redirect_uri'])} ${hidden('state', query['state'])} ${hidden('scope', query['scope'])}
      ${hidden('nonce', query['nonce'])} ${hidden('code_challenge', query['code_challenge'])}
      ${(query['scope'] ?? '').includes('openid') ? html`<p>Signed in as ${state.person.email}</p>` : ''}
      ${
        (query['scope'] ?? '').includes('accounting.')
          ? html`<fieldset>
              <legend>Select an organisation</legend>
              ${state.organisations.map(
                ({ tenantId, Name }) =>
                  html`<p>
                    <label><input type="checkbox" name="organisation" value="${tenantId}" /> ${Name}</label>
                  </p>`,
              )}
            </fieldset>`
          : ''
      }
      <p>Asked for: ${query['scope'] ?? ''}</p>
      <button name="answer" value="allow">Allow access</button>
      <button name="answer" value="cancel">Cancel</button>
    </form>`,
  });
