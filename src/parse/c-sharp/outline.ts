/** What C# files declare, by a scan of their text: they may be named for anything. */
import { attributeName } from './attributes.ts';
import { withoutDirectives } from './masked.ts';

export type Outline = {
  /** Full names of the types that are in no other type. */
  readonly types: readonly string[];
  /** Methods that are called on their first argument: the namespace, the class that holds them, and their name. */
  readonly extensions: readonly { readonly namespace: string; readonly cls: string; readonly name: string }[];
  readonly namespaces: readonly string[];
  /** Namespaces that every file of the project uses because this one says so. */
  readonly globals: readonly string[];
};

type Open = { readonly kind: 'namespace' | 'type' | 'other'; readonly name: string };

const GLOBAL_USING = /^[ \t]*global[ \t]+using[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;/gm;

export function outlineOf(text: string): Outline {
  const scan: Scan = {
    text: withoutDirectives(text),
    open: [],
    types: [],
    extensions: [],
    namespaces: [],
    file: '',
    pending: undefined,
    parentheses: 0,
  };
  for (let at = 0; at < scan.text.length;) at = step(scan, at);
  const { types, extensions, namespaces } = scan;
  const globals = [...text.matchAll(GLOBAL_USING)].flatMap(([, name]) => name ?? []);
  return { types, extensions, namespaces, globals };
}

type Scan = {
  readonly text: string;
  readonly open: Open[];
  readonly types: string[];
  readonly extensions: { readonly namespace: string; readonly cls: string; readonly name: string }[];
  readonly namespaces: string[];
  /** The namespace of the whole file. */
  file: string;
  /** What the next brace opens. */
  pending: Open | undefined;
  parentheses: number;
};

const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;

/** Reads what stands at a place; gives where the next thing begins. */
function step(scan: Scan, at: number): number {
  const { text } = scan;
  const after = afterSkipped(text, at);
  if (after > at) return after;
  const char = text[at] ?? '';
  if (/[\p{L}_]/u.test(char)) {
    WORD.lastIndex = at;
    const [word = char] = WORD.exec(text) ?? [];
    return scan.parentheses === 0 && isOutside(scan) ? declared(scan, word, at + word.length) : at + word.length;
  }
  if (char === '{') {
    scan.open.push(scan.pending ?? { kind: 'other', name: '' });
    scan.pending = undefined;
    scan.parentheses = 0;
  } else if (char === '}') {
    scan.open.pop();
    scan.parentheses = 0;
  } else if (char === ';') scan.pending = undefined;
  else if (char === '(') {
    extension(scan, at);
    scan.parentheses++;
  } else if (char === ')') scan.parentheses = Math.max(0, scan.parentheses - 1);
  return at + 1;
}

/** Whether declarations stand here: not in the body of a method. */
function isOutside({ open }: Scan): boolean {
  return open.at(-1)?.kind !== 'other';
}

const KINDS: ReadonlySet<string> = new Set(['class', 'struct', 'interface', 'enum', 'record']);
const DOTTED = /\s+([\p{L}_][\p{L}\p{N}_.]*)\s*([;{])/uy;
const NAMED = /\s+(?:(?:struct|class)\s+)?@?([\p{L}_][\p{L}\p{N}_]*)/uy;

function declared(scan: Scan, word: string, end: number): number {
  if (word === 'namespace') {
    DOTTED.lastIndex = end;
    const match = DOTTED.exec(scan.text);
    const [whole = '', name = '', sign] = match ?? [];
    if (!match) return end;
    const full = [namespaceIn(scan), name].filter(part => part !== '').join('.');
    scan.namespaces.push(full);
    if (sign === ';') scan.file = full;
    else scan.pending = { kind: 'namespace', name: full };
    return end + whole.length - 1;
  }
  if (!KINDS.has(word)) return end;
  NAMED.lastIndex = end;
  const [whole, written] = NAMED.exec(scan.text) ?? [];
  const name = written?.endsWith('Attribute')
    ? attributeName(written, typeParameters(scan.text, NAMED.lastIndex))
    : written;
  // `where T : class, new()`: no name follows, or none of a type.
  if (whole === undefined || name === undefined || name === 'where') return end;
  scan.pending = { kind: 'type', name };
  if (scan.open.every(({ kind }) => kind === 'namespace'))
    scan.types.push([namespaceIn(scan), name].filter(part => part !== '').join('.'));
  return end + whole.length;
}

/** How many type parameters stand behind a name. */
function typeParameters(text: string, at: number): number {
  const [, list] = /^\s*<([^<>(){};]{1,200})>/.exec(text.slice(at, at + 250)) ?? [];
  return list === undefined ? 0 : list.split(',').length;
}

function namespaceIn({ open, file }: Scan): string {
  return open.findLast(({ kind }) => kind === 'namespace')?.name ?? file;
}

const THIS = /\s*(?:\[[^\]\n]{0,100}\]\s*)?this\s+[\p{L}_]/uy;
const CALLED = /([\p{L}_][\p{L}\p{N}_]*)\s*(?:<[^<>(){};]{0,200}>)?\s*$/u;

function extension(scan: Scan, at: number): void {
  const around = scan.open.at(-1);
  if (around?.kind !== 'type' || scan.parentheses > 0) return;
  THIS.lastIndex = at + 1;
  if (!THIS.test(scan.text)) return;
  const [, name] = CALLED.exec(scan.text.slice(Math.max(0, at - 300), at)) ?? [];
  if (name !== undefined) scan.extensions.push({ namespace: namespaceIn(scan), cls: around.name, name });
}

/** Where a comment, a text or a character that starts here ends; the same place where none does. */
function afterSkipped(text: string, at: number): number {
  const char = text[at];
  if (char === '/' && text[at + 1] === '/') return endOr(text, text.indexOf('\n', at), 0);
  if (char === '/' && text[at + 1] === '*') return endOr(text, text.indexOf('*/', at + 2), 2);
  if (char === '"') return afterText(text, at);
  if (char === "'") {
    const match = /^'(?:\\[^\n']{1,9}|\\'|[^'\\\n])'/.exec(text.slice(at, at + 12));
    return match ? at + match[0].length : at;
  }
  return at;
}

function endOr(text: string, found: number, length: number): number {
  return found === -1 ? text.length : found + length;
}

/** The end of a text. In one with values put in between, those that are texts end it, which leaves braces as they are. */
function afterText(text: string, start: number): number {
  const [quotes = '"'] = /^"+/.exec(text.slice(start, start + 50)) ?? [];
  if (quotes.length >= 3) return endOr(text, text.indexOf(quotes, start + quotes.length), quotes.length);
  if (quotes.length === 2) return start + 2;
  const isVerbatim = text[start - 1] === '@' || (text[start - 1] === '$' && text[start - 2] === '@');
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (isVerbatim && char === '"' && text[at + 1] === '"') at++;
    else if (char === '"') return at + 1;
    else if (!isVerbatim && char === '\\') at++;
    else if (!isVerbatim && char === '\n') return at;
  }
  return text.length;
}
