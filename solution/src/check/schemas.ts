/** Validation against Microsoft's own XSDs, where they and `xmllint-wasm` are at hand. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';

/** One piece of XML and the schema that it is held against. */
export interface SchemaTask {
  /** What the finding names. */
  readonly file: string;
  readonly xml: string;
  readonly schema: 'CustomizationsSolution.xsd' | 'RibbonCore.xsd' | 'FormXml.xsd' | 'SiteMap.xsd';
}

interface ValidationError {
  readonly message: string;
  readonly loc: { readonly fileName: string; readonly lineNumber: number } | null;
}
interface Validator {
  validateXML(options: {
    readonly xml: readonly { readonly fileName: string; readonly contents: string }[];
    readonly schema: { readonly fileName: string; readonly contents: string };
    readonly preload: readonly { readonly fileName: string; readonly contents: string }[];
    readonly initialMemoryPages: number;
    readonly maxMemoryPages: number;
  }): Promise<{ readonly valid: boolean; readonly errors: readonly ValidationError[] }>;
}

// A validator is no part of the product, so it is looked for and not depended on.
const VALIDATOR = 'xmllint-wasm';

/** @returns null where the validator is not installed */
export const loadValidator = async (): Promise<Validator | null> => {
  try {
    return (await import(VALIDATOR)) as Validator;
  } catch {
    return null;
  }
};

/**
 * Findings of the schemas, none where all is valid.
 * @param folder holds the XSDs in the form that xmllint takes
 */
export const validate = async (validator: Validator, folder: string, tasks: readonly SchemaTask[]): Promise<readonly Finding[]> => {
  const schemas = readdirSync(folder)
    .filter((name) => name.endsWith('.xsd'))
    .map((fileName) => ({ fileName, contents: readFileSync(join(folder, fileName), 'utf8') }));
  const found: Finding[] = [];
  for (const [name, of] of Map.groupBy(tasks, ({ schema }) => schema)) {
    const schema = schemas.find(({ fileName }) => fileName === name);
    if (schema === undefined) {
      found.push(finding(2, name, 'is not in the folder of the schemas'));
      continue;
    }
    // One call per schema: reading the schema takes longer than reading the files.
    const { errors } = await validator.validateXML({
      xml: of.map(({ xml }, index) => ({ fileName: `${index}.xml`, contents: xml })),
      schema,
      preload: schemas.filter((other) => other !== schema),
      initialMemoryPages: 1024,
      maxMemoryPages: 4096,
    });
    found.push(
      ...errors.map(({ message, loc }) =>
        finding(2, of[Number.parseInt(loc?.fileName ?? '', 10)]?.file ?? name, `line ${loc?.lineNumber ?? 0}: ${message.trim()} (${name})`),
      ),
    );
  }
  return found;
};
