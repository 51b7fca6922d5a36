import { webLightTheme } from '@fluentui/react-components';
import type { Theme } from '@fluentui/react-components';
import * as React from 'react';
import { browserFormats } from './formats.ts';
import type { Inputs } from './inputs.ts';
import { LiveStatus } from './LiveStatus.tsx';
import { isDenied, readStatus } from './read-status.ts';
import type { Subject } from './status-rows.ts';
import type { Texts } from './texts.ts';
import { english } from './texts.ts';

type Outputs = Record<string, never>;
type Context = ComponentFramework.Context<Inputs>;

// The record of the form is handed over by every model-driven host but is not in the published types.
interface PageContext {
  readonly mode: { readonly contextInfo?: { readonly entityTypeName?: string; readonly entityId?: string } };
}

const subjectOf = (context: Context): Subject => {
  const info = (context as PageContext).mode.contextInfo;
  const id = (info?.entityId ?? '').replace(/[{}]/g, '').toLowerCase();
  return { table: info?.entityTypeName === 'stl3_xerodetails' ? 'stl3_xerodetails' : 'invoice', id };
};

const textsOf =
  (context: Context): Texts =>
  (key) => {
    const translated = context.resources.getString(key);
    // A host without our strings answers the key itself.
    return translated === '' || translated === key ? english[key] : translated;
  };

/** Adapter between Power Apps and the card: it holds no state of its own. */
export class XeroStatus implements ComponentFramework.ReactControl<Inputs, Outputs> {
  init(): void {
    // Nothing to prepare: the card reads for itself once it is shown.
  }

  updateView(context: Context): React.ReactElement {
    return React.createElement(LiveStatus, {
      subject: subjectOf(context),
      read: (subject) => readStatus(context.webAPI, subject),
      isDenied,
      text: textsOf(context),
      formats: () => browserFormats(new Date()),
      theme: (context.fluentDesignLanguage?.tokenTheme as Theme | undefined) ?? webLightTheme,
    });
  }

  /** The bound column is only a place on the form; it stays empty. */
  getOutputs(): Outputs {
    return {};
  }

  destroy(): void {
    // The host unmounts the card, which ends its looking.
  }
}
