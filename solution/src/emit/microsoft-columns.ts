/** Columns of Microsoft's tables that our forms and views show: every environment with Dynamics 365 Sales has them. */
import type { FormColumn } from './forms/controls.ts';

const lookup = (label: string): FormColumn => ({ control: 'lookup', label });
const text = (label: string): FormColumn => ({ control: 'text', label });
const money = (label: string): FormColumn => ({ control: 'money', label });
const date = (label: string): FormColumn => ({ control: 'date', label });
const decimal = (label: string): FormColumn => ({ control: 'decimal', label });

/** By table and column (Learn: Dynamics 365 Sales entity reference). */
export const microsoftColumns: Readonly<Record<string, Readonly<Record<string, FormColumn>>>> = {
  invoice: {
    name: text('Name'),
    invoicenumber: text('Invoice ID'),
    customerid: lookup('Customer'),
    pricelevelid: lookup('Price List'),
    transactioncurrencyid: lookup('Currency'),
    ownerid: lookup('Owner'),
    datedelivered: date('Date Delivered'),
    duedate: date('Due Date'),
    description: { control: 'memo', label: 'Description' },
    totallineitemamount: money('Detail Amount'),
    discountpercentage: decimal('Invoice Discount (%)'),
    discountamount: money('Invoice Discount Amount'),
    totalamountlessfreight: money('Pre-Freight Amount'),
    freightamount: money('Freight Amount'),
    totaltax: money('Total Tax'),
    totalamount: money('Total Amount'),
    statecode: { control: 'choice', label: 'Status' },
    statuscode: { control: 'status', label: 'Status Reason' },
    createdon: date('Created On'),
    modifiedon: date('Modified On'),
  },
  invoicedetail: {
    productid: lookup('Existing Product'),
    productdescription: text('Write-In Product'),
    invoicedetailname: text('Name'),
    quantity: decimal('Quantity'),
    uomid: lookup('Unit'),
    priceperunit: money('Price Per Unit'),
    manualdiscountamount: money('Manual Discount'),
    tax: money('Tax'),
    baseamount: money('Amount'),
    extendedamount: money('Extended Amount'),
    description: { control: 'memo', label: 'Description' },
    lineitemnumber: { control: 'whole', label: 'Line Item Number' },
    createdon: date('Created On'),
  },
  product: {
    name: text('Name'),
    productnumber: text('Product ID'),
    description: { control: 'memo', label: 'Description' },
    price: money('List Price'),
    defaultuomid: lookup('Default Unit'),
    transactioncurrencyid: lookup('Currency'),
  },
  account: { name: text('Account Name') },
  contact: { fullname: text('Full Name') },
};
