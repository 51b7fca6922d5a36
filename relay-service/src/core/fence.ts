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

/** What the ledger holds of a connection that was made before. */
export interface KnownLead {
  readonly ledger_epoch: number | null;
  readonly ledger_sequence: number | null;
  readonly sequence_at: number | null;
  readonly created_at: number;
  readonly state: string;
}

const furthest = (row: ConnectorMark | null): number => row?.sequence ?? 0;
const ourFurthest = (known: KnownLead | undefined): number => known?.ledger_sequence ?? 0;

/** Whether neither row nor ledger can tell if anybody has sent before; Xero can. */
export const tellsOfNobody = (row: ConnectorMark | null, known: KnownLead | undefined): boolean =>
  furthest(row) === 0 && ourFurthest(known) === 0;

/**
 * @param row as it was before connecting; null = there was none
 * @param known undefined = the connection was never made before
 * @param isInXero Xero holds documents of the environment although neither side tells of anybody
 * @returns null where the ledger leads already: a round that sends meanwhile goes on counting
 */
export const leadOver = (
  row: ConnectorMark | null,
  known: KnownLead | undefined,
  installationId: string,
  isInXero: boolean,
): Lead | null => {
  const ours = known?.ledger_epoch ?? 0;
  const foreign = !same(row?.installationId ?? installationId, installationId);
  const ahead = row !== null && (row.epoch > ours || row.sequence > ourFurthest(known));
  // With the row went what would show that this ledger came out of a backup.
  const gone = row === null && ourFurthest(known) > 0;
  const afterAnother = foreign || ahead || gone || isInXero || known?.state === 'takenOver';
  if (row !== null && known && !afterAnother) return null;
  const epoch = Math.max(row?.epoch ?? 0, ours);
  return { epoch: afterAnother ? epoch + 1 : epoch, sequence: Math.max(furthest(row), ourFurthest(known)), afterAnother };
};

/** How far back documents of another relay are looked for; the rows in Dynamics know the older ones by their ids. */
const UNKNOWN_SINCE_MS = 7 * 24 * 3_600_000;

/**
 * From when on documents may be in Xero that a ledger which takes the lead does not know.
 * @param firstInXero when the first one was made of an environment of which neither side tells
 */
export const unknownSince = (row: ConnectorMark | null, known: KnownLead | undefined, firstInXero: number | null, now: number): number => {
  // Who went ahead of the ledger has left rows; where nobody is known to have, the rows may be gone with the connector's.
  const rowsAreThere = furthest(row) > ourFurthest(known);
  const lastKnown = known && !rowsAreThere ? (known.sequence_at ?? known.created_at) : now;
  return Math.min(now - UNKNOWN_SINCE_MS, lastKnown, firstInXero ?? now);
};
