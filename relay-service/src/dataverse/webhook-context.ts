/** A RemoteExecutionContext as Dataverse posts it to a webhook ("Use webhooks to create external handlers", Microsoft Learn). */
import { isGuid } from '../core/guid.ts';

/** The few parts that matter: everything else is read again with the relay's own token. */
export interface WebhookContext {
  readonly organizationId: string;
  readonly table: string;
  readonly message: string;
  readonly rowId: string;
  /** Whoever made the row, as the notice says. */
  readonly userId: string | null;
}

// Some captures wrap plain values: {"__type":"Guid:#System","__value":"..."}.
const unwrap = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && '__value' in value ? (value as { readonly __value: unknown }).__value : value;

const textOf = (context: Readonly<Record<string, unknown>>, name: string): string | null => {
  const value = unwrap(context[name]);
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Parses a body; a body above 256 KB arrives stripped and is as good. */
export const parseWebhookContext = (body: string): WebhookContext | { readonly problem: string } => {
  let context: unknown;
  try {
    context = JSON.parse(body);
  } catch {
    return { problem: 'The body is not JSON.' };
  }
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return { problem: 'The body is no object.' };
  const parts = context as Readonly<Record<string, unknown>>;
  const organizationId = textOf(parts, 'OrganizationId');
  const table = textOf(parts, 'PrimaryEntityName');
  const message = textOf(parts, 'MessageName');
  const rowId = textOf(parts, 'PrimaryEntityId');
  if (organizationId === null || !isGuid(organizationId)) return { problem: 'OrganizationId is missing or no GUID.' };
  if (rowId === null || !isGuid(rowId)) return { problem: 'PrimaryEntityId is missing or no GUID.' };
  if (table === null || message === null) return { problem: 'PrimaryEntityName or MessageName is missing.' };
  return { organizationId, table, message, rowId, userId: textOf(parts, 'InitiatingUserId') ?? textOf(parts, 'UserId') };
};
