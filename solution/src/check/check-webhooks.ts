/** Group 19: webhooks. The product's zip carries none; any other zip may. */
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { SolutionModel } from './solution-model.ts';
import { CUSTOMIZATIONS, bare } from './solution-model.ts';
import type { XmlNode } from './xml-tree.ts';
import { at, childrenOf, descendants, everyNode, textAt } from './xml-tree.ts';

const say = (message: string): Finding => finding(19, CUSTOMIZATIONS, message);
const names = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const WEBHOOK = '8';
const AUTHENTICATIONS = ['4', '5', '6'];
const ENDPOINT_TYPE = '4618';
const UPDATE = /^20bebb1b-/i;

const endpoint = (node: XmlNode): readonly Finding[] => {
  const name = node.attributes['Name'] ?? '';
  if (textAt(node, 'Contract') !== WEBHOOK) return [];
  return [
    ...(AUTHENTICATIONS.includes(textAt(node, 'AuthType'))
      ? []
      : [say(`webhook ${name} has the AuthType ${textAt(node, 'AuthType')}, not 4, 5 or 6`)]),
    ...(textAt(node, 'Url').startsWith('https://') ? [] : [say(`webhook ${name} is not called over https: ${textAt(node, 'Url')}`)]),
  ];
};

const step = (model: SolutionModel, node: XmlNode, endpoints: ReadonlySet<string>): readonly Finding[] => {
  const name = node.attributes['Name'] ?? '';
  const table = model.tables.find(({ logicalName }) => logicalName === textAt(node, 'PrimaryEntity'));
  const filters = names(textAt(node, 'FilteringAttributes'));
  const images = descendants(node, 'SdkMessageProcessingStepImage').flatMap((image) => names(textAt(image, 'Attributes')));
  const isUnknown = (column: string): boolean => table !== undefined && table.own && !table.columns.has(column);
  return [
    ...(textAt(node, 'EventHandlerTypeCode') === ENDPOINT_TYPE && !endpoints.has(bare(textAt(node, 'EventHandler')))
      ? [say(`step ${name} calls the endpoint ${textAt(node, 'EventHandler')}, which is not in the zip`)]
      : []),
    ...filters.filter(isUnknown).map((column) => say(`step ${name} filters by ${column}, which does not exist`)),
    ...images.filter(isUnknown).map((column) => say(`an image of step ${name} holds ${column}, which does not exist`)),
    ...(UPDATE.test(bare(textAt(node, 'SdkMessageId'))) && filters.length === 0
      ? [say(`step ${name} runs on every update of any column; it must filter`)]
      : []),
  ];
};

const SECRET = /^(authvalue|saskey|secureconfiguration|secureconfig|password)$/i;

/** Steps reach endpoints in the zip, endpoints are called over https, and no secret travels. */
export const checkWebhooks = (model: SolutionModel): readonly Finding[] => {
  const endpoints = childrenOf(at(model.customizations, 'ServiceEndpoints'), 'ServiceEndpoint');
  const ids = new Set(endpoints.map(({ attributes }) => bare(attributes['ServiceEndpointId'] ?? '')));
  const steps = childrenOf(at(model.customizations, 'SdkMessageProcessingSteps'), 'SdkMessageProcessingStep');
  return [
    ...endpoints.flatMap(endpoint),
    ...steps.flatMap((node) => step(model, node, ids)),
    ...everyNode(model.customizations)
      .filter(({ name, text }) => SECRET.test(name) && text.trim() !== '')
      .map(({ name }) => say(`holds a secret in ${name}; a solution file is read by many`)),
    ...(model.ours && endpoints.length + steps.length > 0
      ? [say('ships an endpoint or step; the relay registers both on connecting')]
      : []),
  ];
};
