/**
 * Annotations in documentation comments, `@Route("/x", methods={"GET"})`, as if they were attributes. Only classes that the
 * file imports count: all other words behind an `@` are for people.
 *
 * Source: Doctrine Annotations, Custom Annotation Classes; its grammar in `DocParser`.
 */
import type { Decorator, Expr, RecordEntry } from '../../core/program.ts';
import { spanIn } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import { commentAbove, type PhpSource } from './source.ts';

/** Values in values that are read. */
const DEPTH = 20;

export function annotationsAbove(source: PhpSource, node: SyntaxNode): readonly Decorator[] {
  if (source.names.classes.size === 0) return [];
  const comment = commentAbove(source, node);
  if (!comment?.text.includes('@')) return [];
  const reader: Reader = { source, text: comment.text, start: comment.start, at: 3 };
  const found: Decorator[] = [];
  const opening = /@([A-Za-z_][\w\\]*)/g;
  for (let match = nextMatch(opening, reader); match; match = nextMatch(opening, reader)) {
    reader.at = match.index;
    const before = comment.text[match.index - 1] ?? '';
    const isImported = source.names.classes.has((match[1] ?? '').split('\\')[0] ?? '');
    const expression = /[\s*]/.test(before) && isImported ? annotation(reader, 0) : undefined;
    if (expression) found.push({ at: expression.at, expression });
    else reader.at = match.index + match[0].length;
  }
  return found;
}

type Reader = { readonly source: PhpSource; readonly text: string; readonly start: number; at: number };

function nextMatch(pattern: RegExp, reader: Reader): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  return pattern.exec(reader.text);
}

function span(reader: Reader, from: number): Expr['at'] {
  return spanIn(reader.source, reader.start + from, reader.start + reader.at);
}

/** Takes what stands here, if it does. */
function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

/** Blanks, and the stars before lines. */
function skip(reader: Reader): void {
  take(reader, /(?:[ \t]+|\r?\n[ \t]*\*?(?!\/))*/y);
}

function taken(reader: Reader, word: string): boolean {
  skip(reader);
  if (!reader.text.startsWith(word, reader.at)) return false;
  reader.at += word.length;
  return true;
}

function annotation(reader: Reader, depth: number): Expr | undefined {
  const from = reader.at;
  const written = take(reader, /@[A-Za-z_][\w\\]*/y)?.slice(1);
  if (written === undefined) return undefined;
  const nameAt = spanIn(reader.source, reader.start + from + 1, reader.start + reader.at);
  const callee: Expr = { kind: 'name', at: nameAt, name: importedName(reader.source, written) };
  if (reader.text[reader.at] !== '(') return callee;
  reader.at++;
  const args = listed(reader, ')', depth, (key, value, at, keyAt): Expr => {
    return key === undefined ? value : { kind: 'named', at, name: key, nameAt: keyAt, value };
  });
  if (!args) return undefined;
  return {
    kind: 'call',
    at: spanIn(reader.source, reader.start + from + 1, reader.start + reader.at),
    nameAt,
    callee,
    args,
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

/** The name by which the file imports a class; `@ORM\Column` is what lies below an import. */
function importedName({ names }: PhpSource, written: string): string {
  const [first = '', ...rest] = written.split('\\');
  return rest.length === 0 ? first : [names.classes.get(first) ?? first, ...rest].join('\\');
}

function listed<T>(
  reader: Reader,
  close: string,
  depth: number,
  make: (key: string | undefined, value: Expr, at: Expr['at'], keyAt: Expr['at']) => T,
): readonly T[] | undefined {
  const items: T[] = [];
  for (;;) {
    if (taken(reader, close)) return items;
    skip(reader);
    const from = reader.at;
    const key = keyHere(reader);
    const keyAt = span(reader, from);
    if (key !== undefined && !taken(reader, '=') && !taken(reader, ':')) return undefined;
    skip(reader);
    const value = valueHere(reader, depth + 1);
    if (!value) return undefined;
    items.push(make(key, value, span(reader, from), keyAt));
    if (!taken(reader, ',') && !reader.text.startsWith(close, reader.at)) return undefined;
  }
}

/** A word or text before `=` or `:`; undefined where a value stands. */
function keyHere(reader: Reader): string | undefined {
  const found = take(reader, /(?:[A-Za-z_][\w.-]*|"[^"\n]*")(?=\s*(?:=|:(?!:)))/y);
  return found?.replaceAll('"', '');
}

function valueHere(reader: Reader, depth: number): Expr | undefined {
  if (depth > DEPTH) return undefined;
  const from = reader.at;
  if (reader.text[from] === '@') return annotation(reader, depth);
  if (taken(reader, '{')) return arrayHere(reader, from, depth);
  const text = take(reader, /"(?:[^"]|"")*"/y);
  if (text !== undefined)
    return { kind: 'text', at: span(reader, from), value: text.slice(1, -1).replaceAll('""', '"') };
  const number = take(reader, /-?\d+(?:\.\d+)?/y);
  if (number !== undefined) return { kind: 'number', at: span(reader, from), value: Number(number) };
  const word = take(reader, /[A-Za-z_\\][\w\\]*(?:::\w+)?/y);
  if (word === undefined) return undefined;
  const at = span(reader, from);
  if (/^(?:true|false)$/i.test(word)) return { kind: 'boolean', at, value: word.toLowerCase() === 'true' };
  if (/^null$/i.test(word)) return { kind: 'nothing', at };
  const [cls = '', constant] = word.split('::');
  const of: Expr = { kind: 'name', at, name: importedName(reader.source, cls) };
  // `X::class` names the class, and stands for it here.
  return constant === undefined || constant === 'class' ? of : { kind: 'member', at, of, name: constant, nameAt: at };
}

function arrayHere(reader: Reader, from: number, depth: number): Expr | undefined {
  let isRecord = false;
  const items = listed(reader, '}', depth, (key, value, at, keyAt) => {
    isRecord ||= key !== undefined;
    return { key, value, at, keyAt };
  });
  if (!items) return undefined;
  const at = span(reader, from);
  if (!isRecord) return { kind: 'list', at, items: items.map(({ value }) => value) };
  const entries = items.map(({ key, value, at: place, keyAt }, index): RecordEntry => {
    return { kind: 'entry', at: place, key: key ?? String(index), keyAt, value };
  });
  return { kind: 'record', at, entries };
}
