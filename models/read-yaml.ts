import * as yaml from 'js-yaml';
import type { z } from 'zod';
import { foundText } from './found.ts';
import { lineCounter } from './line-counter.ts';
import { schemaFaults } from './schema-faults.ts';
import { offsetOf, pathText, yamlTree, type Path, type YamlNode } from './yaml-tree.ts';

/** One thing wrong with a model file, in the form `file:line message`. */
export type ModelFault = { readonly file: string; readonly line: number; readonly message: string };

/** A model file that cannot be used. Its message has one line a fault. */
export class ModelError extends Error {
  readonly faults: readonly ModelFault[];
  constructor(faults: readonly ModelFault[]) {
    super(faults.map(fault => `${fault.file}:${fault.line} ${fault.message}`).join('\n'));
    this.name = 'ModelError';
    this.faults = faults;
  }
}

/** A file that its schema accepts, with the way from a path in it to a fault. */
export type Checked<T> = {
  readonly value: T;
  readonly file: string;
  /** `what` is said of the part that the path leads to: `expected …, found …`. */
  readonly faultAt: (path: Path, what: string) => ModelFault;
};

/** Lists and maps in each other; a rule with ten levels of `all` and `any` needs fewer. */
const MAX_DEPTH = 40;

/** Parses YAML text against a schema. Throws `ModelError` with every fault in the order of their lines. */
export function readYaml<T>(text: string, file: string, schema: z.ZodType<T>): Checked<T> {
  const lineAt = lineCounter(text);
  const { root, value } = parsed(text, file, lineAt);
  const faultAt = (path: Path, what: string): ModelFault => ({
    file,
    line: lineAt(offsetOf(root, path)),
    message: `${pathText(root, path)}: ${what}`,
  });
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, file, faultAt };
  throw new ModelError(
    byLine(schemaFaults(schema, value, result.error.issues).map(({ path, message }) => faultAt(path, message))),
  );
}

/** Faults of one file in the order of their lines; those of one line in the order in which they were found. */
export function byLine(faults: readonly ModelFault[]): readonly ModelFault[] {
  return faults.toSorted((a, b) => a.line - b.line);
}

/** The one document of a text. What YAML allows and a model has no use for is a fault: aliases, and keys that stand twice. */
function parsed(
  text: string,
  file: string,
  lineAt: (offset: number) => number,
): { readonly root: YamlNode; readonly value: unknown } {
  const broken = (offset: number, what: string, path = 'the file'): ModelFault => ({
    file,
    line: lineAt(offset),
    message: `${path}: ${what}`,
  });
  try {
    const events = yaml.parseEvents(text, { maxDepth: MAX_DEPTH });
    const { root, second } = yamlTree(text, events);
    if (root === undefined) throw new ModelError([broken(0, 'expected a map with keys, found an empty file')]);
    if (second !== undefined) throw new ModelError([broken(second, 'expected one document, found a second one')]);
    const faults = structureFaults(root, []).map(({ at, path, what }) => broken(at, what, pathText(root, path)));
    if (faults.length > 0) throw new ModelError(byLine(faults));
    return { root, value: yaml.constructFromEvents(events, { source: text, maxAliases: 0 })[0] };
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw error;
    const { reason } = error;
    const what = reason.startsWith('nesting exceeded')
      ? `expected at most ${MAX_DEPTH} levels of lists and maps, found more`
      : `expected YAML, found an error in it: ${reason}`;
    throw new ModelError([broken(error.mark?.position ?? 0, what)]);
  }
}

type StructureFault = { readonly at: number; readonly path: Path; readonly what: string };

function structureFaults(node: YamlNode, path: Path): readonly StructureFault[] {
  if (node.kind === 'alias')
    return [
      { at: node.at, path, what: `expected the thing itself, found an alias of it, ${foundText(`*${node.text}`)}` },
    ];
  if (node.kind === 'list') return node.items.flatMap((item, at) => structureFaults(item, [...path, at]));
  if (node.kind === 'scalar') return [];
  const seen = new Set<string>();
  return node.entries.flatMap(({ key, at, value }) => {
    const here = [...path, key];
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated
      ? [{ at, path: here, what: 'expected a key that stands once, found it again' }]
      : structureFaults(value, here);
  });
}
