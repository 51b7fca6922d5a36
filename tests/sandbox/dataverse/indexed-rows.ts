/** The rows of a table, found by the value of a column without reading all of them: tens of thousands must cost what a hundred cost. */
import type { Row, Value } from './state.ts';

const textOf = (value: Value | undefined): string | null =>
  value === undefined || value === null ? null : typeof value === 'object' ? value.id : String(value).toLowerCase();

/** A map of rows by id that keeps an index for each column that was ever asked for. */
export class IndexedRows extends Map<string, Row> {
  private readonly indexes = new Map<string, Map<string, Set<string>>>();

  private enter(index: Map<string, Set<string>>, column: string, row: Row): void {
    const text = textOf(row.values[column]);
    if (text === null) return;
    const ids = index.get(text);
    if (ids) ids.add(row.id);
    else index.set(text, new Set([row.id]));
  }

  private leave(row: Row | undefined, next: Row | null): void {
    if (!row) return;
    for (const [column, index] of this.indexes) {
      const text = textOf(row.values[column]);
      if (text === null || (next && textOf(next.values[column]) === text)) continue;
      index.get(text)?.delete(row.id);
    }
  }

  override set(id: string, row: Row): this {
    this.leave(this.get(id), row);
    super.set(id, row);
    for (const [column, index] of this.indexes) this.enter(index, column, row);
    return this;
  }

  override delete(id: string): boolean {
    this.leave(this.get(id), null);
    return super.delete(id);
  }

  override clear(): void {
    super.clear();
    this.indexes.clear();
  }

  /** Rows whose column has this value, text without regard to case; a lookup by the id that it points to. In no order. */
  having(column: string, value: Value): readonly Row[] {
    const text = textOf(value);
    if (text === null) return [...this.values()].filter((row) => textOf(row.values[column]) === null);
    let index = this.indexes.get(column);
    if (!index) {
      index = new Map();
      for (const row of this.values()) this.enter(index, column, row);
      this.indexes.set(column, index);
    }
    return [...(index.get(text) ?? [])].flatMap((id) => this.get(id) ?? []);
  }

  /** How many rows `having` would give. */
  count(column: string, value: Value): number {
    const text = textOf(value);
    return text === null ? this.size : (this.indexes.get(column)?.get(text)?.size ?? this.having(column, value).length);
  }
}
