/** Group 1: the package itself. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { repeated } from './solution-model.ts';
import { childrenOf } from './xml-tree.ts';

const ROOT_FILES = ['solution.xml', 'customizations.xml', '[Content_Types].xml'] as const;

const typedBy = (model: SolutionModel): { readonly extensions: ReadonlySet<string>; readonly parts: ReadonlySet<string> } => {
  const types = model.documents.get('[Content_Types].xml');
  return {
    extensions: new Set(childrenOf(types, 'Default').map(({ attributes }) => (attributes['Extension'] ?? '').toLowerCase())),
    parts: new Set(childrenOf(types, 'Override').map(({ attributes }) => attributes['PartName'] ?? '')),
  };
};

const extensionOf = (path: string): string | undefined => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();

/** 3 files at the root, no folders, one spelling per path, every part typed, and for ours the order and times of a reproducible zip. */
export const checkZip = (model: SolutionModel): readonly Finding[] => {
  const paths = model.entries.map(({ path }) => path);
  const { extensions, parts } = typedBy(model);
  const untyped = paths.filter(
    (path) => path !== '[Content_Types].xml' && !path.endsWith('/') && !parts.has(`/${path}`) && !extensions.has(extensionOf(path) ?? ''),
  );
  const sorted = paths.every((path, index) => index === 0 || (paths[index - 1] ?? '') <= path);
  return [
    ...ROOT_FILES.filter((name) => !paths.includes(name)).map((name) => finding(1, name, 'is not at the root of the zip (0x80048060)')),
    ...paths.filter((path) => path.endsWith('/')).map((path) => finding(1, path, 'is a folder entry; a solution holds files only')),
    ...paths.filter((path) => path.includes('\\')).map((path) => finding(1, path, 'has a backslash in its path')),
    ...repeated(paths.map((path) => path.toLowerCase())).map((path) => finding(1, path, 'is in the zip twice')),
    ...untyped.map((path) => finding(1, path, 'has no content type in [Content_Types].xml, so the importer does not see it')),
    ...(model.ours && new Set(model.entries.map(({ time }) => time)).size > 1
      ? [finding(1, 'zip', 'files have different times, so two builds differ')]
      : []),
    ...(model.ours && !sorted ? [finding(1, 'zip', 'files are not sorted by path, so two builds differ')] : []),
  ];
};
