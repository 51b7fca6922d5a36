import { after, customizations, findsPlanted } from './plant.ts';

findsPlanted({
  8: [
    [
      'no owner',
      customizations('PhysicalName="OwnerId"', 'PhysicalName="OwnerIdd"'),
      "customizations.xml: tables: stl3_DynamicsXeroConnector lacks the platform's column ownerid",
    ],
    [
      'two names',
      customizations('<DisplayMask>ValidForAdvancedFind|ValidForForm|ValidForGrid<', '<DisplayMask>PrimaryName<'),
      'customizations.xml: tables: stl3_DynamicsXeroConnector has 2 columns that are its primary name, not 1',
    ],
    [
      'no owner relationship',
      customizations('Name="owner_stl3_xerorequest"', 'Name="owners_stl3_xerorequest"'),
      "customizations.xml: tables: stl3_XeroRequest lacks the platform's relationship owner_stl3_xerorequest",
    ],
    [
      'no lookup view',
      customizations('<querytype>64<', '<querytype>128<'),
      'customizations.xml: tables: stl3_DynamicsXeroConnector has no view of query type 64',
    ],
    [
      'no main form',
      customizations('<forms type="main">', '<forms type="card">'),
      'customizations.xml: tables: stl3_DynamicsXeroConnector has no main form',
    ],
    [
      'one set name twice',
      customizations('<EntitySetName>stl3_taxtypes<', '<EntitySetName>stl3_brandingthemes<'),
      'customizations.xml: tables: two tables have the set name stl3_brandingthemes',
    ],
  ],
  9: [
    [
      'a lookup alone',
      customizations(/<EntityRelationship Name="stl3_brandingtheme_invoice">[\s\S]*?<\/EntityRelationship>/, ''),
      'customizations.xml: relationships: the lookup invoice.stl3_brandingthemeid has no relationship',
    ],
    [
      'a relationship alone',
      after('Name="stl3_brandingtheme_invoice"', '>stl3_BrandingThemeId<', '>stl3_ThemeId<'),
      'customizations.xml: relationships: relationship stl3_brandingtheme_invoice is of the column invoice.stl3_themeid, which is not in the zip',
    ],
    [
      'an unknown table',
      after('Name="stl3_brandingtheme_invoice"', '<ReferencedEntityName>stl3_BrandingTheme<', '<ReferencedEntityName>acme_Theme<'),
      'customizations.xml: relationships: relationship stl3_brandingtheme_invoice points at acme_theme, which is neither in the zip nor declared',
    ],
    [
      'a cascade',
      after('Name="stl3_invoice_xerodetails"', '<CascadeAssign>NoCascade<', '<CascadeAssign>Cascade<'),
      'customizations.xml: relationships: relationship stl3_invoice_xerodetails from invoice has CascadeAssign Cascade; nothing but deletion may cascade',
    ],
    [
      'a navigation property twice',
      after(
        'Name="stl3_invoice_synchistory"',
        '<NavigationPropertyName>stl3_invoice_synchistory<',
        '<NavigationPropertyName>stl3_invoice_xerodetails<',
      ),
      'customizations.xml: relationships: the navigation property invoice.stl3_invoice_xerodetails is there twice',
    ],
  ],
  10: [
    [
      'no twin',
      customizations('PhysicalName="stl3_net_Base"', 'PhysicalName="stl3_net_Bas"'),
      'customizations.xml: money: stl3_XeroDetails has the amount stl3_net without stl3_net_base',
    ],
    [
      'no rate',
      customizations(/PhysicalName="ExchangeRate"/g, 'PhysicalName="Rate"'),
      'customizations.xml: money: stl3_XeroDetails has amounts but no column exchangerate',
    ],
  ],
  11: [
    [
      'a value out of range',
      customizations('<option value="715330001"', '<option value="1"'),
      'customizations.xml: choices: value 1 of stl3_accountclass is outside 715330000 to 715339999',
    ],
    [
      'a value twice',
      customizations('<option value="715330001"', '<option value="715330000"'),
      'customizations.xml: choices: stl3_accountclass has the value 715330000 twice',
    ],
    [
      'no label',
      after('<optionset Name="stl3_accountclass" ', '<label description="Asset" languagecode="1033" />', ''),
      'customizations.xml: choices: value 715330000 of stl3_accountclass has no label in language 1033',
    ],
    [
      'no choice',
      customizations('<OptionSetName>stl3_verdict<', '<OptionSetName>stl3_verdicts<'),
      'customizations.xml: choices: stl3_xerorequest.stl3_verdict is of the choice stl3_verdicts, which is not in the zip',
    ],
  ],
  12: [
    [
      'no column',
      customizations('<AttributeName>stl3_xerotenantid<', '<AttributeName>stl3_tenant<'),
      'customizations.xml: keys: stl3_DynamicsXeroConnector key stl3_TenantKey names the column stl3_tenant, which does not exist',
    ],
    [
      'a type',
      customizations('<AttributeName>stl3_xerotenantid<', '<AttributeName>stl3_problem<'),
      'customizations.xml: keys: stl3_DynamicsXeroConnector key stl3_TenantKey names stl3_problem, whose type ntext cannot be in a key',
    ],
  ],
  14: [
    [
      'no column',
      customizations(/name="stl3_connectionstate"/g, 'name="stl3_state"'),
      'customizations.xml: views: view "Active Xero Connectors" of stl3_dynamicsxeroconnector names stl3_dynamicsxeroconnector.stl3_state, which does not exist',
    ],
    [
      'shown, not fetched',
      customizations('<attribute name="stl3_connectionstate" />', ''),
      'customizations.xml: views: view "Active Xero Connectors" of stl3_dynamicsxeroconnector shows stl3_connectionstate without fetching it',
    ],
    [
      'no order',
      customizations(/<order [^>]*>/, ''),
      'customizations.xml: views: view "Active Xero Connectors" of stl3_dynamicsxeroconnector has no order',
    ],
    [
      'nothing to find',
      customizations(' isquickfindfields="1"', ''),
      'customizations.xml: views: view "Quick Find Active Xero Connectors" of stl3_dynamicsxeroconnector is a quick find without columns to search',
    ],
    [
      'no primary key',
      customizations('<attribute name="stl3_dynamicsxeroconnectorid" />', ''),
      'customizations.xml: views: view "Active Xero Connectors" of stl3_dynamicsxeroconnector does not fetch stl3_dynamicsxeroconnectorid',
    ],
  ],
});
