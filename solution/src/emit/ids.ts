/** Ids of what the zip holds. Each is a UUIDv5 of a readable name, so that every build gives it again; none is ever typed in. */
import { idOf } from '../schema/index.ts';

/** `{id}` in lower case, as root components, forms and views carry it. */
export const braced = (id: string): string => `{${id}}`;

/** Id of a main form, quick view or dashboard: `form:invoice:main`. */
export const formId = (table: string, key: string): string => idOf(`form:${table}:${key}`);
/** Id of a view: `view:stl3_xerodetails:active`. */
export const viewId = (table: string, key: string): string => idOf(`view:${table}:${key}`);
/** Id of a tab, section, cell or control within a form; `path` is unique in it. */
export const formPartId = (form: string, path: string): string => idOf(`form-part:${form}:${path}`);
