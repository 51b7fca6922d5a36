/** Texts of RESX files, as the platform hands them to scripts and controls. */
const loaded = new Map<string, ReadonlyMap<string, string>>();

/** Reads a file once; `name` is what scripts ask for. */
export const loadStrings = async (name: string, url: string): Promise<void> => {
  const parsed = new DOMParser().parseFromString(await (await fetch(url)).text(), 'application/xml');
  loaded.set(
    name,
    new Map(
      [...parsed.querySelectorAll('data')].map((data) => [data.getAttribute('name') ?? '', data.querySelector('value')?.textContent ?? '']),
    ),
  );
};

/** The platform answers the key itself where it has no text. */
export const resourceString = (name: string, key: string): string => loaded.get(name)?.get(key) ?? key;
