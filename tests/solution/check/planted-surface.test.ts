import { idOf, roles } from '@stl3/solution';
import { after, customizations, findsPlanted } from './plant.ts';

const endpoint = (url: string, authType: number): string =>
  `<ServiceEndpoints><ServiceEndpoint ServiceEndpointId="{${idOf('e')}}" Name="Hook"><Contract>8</Contract><AuthType>${authType}</AuthType><Url>${url}</Url></ServiceEndpoint></ServiceEndpoints>`;
const step = (handler: string, filter: string, message = idOf('create')): string =>
  `<SdkMessageProcessingSteps><SdkMessageProcessingStep SdkMessageProcessingStepId="{${idOf('s')}}" Name="Step"><PrimaryEntity>stl3_xerorequest</PrimaryEntity><FilteringAttributes>${filter}</FilteringAttributes><SdkMessageId>${message}</SdkMessageId><EventHandler>{${handler}}</EventHandler><EventHandlerTypeCode>4618</EventHandlerTypeCode></SdkMessageProcessingStep></SdkMessageProcessingSteps>`;
const withHook = (xml: string) => customizations('<AppModuleSiteMaps>', `${xml}<AppModuleSiteMaps>`);
const UPDATE_MESSAGE = '20bebb1b-ea3e-db11-86a7-000a3a5473e8';

findsPlanted({
  13: [
    [
      'no column',
      customizations('datafieldname="stl3_number"', 'datafieldname="stl3_numbr"'),
      'customizations.xml: forms: form "Information" of stl3_xerorequest shows stl3_numbr, a column that the table does not have',
    ],
    [
      'a wrong control',
      customizations(
        /classid="\{[^}]*\}" datafieldname="stl3_problem"/,
        'classid="{4273edbd-ac1d-40d3-9fb2-095c621b552d}" datafieldname="stl3_problem"',
      ),
      'customizations.xml: forms: form "Information" of stl3_dynamicsxeroconnector shows stl3_problem of type ntext with a control for another type',
    ],
    [
      'an id twice',
      customizations('<control id="invoicenumber"', '<control id="customerid"'),
      'customizations.xml: forms: form "Invoice (Xero)" of invoice has the id customerid twice',
    ],
    [
      'an undeclared property',
      customizations('<place>stl3_statusplace</place>', '<place>stl3_statusplace</place><icon>a</icon>'),
      'customizations.xml: forms: form "Invoice (Xero)" of invoice sets icon, a property that the manifest of stl3_Stellarise.XeroStatus does not declare',
    ],
    [
      'a missing property',
      customizations('<place>stl3_statusplace</place>', ''),
      'customizations.xml: forms: form "Invoice (Xero)" of invoice does not set place, which stl3_Stellarise.XeroStatus requires',
    ],
    [
      'a handler',
      customizations(
        '<DisplayConditions',
        '<formLibraries><Library name="stl3_/js/invoice.js" libraryUniqueId="{1}" /></formLibraries><events><event name="onload"><Handlers><Handler functionName="Stellarise.Invoice.nothing" libraryName="stl3_/js/invoice.js" handlerUniqueId="{1}" /></Handlers></event></events><DisplayConditions',
      ),
      'customizations.xml: forms: form "Information" of stl3_dynamicsxeroconnector has a handler that cannot run: the script stl3_/js/invoice.js has no function Stellarise.Invoice.nothing',
    ],
    [
      'a list by no view',
      customizations(/<ViewId>[^<]*</, `<ViewId>{${idOf('nothing')}}<`),
      `lists by the view ${idOf('nothing')}, which is not in the zip`,
    ],
    [
      'a list by no relationship',
      customizations('<RelationshipName>stl3_', '<RelationshipName>stl3_no_'),
      'lists by the relationship stl3_no_connector_settings, which is not in the zip',
    ],
    [
      'the fallback',
      customizations(/FallbackForm="false"/g, 'FallbackForm="true"'),
      'customizations.xml: forms: form "Invoice (Xero)" of invoice is the fallback form of a table of somebody else',
    ],
  ],
  15: [
    [
      'no quick view',
      customizations('&lt;QuickFormId entityname="stl3_xerodetails"&gt;', '&lt;QuickFormId entityname="stl3_xerodetail"&gt;'),
      'customizations.xml: quick-views: form "Invoice (Xero)" of invoice shows the quick view',
    ],
  ],
  16: [
    [
      'no command',
      customizations('<CommandDefinition Id="stl3.invoice.Xero.Form.Command"', '<CommandDefinition Id="stl3.invoice.Pane.Form.Command"'),
      'customizations.xml: ribbon: the ribbon of invoice uses the command stl3.invoice.Xero.Form.Command, which it does not define',
    ],
    [
      'an unused command',
      customizations('<CommandDefinition Id="stl3.invoice.Xero.Form.Command"', '<CommandDefinition Id="stl3.invoice.Pane.Form.Command"'),
      'customizations.xml: ribbon: the ribbon of invoice defines the command stl3.invoice.Pane.Form.Command, which nothing uses',
    ],
    [
      'no rule',
      customizations('<EnableRule Id="stl3.invoice.Saved.EnableRule" />', '<EnableRule Id="stl3.invoice.Safe.EnableRule" />'),
      'customizations.xml: ribbon: the ribbon of invoice uses the enable rule stl3.invoice.Safe.EnableRule, which it does not define',
    ],
    [
      'no label',
      customizations('<LocLabel Id="stl3.invoice.Xero.ToolTip"', '<LocLabel Id="stl3.invoice.Xero.Tip"'),
      'customizations.xml: ribbon: the ribbon of invoice uses the label stl3.invoice.Xero.ToolTip, which it does not define',
    ],
    [
      'no picture',
      customizations('ModernImage="$webresource:stl3_/icons/void.svg"', 'ModernImage="$webresource:stl3_/icons/voids.svg"'),
      'customizations.xml: ribbon: the ribbon of invoice shows the picture stl3_/icons/voids.svg, which is not in the zip',
    ],
    [
      'no function',
      customizations('Stellarise.Invoice.voidFromForm', 'Stellarise.Invoice.voidForm'),
      'customizations.xml: ribbon: the ribbon of invoice calls what is not there: the script stl3_/js/invoice.js has no function Stellarise.Invoice.voidForm',
    ],
    [
      'a place',
      customizations('Mscrm.SubGrid.invoice.MainTab.Management.', 'Mscrm.SubGrid.invoice.MainTab.Nowhere.'),
      'customizations.xml: ribbon: the ribbon of invoice puts stl3.invoice.SendToXero.SubGrid.CustomAction at Mscrm.SubGrid.invoice.MainTab.Nowhere.Controls._children, which is no place that exists',
    ],
    [
      'a privilege rule',
      customizations('<SelectionCountRule', '<EntityPrivilegeRule PrivilegeType="Read" PrivilegeDepth="Basic" /><SelectionCountRule'),
      'customizations.xml: ribbon: the ribbon of invoice has an EntityPrivilegeRule among the enable rules, where it is not allowed',
    ],
  ],
  19: [
    [
      'no endpoint',
      withHook(step(idOf('x'), 'stl3_state')),
      `customizations.xml: webhooks: step Step calls the endpoint {${idOf('x')}}, which is not in the zip`,
    ],
    [
      'plain http',
      withHook(endpoint('http://example.org', 5)),
      'customizations.xml: webhooks: webhook Hook is not called over https: http://example.org',
    ],
    [
      'no authentication',
      withHook(endpoint('https://example.org', 1)),
      'customizations.xml: webhooks: webhook Hook has the AuthType 1, not 4, 5 or 6',
    ],
    [
      'a secret',
      withHook(endpoint('https://example.org', 5).replace('<Url>', '<AuthValue>secret</AuthValue><Url>')),
      'customizations.xml: webhooks: holds a secret in AuthValue; a solution file is read by many',
    ],
    [
      'an unknown column',
      withHook(step(idOf('e'), 'stl3_nothing') + endpoint('https://example.org', 5)),
      'customizations.xml: webhooks: step Step filters by stl3_nothing, which does not exist',
    ],
    [
      'no filter',
      withHook(step(idOf('e'), '', UPDATE_MESSAGE) + endpoint('https://example.org', 5)),
      'customizations.xml: webhooks: step Step runs on every update of any column; it must filter',
    ],
  ],
  20: [
    [
      'a privilege',
      customizations('name="prvReadUoM"', 'name="prvReadUnit"'),
      'customizations.xml: roles: role Stellarise Connector Application User has prvReadUnit: the platform has no such privilege',
    ],
    [
      'a spelling',
      customizations('name="prvReadstl3_TaxType"', 'name="prvReadstl3_taxtype"'),
      'customizations.xml: roles: role Stellarise Connector User has prvReadstl3_taxtype: the zip has no table of this spelling',
    ],
    [
      'no right to relate',
      after('name="Stellarise Connector User"', '<RolePrivilege name="prvAppendToInvoice" level="Basic" />', ''),
      'customizations.xml: roles: role Stellarise Connector User lacks prvAppendToInvoice, without which it cannot relate what it creates',
    ],
    [
      'less than the guide',
      after('name="Stellarise Connector Application User"', '<RolePrivilege name="prvReadProduct" level="Global" />', ''),
      'customizations.xml: roles: role Stellarise Connector Application User lacks prvReadProduct of the install guide',
    ],
  ],
  21: [
    [
      'no site map',
      customizations('<AppModuleComponent type="62" schemaName="stl3_StellariseConnector" />', ''),
      'customizations.xml: app: app stl3_StellariseConnector has no site map',
    ],
    [
      'a table outside',
      customizations('<AppModuleComponent type="1" schemaName="stl3_taxtype" />', ''),
      'customizations.xml: app: navigation entry stl3_taxes leads to stl3_taxtype, which the app does not hold',
    ],
    [
      'no role',
      after('<AppModuleRoleMaps>', roles.user.id, idOf('nobody')),
      `customizations.xml: app: app stl3_StellariseConnector is for the role {${idOf('nobody')}}, which does not exist`,
    ],
    [
      'no view',
      customizations(/viewid=%7b[^%]*/, `viewid=%7b${idOf('nothing')}`),
      `customizations.xml: app: navigation entry stl3_tosend leads to the view ${idOf('nothing')}, which is not in the zip`,
    ],
  ],
});
