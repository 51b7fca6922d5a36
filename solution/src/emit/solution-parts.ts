/** All files of the zip, from what was built. */
import { contentTypes } from './content-types.ts';
import { controlFolder, customizations } from './customizations.ts';
import { environmentVariable, environmentVariablePath } from './environment-variable.ts';
import { solutionFile } from './solution-file.ts';
import type { WebResourceFiles } from './web-resources.ts';
import { webResourcePath } from './web-resources.ts';
import { xmlFile } from './xml.ts';

/** What the zip is made of besides the schema. */
export interface SolutionBuild {
  /** Four numbers. */
  readonly version: string;
  readonly webResources: WebResourceFiles;
  /** The control's files by path within its folder, as Microsoft's toolchain wrote them. */
  readonly control: ReadonlyMap<string, Uint8Array>;
}

/** Files of a zip by their path in it. */
export type Parts = ReadonlyMap<string, Uint8Array>;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// The client keeps a control for as long as its version stays, so it gets the solution's.
const stamped = (path: string, content: Uint8Array, version: string): Uint8Array =>
  path === 'ControlManifest.xml'
    ? bytes(
        new TextDecoder().decode(content).replace(/(<control\b[^>]*?\sversion=")[^"]*"/, `$1${version.split('.').slice(0, 3).join('.')}"`),
      )
    : content;

/** The files of the managed or unmanaged twin, sorted by path; the two differ in one word of `solution.xml`. */
export const solutionParts = (build: SolutionBuild, managed: boolean): Parts => {
  const content = new Map<string, Uint8Array>([
    ['customizations.xml', bytes(xmlFile(customizations(build.webResources)))],
    ['solution.xml', bytes(xmlFile(solutionFile(build.version, managed, build.webResources)))],
    [environmentVariablePath, bytes(environmentVariable())],
    ...[...build.webResources].map(([name, file]) => [webResourcePath(name), file] as const),
    ...[...build.control].map(([path, file]) => [`${controlFolder}/${path}`, stamped(path, file, build.version)] as const),
  ]);
  content.set('[Content_Types].xml', bytes(contentTypes([...content.keys()])));
  return new Map([...content].toSorted(([left], [right]) => (left < right ? -1 : 1)));
};
