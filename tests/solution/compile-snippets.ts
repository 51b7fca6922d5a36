/** Compiles small pieces of code as if they stood in one of the rooms, with that room's own compiler settings. */
import { dirname, join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** A room: the settings that its code is checked with, and the folder that the code would stand in. */
export interface Room {
  readonly config: string;
  readonly folder: string;
}

const optionsOf = (config: string): ts.CompilerOptions => {
  const path = join(root, config);
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, dirname(path));
  return { ...options, noEmit: true, strict: true };
};

/**
 * Compiles all snippets of one room in one go; nothing is written.
 * @param snippets source text by name
 * @returns what the compiler said of each, by name; empty = it compiles
 */
export const compileSnippets = <const Name extends string>(
  room: Room,
  snippets: Readonly<Record<Name, string>>,
): Readonly<Record<Name, readonly string[]>> => {
  const options = optionsOf(room.config);
  const pathOf = (name: string): string => join(root, room.folder, `snippet-${name}.ts`);
  const sources = new Map(Object.entries<string>(snippets).map(([name, text]) => [pathOf(name), text]));
  const host = ts.createCompilerHost(options);
  const onDisk = {
    fileExists: host.fileExists.bind(host),
    readFile: host.readFile.bind(host),
    getSourceFile: host.getSourceFile.bind(host),
  };
  host.fileExists = (path) => sources.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => sources.get(path) ?? onDisk.readFile(path);
  host.getSourceFile = (path, language, ...more) => {
    const text = sources.get(path);
    return text === undefined ? onDisk.getSourceFile(path, language, ...more) : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  const judged = Object.keys(snippets).map((name) => {
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(pathOf(name)));
    return [name, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
  });
  return Object.fromEntries(judged) as Record<Name, readonly string[]>;
};
