import { expect, test } from '@jest/globals';
import { idOf, roles } from '@stl3/solution';
import { webResourcePath } from '../../../solution/src/emit/web-resources.ts';
import { edit, goodFiles, linesOf } from './good-zip.ts';
import { after, customizations, findsPlanted, solution } from './plant.ts';

const empty = (): Uint8Array => new Uint8Array();
const CONTROL = 'Controls/stl3_Stellarise.XeroStatus';
const VARIABLE = 'environmentvariabledefinitions/stl3_PortalUrl/environmentvariabledefinition.xml';
const svg = webResourcePath('stl3_/icons/send-to-xero.svg');

test('the good zip has no findings, managed and unmanaged', () => {
  expect(linesOf(goodFiles(true))).toEqual([]);
  expect(linesOf(goodFiles(false))).toEqual([]);
});

findsPlanted({
  1: [
    ['no envelope', (files) => files.delete('solution.xml'), 'solution.xml: zip: is not at the root of the zip (0x80048060)'],
    [
      'a folder entry',
      (files) => files.set('WebResources/', empty()),
      'WebResources/: zip: is a folder entry; a solution holds files only',
    ],
    [
      'a backslash',
      (files) => files.set('Other\\a.xml', new TextEncoder().encode('<a />')),
      'Other\\a.xml: zip: has a backslash in its path',
    ],
    [
      'a file without type',
      (files) => files.set('a.dat', empty()),
      'a.dat: zip: has no content type in [Content_Types].xml, so the importer does not see it',
    ],
    [
      'one name in two cases',
      (files) => files.set('Solution.xml', new TextEncoder().encode('<a />')),
      'solution.xml: zip: is in the zip twice',
    ],
  ],
  2: [
    ['an open element', customizations('</ImportExportXml>', ''), 'unclosed tag: ImportExportXml'],
    [
      'entities',
      (files) => edit(files, 'solution.xml', (xml) => xml.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>')),
      'solution.xml: xml: has a document type; entities are not allowed',
    ],
    ['no UTF-8', (files) => files.set('customizations.xml', new Uint8Array([0x3c, 0xff])), 'customizations.xml: xml: is not UTF-8'],
  ],
  3: [
    [
      'three numbers',
      solution(/<Version>.*<\/Version>/, '<Version>1.2.3</Version>'),
      'solution.xml: envelope: Version 1.2.3 is not four numbers',
    ],
    ['both in one', solution('<Managed>1<', '<Managed>2<'), 'solution.xml: envelope: Managed is 2, not 0 or 1'],
    [
      'order',
      solution(/(<Version>.*<\/Version>)\s*(<Managed>.*<\/Managed>)/, '$2$1'),
      'solution.xml: envelope: elements are out of order:',
    ],
    [
      'option prefix',
      solution('>71533<', '>715<'),
      'solution.xml: envelope: CustomizationOptionValuePrefix 715 is not between 10000 and 99999',
    ],
    [
      'a language',
      customizations('languagecode="1033"', 'languagecode="1036"'),
      'customizations.xml: envelope: labels use language 1036, which Languages does not list',
    ],
  ],
  4: [
    [
      'a root of nothing',
      solution('schemaName="stl3_xerodetails"', 'schemaName="stl3_nothing"'),
      'solution.xml: roots: root component type 1 stl3_nothing is not in customizations.xml',
    ],
    [
      'no root',
      solution(/<RootComponent type="66"[^>]*>/, ''),
      'solution.xml: roots: type 66 stl3_Stellarise.XeroStatus is no root component, so it is not imported',
    ],
    [
      'upper case',
      solution('schemaName="stl3_xerodetails"', 'schemaName="stl3_XeroDetails"'),
      'solution.xml: roots: the schemaName of root component stl3_XeroDetails is not in lower case',
    ],
    [
      'a variable as root',
      solution('<RootComponents>', '<RootComponents><RootComponent type="380" schemaName="stl3_PortalUrl" behavior="0" />'),
      'solution.xml: roots: an environment variable may not be a root component: stl3_PortalUrl',
    ],
    [
      'a root twice',
      solution(/(<RootComponent type="80"[^>]*>)/, '$1$1'),
      'solution.xml: roots: root component type 80 stl3_StellariseConnector is listed twice',
    ],
  ],
  5: [
    [
      'no GUID',
      after('<systemform>', /<formid>.*<\/formid>/, '<formid>{1}</formid>'),
      'customizations.xml: ids: the id of form stl3_dynamicsxeroconnector is no GUID: {1}',
    ],
    [
      'another id',
      (files) =>
        ['solution.xml', 'customizations.xml'].forEach((path) => edit(files, path, (xml) => xml.replaceAll(roles.user.id, idOf('other')))),
      `customizations.xml: ids: role Stellarise Connector User has another id than ever before: {${idOf('other')}}`,
    ],
    [
      'one id twice',
      (files) => edit(files, 'customizations.xml', (xml) => xml.replaceAll(roles.user.id, roles.approver.id)),
      `customizations.xml: ids: two components are role ${roles.approver.id}`,
    ],
  ],
  6: [
    [
      'a key',
      customizations('<Name>stl3_TenantKey<', '<Name>acme_TenantKey<'),
      'customizations.xml: prefix: key acme_TenantKey does not start with stl3_',
    ],
    [
      'a relationship',
      customizations('Name="stl3_connector_invoice"', 'Name="connector_invoice"'),
      'customizations.xml: prefix: relationship connector_invoice does not start with stl3_',
    ],
    [
      'a column',
      customizations('PhysicalName="stl3_StatusPlace"', 'PhysicalName="StatusPlace"'),
      'customizations.xml: prefix: column StatusPlace does not start with stl3_',
    ],
  ],
  7: [
    [
      'a name',
      customizations('<LogicalName>stl3_statusplace<', '<LogicalName>stl3_statusPlace<'),
      'customizations.xml: names: Invoice.stl3_StatusPlace has the LogicalName stl3_statusPlace, not stl3_statusplace',
    ],
    [
      'two spellings',
      customizations('<entity Name="stl3_XeroDetails">', '<entity Name="stl3_Xerodetails">'),
      'customizations.xml: names: table stl3_XeroDetails calls itself stl3_Xerodetails inside',
    ],
  ],
  17: [
    ['no file', (files) => files.delete(svg), `${svg}: web-resources: web resource stl3_/icons/send-to-xero.svg has no file`],
    ['an empty file', (files) => files.set(svg, empty()), `${svg}: web-resources: web resource stl3_/icons/send-to-xero.svg is empty`],
    [
      'no icon',
      customizations('VectorIcon="$webresource:stl3_/icons/failed.svg"', 'VectorIcon="$webresource:stl3_/icons/fail.svg"'),
      'customizations.xml: web-resources: the icon stl3_/icons/fail.svg is not in the zip',
    ],
    [
      'an orphan',
      (files) => files.set('WebResources/orphan.js', new Uint8Array([1])),
      'WebResources/orphan.js: web-resources: belongs to no web resource',
    ],
    [
      'another type',
      (files) => files.set(webResourcePath('stl3_/icons/send-to-xero-16.png'), new Uint8Array([1])),
      'web resource stl3_/icons/send-to-xero-16.png is not of its type 5',
    ],
    [
      'a script in a picture',
      (files) => edit(files, svg, (xml) => xml.replace('</svg>', '<script>1</script></svg>')),
      'web resource stl3_/icons/send-to-xero.svg is a picture with a script in it',
    ],
    [
      'too large',
      (files) => files.set(webResourcePath('stl3_/js/invoice.js'), new Uint8Array(5 * 1024 * 1024 + 1)),
      'web resource stl3_/js/invoice.js has 5242881 bytes, more than 5242880',
    ],
  ],
  18: [
    [
      'no bundle',
      (files) => files.delete(`${CONTROL}/bundle.js`),
      `${CONTROL}/ControlManifest.xml: control: control stl3_Stellarise.XeroStatus names the file bundle.js, which is not in the zip`,
    ],
    [
      'another prefix',
      (files) => edit(files, `${CONTROL}/ControlManifest.xml`, (xml) => xml.replace('namespace="Stellarise"', 'namespace="Acme"')),
      'is called stl3_Acme.XeroStatus by its manifest',
    ],
    [
      'the source',
      (files) => edit(files, `${CONTROL}/ControlManifest.xml`, (xml) => xml.replace(/<built-by[^>]*>/, '')),
      'is not built: its manifest is the source',
    ],
    [
      'no texts',
      (files) => {
        files.delete(`${CONTROL}/strings/XeroStatus.1033.resx`);
        files.set(`${CONTROL}/strings/XeroStatus.1031.resx`, new TextEncoder().encode('<root />'));
      },
      'has no texts in language 1033',
    ],
    [
      'an old version',
      (files) => edit(files, `${CONTROL}/ControlManifest.xml`, (xml) => xml.replace('version="1.2.3"', 'version="1.2.2"')),
      'has version 1.2.2, so that browsers keep the bundle of another release',
    ],
  ],
  22: [
    [
      'a type',
      (files) => edit(files, VARIABLE, (xml) => xml.replace('>100000000<', '>7<')),
      `${VARIABLE}: environment-variables: environment variable stl3_PortalUrl has the type 7, which does not exist`,
    ],
    [
      'a value',
      (files) => files.set('environmentvariabledefinitions/stl3_PortalUrl/environmentvariablevalues.json', empty()),
      'environment-variables: ships a value, which every environment would get',
    ],
  ],
  23: [
    [
      'no Sales',
      solution(/<MissingDependencies>[\s\S]*<\/MissingDependencies>/, '<MissingDependencies />'),
      'solution.xml: dependencies: MissingDependencies does not name invoice, so that a target without it fails with an obscure error',
    ],
  ],
  25: [
    [
      'diff markup',
      (files) => {
        edit(files, 'solution.xml', (xml) => xml.replace('<Managed>1<', '<Managed>0<'));
        edit(files, 'customizations.xml', (xml) => xml.replace('<tab ', '<tab solutionaction="Added" '));
      },
      'customizations.xml: twins: has the attribute solutionaction, which is not for a unmanaged solution',
    ],
  ],
});
