/** The tables of the schema that the ledger is in, and of no other. */
import type { DatabaseIntrospector, DatabaseMetadataOptions, Kysely, SchemaMetadata, TableMetadata } from 'kysely';
import { sql } from 'kysely';
import { DEFAULT_MIGRATION_LOCK_TABLE, DEFAULT_MIGRATION_TABLE } from 'kysely/migration';

interface ColumnRow {
  readonly schema: string;
  readonly table: string;
  readonly kind: string;
  readonly column: string;
  readonly type: string;
  readonly type_schema: string;
  readonly not_null: boolean;
  readonly has_default: boolean;
  readonly is_identity: boolean;
  readonly comment: string | null;
}

const OWN: readonly string[] = [DEFAULT_MIGRATION_TABLE, DEFAULT_MIGRATION_LOCK_TABLE];

/**
 * Kysely's own reads the catalog of the whole database and asks functions about every row of it, which fail when another schema is dropped
 * meanwhile. This one keeps to `current_schema()` and to plain columns of the catalog, which a snapshot holds still ("System Catalogs",
 * PostgreSQL's manual).
 */
export class OwnSchemaIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>;
  constructor(db: Kysely<unknown>) {
    this.#db = db;
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    const { rows } = await sql<{ name: string }>`select nspname as name from pg_catalog.pg_namespace`.execute(this.#db);
    return rows;
  }

  async getTables({ withInternalKyselyTables }: DatabaseMetadataOptions = { withInternalKyselyTables: false }): Promise<TableMetadata[]> {
    const { rows } = await sql<ColumnRow>`
      select ns.nspname as schema, c.relname as "table", c.relkind as kind, a.attname as "column", typ.typname as type, tns.nspname as type_schema,
        a.attnotnull as not_null, a.atthasdef as has_default, a.attidentity <> '' as is_identity, d.description as comment
      from pg_catalog.pg_namespace ns
      join pg_catalog.pg_class c on c.relnamespace = ns.oid
      join pg_catalog.pg_attribute a on a.attrelid = c.oid
      join pg_catalog.pg_type typ on typ.oid = a.atttypid
      join pg_catalog.pg_namespace tns on tns.oid = typ.typnamespace
      left join pg_catalog.pg_description d on d.objoid = c.oid and d.objsubid = a.attnum and d.classoid = 'pg_catalog.pg_class'::regclass
      where ns.nspname = current_schema() and c.relkind in ('r', 'v', 'p', 'f') and a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`.execute(this.#db);
    const tables = Map.groupBy(rows, ({ table }) => table);
    return [...tables]
      .filter(([name]) => withInternalKyselyTables || !OWN.includes(name))
      .map(([name, columns]) => ({
        name,
        ...(columns[0] ? { schema: columns[0].schema } : {}),
        isView: columns[0]?.kind === 'v',
        isForeign: columns[0]?.kind === 'f',
        columns: columns.map((each) => ({
          name: each.column,
          dataType: each.type,
          dataTypeSchema: each.type_schema,
          isNullable: !each.not_null,
          isAutoIncrementing: each.is_identity,
          hasDefaultValue: each.has_default,
          ...(each.comment === null ? {} : { comment: each.comment }),
        })),
      }));
  }
}
