/** What a schema has against a file, in the words of a person who writes one. */
import { z } from 'zod';
import { foundText, unknownName } from './found.ts';
import { childOf, expectedBy, keysOf, kindsOf, optionOf, schemaAt, wordsOf, type Schema } from './schema-words.ts';

export type SchemaFault = { readonly path: readonly PropertyKey[]; readonly message: string };

/** One fault a thing that is wrong, in the order in which zod finds them. */
export function schemaFaults(schema: Schema, value: unknown, issues: readonly z.core.$ZodIssue[]): SchemaFault[] {
  return issues.flatMap(issue => explain(issue, { schema, value, path: [] }));
}

/** The part of a file that an issue speaks from. */
type Place = { readonly schema: Schema; readonly value: unknown; readonly path: readonly PropertyKey[] };

function explain(issue: z.core.$ZodIssue, from: Place): SchemaFault[] {
  const path = [...from.path, ...issue.path];
  const found = issue.path.reduce(childOf, from.value);
  const schema = schemaAt(from.schema, from.value, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const object = schema instanceof z.ZodUnion ? optionOf(schema, found)?.schema : schema;
    const known = keysOf(object);
    const expected = `one of the keys ${known.join(', ')}`;
    return issue.keys.map(key => ({ path: [...path, key], message: unknownName(expected, key, known) }));
  }
  if (issue.code === 'invalid_union') {
    if (issue.errors.length === 0) return [{ path, message: notOneOf(kindsOf(from.schema), found) }];
    const option = schema instanceof z.ZodUnion ? optionOf(schema, found) : undefined;
    // Of a union, only the alternative that was meant is explained: the others say nothing a person can act on.
    if (option !== undefined)
      return (issue.errors[option.at] ?? []).flatMap(each =>
        explain(each, { schema: option.schema, value: found, path }),
      );
    const kinds = kindsOf(schema);
    const stray = Object.keys(found ?? {}).find(key => !keysOf(schema).includes(key));
    if (typeof found === 'object' && kinds.length > 0 && stray !== undefined)
      return [{ path: [...path, stray], message: unknownName(`one of the keys ${kinds.join(', ')}`, stray, kinds) }];
  }
  return [{ path, message: mismatch(issue, schema, found) }];
}

function mismatch(issue: z.core.$ZodIssue, schema: Schema | undefined, found: unknown): string {
  const words = wordsOf(schema);
  if (words !== undefined) return notOneOf(words, found);
  const expected =
    issue.code === 'invalid_format' ? issue.message : schema === undefined ? issue.message : expectedBy(schema);
  const quotes = schema instanceof z.ZodString && (typeof found === 'number' || typeof found === 'boolean');
  return `expected ${expected}, found ${foundText(found)}${quotes ? ': put it in quotes' : ''}`;
}

function notOneOf(words: readonly string[], found: unknown): string {
  const expected = words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
  return typeof found === 'string'
    ? unknownName(expected, found, words)
    : `expected ${expected}, found ${foundText(found)}`;
}
