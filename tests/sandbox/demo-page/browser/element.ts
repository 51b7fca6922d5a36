/** Makes elements: what is put in as text stays text. */
export type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

export const element = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (typeof value === 'boolean') made.toggleAttribute(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return made;
};

/** Replaces what is inside. */
export const fill = (parent: Element, ...children: readonly Child[]): void =>
  parent.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));

/** A drawing of ours, from its path data on a 20 by 20 field. */
export const icon = (path: string): SVGSVGElement => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  return svg;
};

export const icons = {
  back: 'M8.5 4 3 10l5.500 6 1-1L5.500 10.700H17v-1.400H5.500L9.500 5z',
  save: 'M4 3h10l3 3v11H3V4a1 1 0 0 1 1-1zm1 1.500v11h10V6.600L13.400 5H13v4H6V4.500zm2.500 0v3h4v-3zM7 12h6v3.500H7z',
  refresh: 'M10 3.500a6.500 6.500 0 1 0 6.400 7.700h-1.500A5 5 0 1 1 13.600 6.500H11V8h5V3h-1.500v2.300A6.400 6.400 0 0 0 10 3.500z',
  check: 'M7.700 15.300 3 10.600l1.100-1.100 3.600 3.600 8.200-8.200L17 6z',
  open: 'M4 4h5v1.500H5.500v9h9V11H16v5H4zm7 0h5v5h-1.500V6.600l-4.700 4.700-1.100-1.100 4.700-4.700H11z',
  dismiss: 'm5 4 5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5-5-5z',
  invoice: 'M5 2.500h7l4 4v11H5zm1.500 1.500v12h8V7.500H11V4zM8 9.500h5V11H8zm0 3h5V14H8z',
  theme: 'M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM4 10a6 6 0 0 1 6-6v12a6 6 0 0 1-6-6z',
  warning: 'M9.100 4h1.800v7.500H9.100zm0 9.500h1.800v2H9.100z',
  information: 'M9.100 8.500h1.800V16H9.100zm0-4.500h1.800v2H9.100z',
} as const;
