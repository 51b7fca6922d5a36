/** Rows in memory behind the shape of `Xrm.WebApi`; it understands the queries that the scripts make and no more. */
type Row = Record<string, unknown>;

interface Failure {
  readonly errorCode?: number;
  readonly message: string;
}

const boundTo = (row: Row, lookup: string): string | undefined =>
  /\(([^)]+)\)/.exec((row[`${lookup}@odata.bind`] as string | undefined) ?? '')?.[1];

// `a eq 1 and (b eq 2 or b eq 3)`: conditions joined by `and`, each one or a bracketed list of alternatives.
const matches = (row: Row, filter: string): boolean =>
  filter === '' ||
  filter.split(/ and (?![^(]*\))/).every((part) =>
    part
      .replace(/^\(|\)$/g, '')
      .split(' or ')
      .some((condition) => {
        const [, column = '', value = ''] = /^(\S+) eq (.+)$/.exec(condition) ?? [];
        return `${(row[column] ?? null) as string | null}` === value.replace(/^'|'$/g, '');
      }),
  );

export class FakeWebApi {
  readonly tables = new Map<string, Row[]>();
  readonly creates: Row[] = [];
  readonly queries: string[] = [];
  /** Creates under way at once, at most. */
  mostAtOnce = 0;
  private atOnce = 0;
  failCreate: (row: Row) => Failure | null = () => null;
  failQuery: () => Failure | null = () => null;

  rows(table: string): Row[] {
    const rows = this.tables.get(table) ?? [];
    this.tables.set(table, rows);
    return rows;
  }

  async createRecord(table: string, row: Row): Promise<{ entityType: string; id: string }> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await Promise.resolve();
    this.atOnce -= 1;
    const failure = this.failCreate(row);
    // The client API rejects with a plain object.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (failure !== null) throw failure;
    const id = `00000000-0000-4000-8000-${String(this.creates.length + 1).padStart(12, '0')}`;
    this.creates.push(row);
    this.rows(table).push({
      ...row,
      [`${table}id`]: id,
      _stl3_invoiceid_value: boundTo(row, 'stl3_InvoiceId'),
      _stl3_connectorid_value: boundTo(row, 'stl3_ConnectorId'),
      stl3_state: 715_330_000,
    });
    return { entityType: table, id };
  }

  async retrieveMultipleRecords(table: string, options: string): Promise<{ entities: Row[] }> {
    await Promise.resolve();
    this.queries.push(`${table}${options}`);
    const failure = this.failQuery();
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (failure !== null) throw failure;
    const query = new URLSearchParams(options.slice(1));
    const found = this.rows(table).filter((row) => matches(row, query.get('$filter') ?? ''));
    return { entities: found.slice(0, Number(query.get('$top') ?? found.length)) };
  }

  /** Answers the requests as the relay does. */
  answer(state: 'taken' | 'done' | 'refused', columns: Row = {}, of: (row: Row) => boolean = () => true): void {
    const value = { taken: 715_330_001, done: 715_330_002, refused: 715_330_003 }[state];
    for (const row of this.rows('stl3_xerorequest').filter(of)) Object.assign(row, { stl3_state: value, ...columns });
  }
}
