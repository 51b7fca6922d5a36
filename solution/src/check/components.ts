/** What a zip holds, by the kinds that the platform roots. */
import { componentTypes } from '../emit/component-types.ts';
import type { SolutionModel } from './solution-model.ts';
import { bare } from './solution-model.ts';
import { at, childrenOf, textAt } from './xml-tree.ts';

export interface Component {
  readonly type: number;
  /** Name or bare id, whatever this kind is known by. */
  readonly key: string;
}

const named = (type: number, keys: readonly string[]): readonly Component[] => keys.map((key) => ({ type, key }));

/** Components that must be roots. Forms and views of an own table come with it and are none. */
export const componentsOf = (model: SolutionModel): readonly Component[] => {
  const root = model.customizations;
  const shells = model.tables.filter(({ behavior }) => behavior === '2');
  return [
    ...named(
      componentTypes.table,
      model.tables.map(({ logicalName }) => logicalName),
    ),
    ...named(
      componentTypes.choice,
      childrenOf(at(root, 'optionsets'), 'optionset').map(({ attributes }) => attributes['Name'] ?? ''),
    ),
    ...named(
      componentTypes.role,
      childrenOf(at(root, 'Roles'), 'Role').map(({ attributes }) => bare(attributes['id'] ?? '')),
    ),
    ...named(
      componentTypes.form,
      shells.flatMap(({ forms }) => forms.map(({ node }) => bare(textAt(node, 'formid')))),
    ),
    ...named(
      componentTypes.view,
      shells.flatMap(({ views }) => views.map((view) => bare(textAt(view, 'savedqueryid')))),
    ),
    ...named(
      componentTypes.webResource,
      childrenOf(at(root, 'WebResources'), 'WebResource').map((node) => textAt(node, 'Name')),
    ),
    ...named(
      componentTypes.control,
      childrenOf(at(root, 'CustomControls'), 'CustomControl').map((node) => textAt(node, 'Name')),
    ),
    ...named(
      componentTypes.siteMap,
      childrenOf(at(root, 'AppModuleSiteMaps'), 'AppModuleSiteMap').map((node) => textAt(node, 'SiteMapUniqueName')),
    ),
    ...named(
      componentTypes.app,
      childrenOf(at(root, 'AppModules'), 'AppModule').map((node) => textAt(node, 'UniqueName')),
    ),
    ...named(
      componentTypes.step,
      childrenOf(at(root, 'SdkMessageProcessingSteps'), 'SdkMessageProcessingStep').map(({ attributes }) =>
        bare(attributes['SdkMessageProcessingStepId'] ?? ''),
      ),
    ),
    ...named(
      componentTypes.endpoint,
      childrenOf(at(root, 'ServiceEndpoints'), 'ServiceEndpoint').map(({ attributes }) => bare(attributes['ServiceEndpointId'] ?? '')),
    ),
  ];
};
