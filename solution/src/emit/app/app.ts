/** The model-driven app. */
import { appName, extendedTables, solutionTitle, tables, webResourceId } from '../../schema/index.ts';
import { braced } from '../ids.ts';
import { labelled } from '../labels.ts';
import { rolesOfPeople } from '../roles.ts';
import type { XmlElement } from '../xml.ts';
import { element, leaves, parent } from '../xml.ts';
import { componentTypes } from '../component-types.ts';

/** Picture of the app; one of our own, so that the app depends on no other solution. */
const ICON = 'stl3_/icons/xero.svg';

const component = (type: number, schemaName: string): XmlElement => element('AppModuleComponent', { type, schemaName });

/** The app with its tables, its site map and who sees it. */
export const appModules = (): XmlElement =>
  parent(
    'AppModules',
    parent(
      'AppModule',
      ...leaves({
        UniqueName: appName,
        IntroducedVersion: '1.0.0.0',
        WebResourceId: webResourceId(ICON),
        FormFactor: 1,
        ClientType: 4,
      }),
      parent(
        'AppModuleComponents',
        ...[...tables, ...extendedTables].map(({ logicalName }) => component(componentTypes.table, logicalName)),
        component(componentTypes.siteMap, appName),
      ),
      parent('AppModuleRoleMaps', ...rolesOfPeople.map((id) => element('Role', { id: braced(id) }))),
      labelled('LocalizedNames', solutionTitle),
      labelled('Descriptions', 'Invoices from Dynamics 365 into Xero: what is to be sent, what failed, and the settings.'),
    ),
  );
