/**
 * Microsoft's tables, as far as the connector and its users touch them. Names and types are held to the published Sales metadata by a
 * test; update rules come from the table reference on Microsoft Learn.
 */
import type { TableDefinition } from './column.ts';
import { platformTables } from './platform-tables.ts';
import { salesTables } from './sales-tables.ts';

export const microsoftTables: readonly TableDefinition[] = [...salesTables, ...platformTables];
