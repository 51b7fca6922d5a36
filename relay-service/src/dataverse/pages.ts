/** A query of the Web API page by page, as far as its next links lead. */
import type { DataverseAnswer, DataverseClient, DataverseRequest } from './client.ts';
import type { Row } from './rows.ts';
import { listOf } from './rows.ts';

type Headers = NonNullable<DataverseRequest['headers']>;

/** Asks for so many rows a page, so that no more are held at a time. */
export const inPagesOf = (size: number): Headers => ({ prefer: `odata.maxpagesize=${String(size)}` });

/** A page is read once whoever asked is done with the one before. */
export async function* pagesOf(
  client: Pick<DataverseClient, 'request'>,
  query: string,
  headers: Headers = {},
): AsyncGenerator<readonly Row[]> {
  for (let next: string | undefined = query; next !== undefined;) {
    const { body }: DataverseAnswer = await client.request({ method: 'GET', path: next, headers });
    yield listOf(body ?? {}, 'value');
    next = body?.['@odata.nextLink'] as string | undefined;
  }
}
