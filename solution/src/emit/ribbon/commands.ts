/** The commands of the invoice, as data: where each shows, when, and what it calls. */

/** Where a command may stand. */
export type RibbonPlace = 'Form' | 'HomepageGrid' | 'SubGrid';

/** What must hold for a command on the form: `editable` = saved and open for changes, `saved` = also paid, cancelled and read-only. */
export type FormNeeds = 'editable' | 'saved';

export interface RibbonCommand {
  readonly key: string;
  readonly label: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly needs: FormNeeds;
  /** Asks the connector for something, so that a connection and the right to create a request are needed; else only reads. */
  readonly requests: boolean;
  /** The form's credit note names the invoice that it credits. */
  readonly credits?: true;
  readonly formFunction: string;
  readonly gridFunction?: string;
}

/** Left to right. */
export const commands: readonly RibbonCommand[] = [
  {
    key: 'SendToXero',
    label: 'Send to Xero',
    tooltip: 'Makes the invoice in Xero, once, with the choices of the settings and of this invoice.',
    icon: 'send-to-xero',
    needs: 'editable',
    requests: true,
    formFunction: 'sendFromForm',
    gridFunction: 'sendFromGrid',
  },
  {
    key: 'CheckForXero',
    label: 'Check',
    tooltip: 'Says what would be sent to Xero and what stands in the way, without sending anything.',
    icon: 'check',
    needs: 'saved',
    requests: true,
    formFunction: 'checkFromForm',
    gridFunction: 'checkFromGrid',
  },
  {
    key: 'ApproveInXero',
    label: 'Approve',
    tooltip: 'Approves the document in Xero.',
    icon: 'approve',
    needs: 'saved',
    requests: true,
    formFunction: 'approveFromForm',
    gridFunction: 'approveFromGrid',
  },
  {
    key: 'UpdateInXero',
    label: 'Update in Xero',
    tooltip: 'Brings the document in Xero up to date with this invoice.',
    icon: 'update',
    needs: 'editable',
    requests: true,
    formFunction: 'updateFromForm',
  },
  {
    key: 'VoidInXero',
    label: 'Void in Xero',
    tooltip: 'Voids the document in Xero, or deletes it while it is a draft.',
    icon: 'void',
    needs: 'saved',
    requests: true,
    formFunction: 'voidFromForm',
  },
  {
    key: 'AllocateInXero',
    label: 'Allocate',
    tooltip: 'Allocates this credit note in Xero to the invoice that it credits.',
    icon: 'document',
    needs: 'saved',
    requests: true,
    credits: true,
    formFunction: 'allocateFromForm',
  },
  {
    key: 'RefreshFromXero',
    label: 'Refresh',
    tooltip: 'Reads number, status and payments from Xero again.',
    icon: 'refresh',
    needs: 'saved',
    requests: true,
    formFunction: 'refreshFromForm',
  },
  {
    key: 'OpenInXero',
    label: 'Open in Xero',
    tooltip: 'Opens the page of the document in Xero.',
    icon: 'open',
    needs: 'saved',
    requests: false,
    formFunction: 'openInXero',
  },
  {
    key: 'Xero',
    label: 'Xero',
    tooltip: 'Shows the document in Xero beside this form.',
    icon: 'xero',
    needs: 'saved',
    requests: false,
    formFunction: 'openPane',
  },
];

/** Places of a command. */
export const placesOf = (command: RibbonCommand): readonly RibbonPlace[] =>
  command.gridFunction === undefined ? ['Form'] : ['Form', 'HomepageGrid', 'SubGrid'];
