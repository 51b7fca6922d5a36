/** Hosts the status control as a form does: its production bundle, the platform's React and Fluent, a context of the record. */
import { resourceString } from './resource-strings.ts';
import { webApi } from './web-api.ts';

interface Control {
  init(context: unknown, changed: () => void, state: unknown): void;
  updateView(context: unknown): unknown;
  destroy(): void;
}
interface Platform {
  readonly ReactDOMv16: { render(element: unknown, container: Element): void; unmountComponentAtNode(container: Element): void };
  readonly FluentUIReactv940: { readonly webLightTheme: object; readonly webDarkTheme: object };
}

/** The platform's Fluent expects React under its own name; to be called between the two. */
export const publishReact = (): void => {
  const { Reactv16, ReactDOMv16 } = window as unknown as Record<string, unknown>;
  Object.assign(window, { React: Reactv16, ReactDOM: ReactDOMv16 });
};

let registered: (new () => Control) | null = null;

/** To be called before the bundle's script runs. */
export const awaitRegistration = (): void => {
  Object.assign(window, { ComponentFramework: { registerControl: (_name: string, control: new () => Control) => (registered = control) } });
};

/** Shows the control for a record. @returns how to draw it again (the theme changed) and how to take it away */
export const hostControl = (
  container: HTMLElement,
  table: string,
  id: string,
): { readonly draw: () => void; readonly destroy: () => void } => {
  const platform = window as unknown as Platform;
  if (!registered) throw new Error('The status control did not register itself.');
  const control = new registered();
  const contextOf = () => ({
    parameters: { place: { raw: null, type: 'SingleLine.Text' } },
    mode: { isVisible: true, isControlDisabled: false, label: 'Xero status', contextInfo: { entityTypeName: table, entityId: id } },
    resources: { getString: (key: string) => resourceString('XeroStatus', key) },
    webAPI: webApi,
    fluentDesignLanguage: {
      tokenTheme:
        document.documentElement.dataset['theme'] === 'dark'
          ? platform.FluentUIReactv940.webDarkTheme
          : platform.FluentUIReactv940.webLightTheme,
    },
  });
  const draw = (): void => platform.ReactDOMv16.render(control.updateView(contextOf()), container);
  control.init(contextOf(), draw, {});
  draw();
  return {
    draw,
    destroy: () => {
      platform.ReactDOMv16.unmountComponentAtNode(container);
      control.destroy();
    },
  };
};
