/** A form's way out of here is limited to the sign-ins, redirects included; a page of our own may lead on to Dynamics. */
import { html } from '../html.ts';
import type { Page } from '../layout.ts';

/** Stands until Dynamics answers, and where it does not. */
export const leadsToDynamics = (url: string): Page => ({
  title: 'Settings in Dynamics',
  active: 'connections',
  narrow: true,
  body: html`<h1>Your connection is set up</h1>
    <p>The Stellarise Connector Settings in Dynamics are being opened.</p>
    <div class="actions">
      <a class="button button-primary" href="${url}">Open the settings in Dynamics</a>
      <a href="/connections">Back to Home</a>
    </div>`,
});
