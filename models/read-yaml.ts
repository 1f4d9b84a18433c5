import { LineCounter, isMap, isScalar, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';

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

/** A checked file with a way from a path in it to its line. */
export type Checked<T> = {
  readonly value: T;
  readonly file: string;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
};

/** Parses YAML text against a schema. Throws `ModelError` with the line of each fault. */
export function readYaml<T>(text: string, file: string, schema: z.ZodType<T>): Checked<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, maxAliasCount: 0 } as object);
  const broken = document.errors.map(error => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    message: firstLine(error.message),
  }));
  if (broken.length > 0) throw new ModelError(broken);
  const lineOf = (path: readonly PropertyKey[]): number => lineOfPath(document, lines, path);
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { value: parsed.data, file, lineOf };
  throw new ModelError(
    parsed.error.issues
      .flatMap(issue => explain(issue, []))
      .map(({ path, message }) => ({ file, line: lineOf(path), message: `${textOf(path)}: ${message}` })),
  );
}

type Issue = z.core.$ZodIssue;

/** Of a union, only the alternative that came nearest is explained: the others say nothing a person can act on. */
function explain(
  issue: Issue,
  prefix: readonly PropertyKey[],
): { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const ranked = issue.errors.map((issues, at) => ({
      issues,
      at,
      cost: issues.reduce((sum, each) => sum + costOf(each), 0),
    }));
    ranked.sort((a, b) => a.cost - b.cost || a.at - b.at);
    return (ranked[0]?.issues ?? []).flatMap(each => explain(each, path));
  }
  if (issue.code === 'unrecognized_keys')
    return [{ path: [...path, issue.keys[0] ?? ''], message: `unknown key "${issue.keys.join('", "')}"` }];
  return [{ path, message: issue.message }];
}

/** A missing discriminating key or a foreign one weighs more than a value out of range. */
function costOf(issue: Issue): number {
  if (issue.code === 'unrecognized_keys') return 4 * issue.keys.length;
  return issue.path.length === 1 && issue.code === 'invalid_type' ? 3 : 1;
}

function lineOfPath(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: Node | null | undefined = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair: { key: unknown; value: unknown } | undefined = node.items.find(
        item => isScalar(item.key) && item.key.value === key,
      );
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (node !== null && node !== undefined && 'items' in node && typeof key === 'number') {
      node = (node.items as readonly Node[])[key];
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

function textOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/ at line \d+, column \d+:?$/, '');
}
