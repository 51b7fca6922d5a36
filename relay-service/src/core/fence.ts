/**
 * The fence outside our database (posting protocol, section 8): the connector row in Dynamics remembers which relay sends and how far its
 * ledger had come. Pure: what the row and the ledger say together.
 */

/** What the connector row says of the environment and of the relay that sends. */
export interface ConnectorMark {
  readonly organizationId: string | null;
  /** `host:port`. */
  readonly host: string | null;
  readonly installationId: string | null;
  readonly epoch: number;
  readonly sequence: number;
  /** `@odata.etag` of the row. */
  readonly rowVersion: string;
}

/** What our ledger holds of the same. */
export interface LedgerMark {
  readonly organizationId: string;
  readonly host: string;
  readonly installationId: string;
  readonly epoch: number;
  /** Highest sequence that was taken, whether or not the row was told. */
  readonly sequence: number;
  /** Highest sequence that the row certainly had. */
  readonly told: number;
}

export type FenceVerdict =
  /** Row and ledger agree. */
  | 'ours'
  /** The row is ahead: this ledger came out of a backup, and what was sent since is unknown to it. */
  | 'ledger-restored'
  /** The row is behind: Dynamics came out of a backup; nothing that the ledger knows is sent again. */
  | 'dynamics-restored'
  /** Another relay, or a copy of this one, sends now. */
  | 'taken-over'
  /** The rows were made for another environment. */
  | 'copied';

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/**
 * Judges a connector row.
 * @param ledger as it was read before the row, so that a relay beside us that goes ahead meanwhile looks like one that goes ahead
 */
export const judgeFence = (row: ConnectorMark, ledger: LedgerMark): FenceVerdict => {
  if (row.organizationId !== null && !same(row.organizationId, ledger.organizationId)) return 'copied';
  if (row.host !== null && !same(row.host, ledger.host)) return 'copied';
  if (row.installationId !== null && !same(row.installationId, ledger.installationId)) return 'taken-over';
  if (row.epoch > ledger.epoch) return 'taken-over';
  if (row.sequence > ledger.sequence) return 'ledger-restored';
  if (row.epoch < ledger.epoch || row.sequence < ledger.told) return 'dynamics-restored';
  return 'ours';
};

/** Whether a webhook's headers name the bound environment; the platform sends the host, older ones its first part alone. */
export const namesHost = (header: string, host: string): boolean => {
  const named = header.trim().toLowerCase();
  const bound = host.toLowerCase();
  return named === bound || (!named.includes('.') && !named.includes(':') && bound.startsWith(`${named}.`));
};

/** Epoch and sequence with which a relay that is connected takes the lead. */
export interface Lead {
  readonly epoch: number;
  readonly sequence: number;
  /** Another relay, or another life of this one, has sent since this ledger last did. */
  readonly afterAnother: boolean;
}

/** @param row as it was before connecting; null = there was none @param known what the ledger holds of the connection, if it was made before */
export const leadOver = (
  row: ConnectorMark | null,
  known: { readonly ledger_epoch: number | null; readonly ledger_sequence: number | null } | undefined,
  installationId: string,
): Lead => {
  const ours = { epoch: known?.ledger_epoch ?? 0, sequence: known?.ledger_sequence ?? 0 };
  if (row === null) return { ...ours, afterAnother: false };
  const foreign = row.installationId !== null && !same(row.installationId, installationId);
  const afterAnother = foreign || row.epoch > ours.epoch || row.sequence > ours.sequence;
  const sequence = Math.max(row.sequence, ours.sequence);
  return { epoch: afterAnother ? Math.max(row.epoch, ours.epoch) + 1 : Math.max(row.epoch, ours.epoch), sequence, afterAnother };
};
