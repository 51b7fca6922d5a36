/** Files that run or show in the browser. */
import { webResourceId, webResources as named } from '../schema/index.ts';
import { idOf } from '../schema/index.ts';
import { braced } from './ids.ts';
import { LANGUAGE } from './labels.ts';
import { SETTINGS_SCRIPT } from './scripts.ts';
import type { XmlElement } from './xml.ts';
import { element, fragment, leaves, parent } from './xml.ts';

/** Web resources by their name in Dataverse, such as `stl3_/js/invoice.js`. */
export type WebResourceFiles = ReadonlyMap<string, Uint8Array>;

/** The platform's numbers of file types. */
const fileTypes: Readonly<Record<string, number>> = { html: 1, css: 2, js: 3, xml: 4, png: 5, svg: 11, resx: 12 };

/**
 * The platform's number of a file's type.
 * @throws {Error} if the platform has no such type
 */
export const fileTypeOf = (name: string): number => {
  const type = fileTypes[name.split('.').at(-1) ?? ''];
  if (type === undefined) throw new Error(`A web resource cannot be of the type of ${name}`);
  return type;
};

/** Path of the file in the zip: the name without `/` and `.`, and the id in capitals, as exports have it. */
export const webResourcePath = (name: string): string => `WebResources/${name.replaceAll(/[/.]/g, '')}${webResourceId(name).toUpperCase()}`;

const isStrings = (name: string): boolean => name.endsWith('.resx');

/** Scripts that speak to people. */
const speaking: readonly string[] = [named.invoiceScript, SETTINGS_SCRIPT];

// A script's texts are only brought along to the browser when they are declared.
const dependencies = (script: string, texts: readonly string[]): string =>
  fragment(
    parent(
      'Dependencies',
      element(
        'Dependency',
        { componentType: 'WebResource' },
        texts.map((name) =>
          element('Library', {
            name,
            displayName: name,
            languagecode: LANGUAGE,
            description: '',
            libraryUniqueId: braced(idOf(`dependency:${script}:${name}`)),
          }),
        ),
      ),
    ),
  );

const languageOf = (name: string): number | undefined => {
  const language = /\.(\d+)\.resx$/.exec(name)?.[1];
  return language === undefined || Number(language) === LANGUAGE ? LANGUAGE : undefined;
};

const webResource = (name: string, texts: readonly string[]): XmlElement =>
  parent(
    'WebResource',
    ...leaves({
      WebResourceId: braced(webResourceId(name)),
      Name: name,
      DisplayName: name,
      LanguageCode: languageOf(name),
      WebResourceType: fileTypeOf(name),
      IntroducedVersion: '1.0.0.0',
      IsEnabledForMobileClient: 1,
      IsAvailableForMobileOffline: 0,
      DependencyXml: speaking.includes(name) ? dependencies(name, texts) : undefined,
      IsCustomizable: 1,
      CanBeDeleted: 1,
      IsHidden: 0,
      FileName: `/${webResourcePath(name)}`,
    }),
  );

/** All web resources, in the order of their names. */
export const webResourcesElement = (files: WebResourceFiles): XmlElement => {
  const names = [...files.keys()].toSorted();
  return parent('WebResources', ...names.map((name) => webResource(name, names.filter(isStrings))));
};
