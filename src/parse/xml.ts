import type { FileRole } from '../core/fact.ts';
import type { Location } from '../core/location.ts';
import type { Parsed } from './parsed.ts';
import { lineStarts, locationIn } from './text-file.ts';

/** An XML file as elements. Namespaces are left in names; comments and processing instructions are left out. */
export type XmlFile = {
  readonly path: string;
  readonly role: FileRole;
  readonly root: XmlElement;
};

export type XmlElement = {
  /** As written: `beans:bean`. */
  readonly name: string;
  /** The name without its prefix. */
  readonly local: string;
  /** The opening tag. */
  readonly at: Location;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Text directly inside, without blanks at its ends; that of all parts together. */
  readonly text: string;
  /** Where that text stands; the opening tag when there is none. */
  readonly textAt: Location;
};

export type XmlAttribute = { readonly name: string; readonly value: string; readonly at: Location };

/** Elements inside elements. */
const DEPTH = 200;
const ELEMENT_LIMIT = 200_000;

/**
 * Reads an XML file. Nothing is fetched and no entity is expanded but the five of the language and characters by number;
 * declarations of document types are skipped. What is not well-formed is a diagnostic `unreadable-xml`.
 *
 * Source: Extensible Markup Language (XML) 1.0, fifth edition.
 */
export function xmlFile(path: string, role: FileRole, text: string): Parsed<XmlFile> {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const starts = lineStarts(clean);
  const place = (start: number, end: number): Location => locationIn(path, starts, start, end);
  const read = readDocument(clean, place);
  if (read.kind === 'read') return { kind: 'parsed', file: { path, role, root: read.root }, diagnostics: [] };
  return {
    kind: 'failed',
    diagnostic: { code: 'unreadable-xml', at: place(read.offset, read.offset), message: read.why },
  };
}

type Open = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  readonly texts: { readonly text: string; readonly start: number; readonly end: number }[];
};

type Read =
  | { readonly kind: 'read'; readonly root: XmlElement }
  | { readonly kind: 'failed'; readonly offset: number; readonly why: string };

function readDocument(text: string, place: (start: number, end: number) => Location): Read {
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  let at = 0;
  const failed = (offset: number, why: string): Read => ({ kind: 'failed', offset, why });
  const close = (element: Open): void => {
    const made = elementOf(element, place);
    const parent = open.at(-1);
    if (parent) parent.children.push(made);
    else root ??= made;
  };
  while (at < text.length) {
    const start = text.indexOf('<', at);
    const inside = open.at(-1);
    const until = start < 0 ? text.length : start;
    if (inside && until > at) inside.texts.push({ text: unescaped(text.slice(at, until)), start: at, end: until });
    if (start < 0) break;
    const skipped = skippedEnd(text, start);
    if (skipped !== undefined) {
      if (skipped < 0) return failed(start, 'what begins here is not closed');
      if (inside && text.startsWith('<![CDATA[', start))
        inside.texts.push({ text: text.slice(start + 9, skipped - 3), start: start + 9, end: skipped - 3 });
      at = skipped;
      continue;
    }
    const end = tagEnd(text, start);
    if (end < 0) return failed(start, 'this tag is not closed');
    if (text[start + 1] === '/') {
      const element = open.pop();
      const name = text.slice(start + 2, end - 1).trim();
      if (element?.name !== name) return failed(start, `</${name.slice(0, 60)}> closes nothing that is open`);
      close(element);
    } else {
      const tag = tagOf(text, start, end, place);
      if (!tag) return failed(start, 'this is no tag');
      if (open.length >= DEPTH || ++count > ELEMENT_LIMIT)
        return failed(start, 'elements are nested too deeply, or too many');
      if (tag.isEmpty) close(tag.element);
      else open.push(tag.element);
    }
    at = end;
  }
  const unclosed = open.at(-1);
  if (unclosed) return failed(unclosed.start, `<${unclosed.name.slice(0, 60)}> is not closed`);
  return root ? { kind: 'read', root } : failed(0, 'it holds no element');
}

/** The end of a comment, CDATA section, instruction or declaration that begins here; -1 when it has none; undefined for a tag. */
function skippedEnd(text: string, start: number): number | undefined {
  if (text.startsWith('<!--', start)) return after(text, '-->', start + 4);
  if (text.startsWith('<![CDATA[', start)) return after(text, ']]>', start + 9);
  if (text.startsWith('<?', start)) return after(text, '?>', start + 2);
  if (!text.startsWith('<!', start)) return undefined;
  // A document type may hold declarations of its own in brackets.
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '"' || character === "'") {
      index = text.indexOf(character, index + 1);
      if (index < 0) return -1;
    } else if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (character === '>' && depth <= 0) return index + 1;
  }
  return -1;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** One after the `>` that ends a tag, which may stand in values of its attributes; -1 when nothing does. */
function tagEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index];
    if (character === '>') return index + 1;
    if (character === '<') return -1;
    if (character !== '"' && character !== "'") continue;
    index = text.indexOf(character, index + 1);
    if (index < 0) return -1;
  }
  return -1;
}

const NAME = /[^\s/>=<"']+/y;
const ATTRIBUTE = /\s+([^\s/>=<"']+)\s*=\s*("[^"]*"|'[^']*')/y;

function tagOf(
  text: string,
  start: number,
  end: number,
  place: (start: number, end: number) => Location,
): { readonly element: Open; readonly isEmpty: boolean } | undefined {
  NAME.lastIndex = start + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  const attributes: XmlAttribute[] = [];
  let at = NAME.lastIndex;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(text);
    if (!found || ATTRIBUTE.lastIndex > end) break;
    at = ATTRIBUTE.lastIndex;
    const [, attribute = '', quoted = ''] = found;
    attributes.push({
      name: attribute,
      value: unescaped(quoted.slice(1, -1)),
      at: place(at - quoted.length + 1, at - 1),
    });
  }
  return {
    element: { name, start, end, attributes, children: [], texts: [] },
    isEmpty: text[end - 2] === '/',
  };
}

function elementOf(element: Open, place: (start: number, end: number) => Location): XmlElement {
  const { name, start, end, texts } = element;
  const written = texts.filter(({ text }) => text.trim() !== '');
  const [first] = written;
  const last = written.at(-1);
  const lead = first ? first.text.length - first.text.trimStart().length : 0;
  const trail = last ? last.text.length - last.text.trimEnd().length : 0;
  return {
    name,
    local: name.slice(name.indexOf(':') + 1),
    at: place(start, end),
    attributes: element.attributes,
    children: element.children,
    text: written
      .map(({ text }) => text)
      .join('')
      .trim(),
    textAt: first && last ? place(first.start + lead, last.end - trail) : place(start, end),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Other entities stay as they are written. */
function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(\w{1,20}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? whole;
    const code = Number.parseInt(String(hex ?? decimal), hex === undefined ? 10 : 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Children of this name, whatever their prefix. */
export function childrenOf(element: XmlElement, local: string): readonly XmlElement[] {
  return element.children.filter(child => child.local === local);
}

export function childOf(element: XmlElement, local: string): XmlElement | undefined {
  return element.children.find(child => child.local === local);
}

export function attributeOf(element: XmlElement, name: string): XmlAttribute | undefined {
  return element.attributes.find(attribute => attribute.name === name);
}
