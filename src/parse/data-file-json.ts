import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Place, Span } from './data-file-places.ts';
import type { DataText, Trouble } from './data-file.ts';
import { CAPS } from './parsed.ts';

/** Tokens of the scanner. The package declares them as `const enum`, which cannot be imported into erasable TypeScript. */
const TOKEN = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, colon: 6, end: 17 } as const;

/** The document of a JSON text, read with comments and trailing commas; an empty text has none. */
export function jsonDocuments(text: string): DataText {
  const trouble = outOfBounds(text);
  if (trouble) return { kind: 'failed', trouble };
  if (text.trim() === '') return { kind: 'read', values: [], places: () => [], troubles: [] };

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  if (first || !root) return { kind: 'failed', trouble: troubleOf(text, first) };
  const repeated: Trouble[] = [];
  const values = [valueOf(root, repeated)];
  return { kind: 'read', values, places: () => [placeOf(root)], troubles: repeated };
}

/** The parser descends by recursion, so depth and size are counted on tokens before it starts. */
function outOfBounds(text: string): Trouble | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  let tokens = 0;
  for (let token = scanner.scan(); token !== TOKEN.end; token = scanner.scan()) {
    if (token === TOKEN.openBrace || token === TOKEN.openBracket) depth++;
    if (token === TOKEN.closeBrace || token === TOKEN.closeBracket) depth--;
    if (token !== TOKEN.comma && token !== TOKEN.colon) tokens++;
    if (depth > CAPS.depth) {
      return {
        code: 'too-deep',
        offset: scanner.getTokenOffset(),
        message: `nested more than ${CAPS.depth} levels deep; the file was left out`,
      };
    }
    if (tokens > CAPS.nodes) {
      return {
        code: 'too-many-values',
        offset: scanner.getTokenOffset(),
        message: `more than ${CAPS.nodes} values; the file was left out`,
      };
    }
  }
  return undefined;
}

function troubleOf(text: string, error: ParseError | undefined): Trouble {
  const offset = error?.offset ?? 0;
  if (/\{\{|\{%|<%/.test(text)) {
    return {
      code: 'templated-json',
      offset,
      message: 'a template that is JSON only once it is rendered; the file was left out',
    };
  }
  const words = (error ? printParseErrorCode(error.error) : 'ValueExpected').replace(
    /[A-Z]/g,
    (letter, index: number) => (index ? ' ' : '') + letter.toLowerCase(),
  );
  return { code: 'unreadable-json', offset, message: `${words}; the file was left out` };
}

/** Every reader of JSON takes the last of two equal keys; that there were two is worth saying. */
function valueOf(node: Node, repeated: Trouble[]): unknown {
  if (node.type === 'array') return (node.children ?? []).map(child => valueOf(child, repeated));
  if (node.type !== 'object') return node.value as unknown;
  const record = Object.create(null) as Record<string, unknown>;
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const name = String(key.value);
    if (name in record) {
      repeated.push({
        code: 'repeated-key',
        offset: key.offset,
        message: 'key repeated; the last one was taken, as JSON readers do',
      });
    }
    record[name] = valueOf(value, repeated);
  }
  return record;
}

function placeOf(node: Node): Place {
  const span = spanOf(node);
  if (node.type === 'array')
    return {
      kind: 'list',
      span: { start: span.start, end: span.start + 1 },
      items: (node.children ?? []).map(placeOf),
    };
  if (node.type !== 'object') return { kind: 'scalar', span };
  const entries = new Map<string, { readonly key: Span; readonly value: Place }>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) entries.set(String(key.value), { key: spanOf(key), value: placeOf(value) });
  }
  return { kind: 'record', span: { start: span.start, end: span.start + 1 }, entries, merged: [] };
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}
