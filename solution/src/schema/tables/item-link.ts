import { lookup, text } from '../columns.ts';
import { table } from '../table.ts';

/** A product and its item in Xero, one row per product and connector: a person's choice, where the product's number does not tell. */
export const itemLink = table(
  'stl3_XeroItem',
  {
    label: 'Xero Item',
    pluralLabel: 'Xero Items',
    description: 'Which item in Xero a product is, where a person chose one.',
    audited: true,
    keys: [{ schemaName: 'stl3_ProductKey', label: 'One per product and connector', columns: ['stl3_connectorid', 'stl3_productid'] }],
  },
  {
    stl3_itemcode: text('stl3_ItemCode', 'Item code', 30, 'Code of the item in Xero.', { required: 'required', audited: true }),
    stl3_productid: lookup('stl3_ProductId', 'Product', 'product', 'stl3_product_xeroitem', 'The product.', {
      required: 'required',
      audited: true,
    }),
    stl3_connectorid: lookup('stl3_ConnectorId', 'Connector', 'stl3_dynamicsxeroconnector', 'stl3_connector_xeroitem', 'The connection.', {
      required: 'required',
      onDelete: 'Cascade',
    }),
  },
);
