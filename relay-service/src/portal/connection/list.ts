/** The connections of whoever is logged in, each with how it stands. */
import type { Health } from '../../core/connection-health.ts';
import { healthOf } from '../../core/connection-health.ts';
import { healthFactsOf } from '../../jobs/connection-facts.ts';
import { findConnectionById } from '../../store/connections.ts';
import { leftToDoOf } from '../../store/left-to-do.ts';
import { membershipsOf, reaches } from '../../store/members.ts';
import { badge } from '../components.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import type { PortalServices } from '../services.ts';
import { nameOf } from './open-connection.ts';

const kinds = { good: 'success', attention: 'warning', stopped: 'error' } as const satisfies Record<Health['level'], string>;

/** Cards of every connection; null where there is none yet. */
export const connectionList = async (services: PortalServices, accountId: string): Promise<Html | null> => {
  const { ledger } = services;
  const cards: Html[] = [];
  for (const { connection_id, role } of await membershipsOf(ledger, accountId)) {
    const connection = await findConnectionById(ledger, connection_id);
    if (!connection) continue;
    const health = healthOf(await healthFactsOf(services, connection));
    cards.push(
      html`<li class="card connection">
        <div class="card-head">
          <h2><a href="/connections/${connection.id}">${nameOf(connection)}</a></h2>
          ${badge(kinds[health.level], health.word)}
        </div>
        ${connection.demo === 1 ? html`<p class="band">Demo company</p>` : nothing}
        <p class="quiet">
          ${connection.environment.host}${connection.name === null || connection.organisation_name === null ? '' : ` · ${connection.organisation_name}`}
        </p>
        ${health.level === 'good' ? nothing : html`<p>${health.says}</p>`}
        ${
          reaches(role, 'manager') && connection.state === 'disconnected' && (await leftToDoOf(ledger, connection.id)).length > 0
            ? html`<p><a href="/connections/${connection.id}/disconnect">Disconnecting has left something to do</a></p>`
            : nothing
        }
      </li>`,
    );
  }
  return cards.length === 0
    ? null
    : html`<ul class="connections">
        ${cards}
      </ul>`;
};
