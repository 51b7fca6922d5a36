/** `[Content_Types].xml` (ECMA-376 part 2): a part whose type is not said here is invisible to the importer. */
import { element, xmlFile } from './xml.ts';

const TYPE = 'application/octet-stream';

const extensionOf = (path: string): string => /\.([A-Za-z0-9]+)$/.exec(path.split('/').at(-1) ?? '')?.[1] ?? '';

/** The file for a package of these paths. */
export const contentTypes = (paths: readonly string[]): string => {
  const extensions = [...new Set(['xml', ...paths.map(extensionOf)])].filter((extension) => extension !== '').toSorted();
  const untyped = paths.filter((path) => extensionOf(path) === '').toSorted();
  return xmlFile(
    element('Types', { xmlns: 'http://schemas.openxmlformats.org/package/2006/content-types' }, [
      ...extensions.map((extension) => element('Default', { Extension: extension, ContentType: TYPE })),
      ...untyped.map((path) => element('Override', { PartName: `/${path}`, ContentType: TYPE })),
    ]),
  );
};
