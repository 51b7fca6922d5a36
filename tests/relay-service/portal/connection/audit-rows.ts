import type { Visitor } from '../visitor.ts';

/** Who, what and detail of each line of a connection's audit, the newest first. */
export const auditRows = async (visitor: Pick<Visitor, 'get'>, connectionId: string): Promise<readonly (readonly string[])[]> =>
  [...(await visitor.get(`/connections/${connectionId}/audit`)).body.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)]
    .map(([, row = '']) => [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => cell.trim()).slice(-3))
    .filter(({ length }) => length > 0);
