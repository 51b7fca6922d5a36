/** Functions that forms and the ribbon call, looked for in the scripts of the zip. */
import type { SolutionModel } from './solution-model.ts';
import { at, childrenOf, textAt } from './xml-tree.ts';

/** File of a web resource by its name; undefined where the zip has none. */
export const webResourceFile = (model: SolutionModel, name: string): Uint8Array | undefined => {
  const node = childrenOf(at(model.customizations, 'WebResources'), 'WebResource').find((resource) => textAt(resource, 'Name') === name);
  return node === undefined ? undefined : model.files.get(textAt(node, 'FileName').replace(/^\//, ''));
};

/**
 * What is wrong with a call of `Namespace.Page.function` in `library`; null where nothing is.
 * The script is searched, not run: it may be anybody's.
 */
export const wrongCall = (model: SolutionModel, library: string, functionName: string): string | null => {
  const file = webResourceFile(model, library);
  if (file === undefined) return library.startsWith(model.prefix) ? `the script ${library} is not in the zip` : null;
  const script = new TextDecoder().decode(file);
  const names = functionName.split('.');
  const last = names.at(-1) ?? '';
  const isNamed = names.slice(0, -1).every((name) => new RegExp(`\\b${name}\\b`).test(script));
  const isDefined = new RegExp(`\\b${last}\\s*[:=(]|\\bfunction\\s+${last}\\b`).test(script);
  return isNamed && isDefined ? null : `the script ${library} has no function ${functionName}`;
};
