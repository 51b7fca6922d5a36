/** The environment variable that holds the portal's address; it ships no value, so that importing asks for one. */
import { portalUrlVariable } from '../schema/index.ts';
import { LANGUAGE } from './labels.ts';
import { element, leaves, xmlFile } from './xml.ts';

const TEXT = 100_000_000;

const wording = (name: 'displayname' | 'description', text: string) =>
  element(name, { default: text }, [element('label', { description: text, languagecode: LANGUAGE })]);

/** Path of the definition in the zip. */
export const environmentVariablePath = `environmentvariabledefinitions/${portalUrlVariable}/environmentvariabledefinition.xml`;

/** The definition's file. */
export const environmentVariable = (): string =>
  xmlFile(
    element('environmentvariabledefinition', { schemaname: portalUrlVariable }, [
      wording('description', 'Address of the portal in which the connection is made and the plan is chosen.'),
      wording('displayname', 'Address of the Stellarise portal'),
      ...leaves({ introducedversion: '1.0.0.0', iscustomizable: 1, isrequired: 0, type: TEXT }),
    ]),
  );
