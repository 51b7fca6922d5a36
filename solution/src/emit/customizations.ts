/** `customizations.xml`: everything but the envelope, in the order that the XSD's sequence wants. */
import { statusControl } from '../schema/index.ts';
import { appModules } from './app/app.ts';
import { siteMaps } from './app/site-map.ts';
import { LANGUAGE } from './labels.ts';
import { globalChoices } from './option-set.ts';
import { entityRelationships } from './relationships.ts';
import { rolesElement } from './roles.ts';
import { entities } from './tables.ts';
import type { WebResourceFiles } from './web-resources.ts';
import { webResourcesElement } from './web-resources.ts';
import type { XmlElement } from './xml.ts';
import { element, leaves, parent } from './xml.ts';

/** Folder of the status control in the zip. */
export const controlFolder = `Controls/${statusControl.fullName}`;

const customControls = (): XmlElement =>
  parent(
    'CustomControls',
    parent('CustomControl', ...leaves({ Name: statusControl.fullName, FileName: `/${controlFolder}/ControlManifest.xml` })),
  );

/** The file's root. */
export const customizations = (files: WebResourceFiles): XmlElement =>
  element('ImportExportXml', { 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' }, [
    entities(files),
    rolesElement(),
    parent('Workflows'),
    parent('FieldSecurityProfiles'),
    parent('Templates'),
    parent('EntityMaps'),
    entityRelationships(),
    parent('OrganizationSettings'),
    globalChoices(),
    webResourcesElement(files),
    customControls(),
    siteMaps(),
    appModules(),
    parent('EntityDataProviders'),
    parent('Languages', ...leaves({ Language: LANGUAGE })),
  ]);
