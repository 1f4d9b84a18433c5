import type { Location } from '../core/location.ts';
import type { ProtobufMethod, ProtobufService } from './protobuf.ts';
import type { Token } from './protobuf-tokens.ts';

export type ProtobufRead =
  | {
      readonly kind: 'read';
      readonly package: string;
      readonly syntax: string;
      readonly services: readonly ProtobufService[];
      readonly messages: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly kind: 'failed'; readonly offset: number; readonly message: string };

type Locate = (start: number, end: number) => Location;

/** Thrown inside this file alone, to leave the descent; `readProtobuf` turns it into a result. */
class Unreadable extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads package, syntax, services and the names of fields; passes over everything else by its braces.
 *
 * Source: Protocol Buffers language specification (proto3, editions); google/api/http.proto for bindings.
 */
export function readProtobuf(tokens: readonly Token[], locate: Locate): ProtobufRead {
  const reader = new Reader(tokens);
  let name = '';
  let syntax = 'proto2';
  const services: ProtobufService[] = [];
  const messages = new Map<string, readonly string[]>();
  try {
    while (!reader.done) {
      const token = reader.take();
      if (token.text === 'package' && token.kind === 'name') name = reader.take('name').text;
      else if (token.text === 'syntax' || token.text === 'edition') {
        reader.expect('=');
        const { text } = reader.take('text');
        syntax = token.text === 'edition' ? `edition ${text}` : text;
      } else if (token.text === 'service' && reader.peek()?.kind === 'name') {
        services.push(serviceOf(reader, locate));
        continue;
      } else if (token.text === 'message' && reader.peek()?.kind === 'name') {
        messages.set(reader.take('name').text, fieldNames(reader));
        continue;
      }
      reader.passStatement(token);
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'failed', offset: error.offset, message: error.message };
  }
  return { kind: 'read', package: name, syntax, services, messages };
}

/** What stands in a message beside fields. */
const NO_FIELDS: ReadonlySet<string> = new Set(['message', 'enum', 'option', 'reserved', 'extensions', 'extend', ';']);

/** The fields of a message, those of its `oneof`s among them; what is declared in it is passed over. */
function fieldNames(reader: Reader): readonly string[] {
  const names: string[] = [];
  reader.expect('{');
  let isInOneof = false;
  for (;;) {
    if (reader.taken('}')) {
      if (!isInOneof) return names;
      isInOneof = false;
      continue;
    }
    const token = reader.take();
    if (token.text === 'oneof' && reader.peek()?.kind === 'name') {
      reader.take('name');
      reader.expect('{');
      isInOneof = true;
    } else if (NO_FIELDS.has(token.text) && reader.peek()?.text !== '=') reader.passStatement(token);
    else {
      const name = fieldName(reader, token);
      if (name !== undefined) names.push(name);
    }
  }
}

/** `repeated string names = 1 [deprecated = true];`: the name is what stands before the first `=`. */
function fieldName(reader: Reader, first: Token): string | undefined {
  let before = first;
  for (;;) {
    const next = reader.peek();
    if (next?.kind === 'symbol' && /^[;{}]$/.test(next.text)) {
      reader.passStatement(before);
      return undefined;
    }
    const token = reader.take();
    if (token.kind === 'symbol' && token.text === '=') {
      reader.passStatement(token);
      return before.kind === 'name' ? before.text : undefined;
    }
    before = token;
  }
}

function serviceOf(reader: Reader, locate: Locate): ProtobufService {
  const name = reader.take('name');
  reader.expect('{');
  const methods: ProtobufMethod[] = [];
  let deprecatedAt: Location | undefined;
  while (!reader.taken('}')) {
    const token = reader.take();
    if (token.kind === 'name' && token.text === 'rpc') methods.push(methodOf(reader, locate));
    else if (token.kind === 'name' && token.text === 'option') {
      const option = optionOf(reader, locate);
      if (option.name === 'deprecated' && textIn(option.value) === 'true') deprecatedAt = option.at;
    } else reader.passStatement(token);
  }
  return {
    name: name.text,
    at: locate(name.start, name.end),
    methods: deprecatedAt ? methods.map(method => ({ deprecatedAt, ...method, deprecated: true })) : methods,
  };
}

function methodOf(reader: Reader, locate: Locate): ProtobufMethod {
  const name = reader.take('name');
  let isStream = false;
  let input = '';
  for (let before = ''; reader.peek()?.text !== '{' && reader.peek()?.text !== ';';) {
    const { text } = reader.take();
    // A message may be called so, too.
    isStream ||= before === '(' && text === 'stream' && reader.peek()?.text !== ')';
    if (text === ')' && input === '') input = before;
    before = text;
  }
  const options: Option[] = [];
  if (reader.take().text === '{') {
    while (!reader.taken('}')) {
      const token = reader.take();
      if (token.kind === 'name' && token.text === 'option') options.push(optionOf(reader, locate));
      else reader.passStatement(token);
    }
  }
  const deprecated = options.find(option => option.name === 'deprecated' && textIn(option.value) === 'true');
  const isSafe = options.some(
    option => option.name === 'idempotency_level' && textIn(option.value) === 'NO_SIDE_EFFECTS',
  );
  return {
    name: name.text,
    at: locate(name.start, name.end),
    input,
    deprecated: deprecated !== undefined,
    ...(deprecated ? { deprecatedAt: deprecated.at } : {}),
    ...(isSafe ? { isSafe } : {}),
    ...(isStream ? { isStream } : {}),
    http: options.flatMap(option => (option.name === '(google.api.http)' ? bindingsOf(entriesOf(option), 0) : [])),
  };
}

type Option = { readonly name: string; readonly path: string; readonly at: Location; readonly value: Value };
type Value =
  | { readonly kind: 'scalar'; readonly text: string; readonly at: Location }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'message'; readonly entries: readonly Entry[] };
type Entry = { readonly key: string; readonly value: Value };

/** `deprecated = true;`, `(google.api.http) = { … };`, `(google.api.http).get = "/x";`: the name, then the field in it. */
function optionOf(reader: Reader, locate: Locate): Option {
  const first = reader.peek();
  let name = '';
  let path = '';
  if (reader.taken('(')) {
    name = `(${reader.take('name').text.replace(/^\./, '')})`;
    reader.expect(')');
  } else name = reader.take('name').text;
  while (reader.peek() && reader.peek()?.text !== '=') path += reader.take().text;
  reader.expect('=');
  const value = valueOf(reader, locate, 0);
  reader.taken(';');
  return { name, path: path.replace(/^\./, ''), at: locate(first?.start ?? 0, first?.end ?? 0), value };
}

const MAX_DEPTH = 50;

/** A constant or a message in text format, in braces or angle brackets. */
function valueOf(reader: Reader, locate: Locate, depth: number): Value {
  if (depth > MAX_DEPTH)
    throw new Unreadable(`options nested more than ${MAX_DEPTH} levels deep`, reader.peek()?.start ?? 0);
  if (reader.taken('{')) return { kind: 'message', entries: fieldsOf(reader, locate, '}', depth) };
  if (reader.taken('<')) return { kind: 'message', entries: fieldsOf(reader, locate, '>', depth) };
  if (reader.taken('[')) {
    const items: Value[] = [];
    while (!reader.taken(']')) {
      items.push(valueOf(reader, locate, depth + 1));
      reader.taken(',');
    }
    return { kind: 'list', items };
  }
  const first = reader.take();
  let { text, end } = first;
  if (first.text === '-' || first.text === '+') text += reader.take().text;
  // Strings that stand beside each other are one.
  while (first.kind === 'text' && reader.peek()?.kind === 'text') {
    const next = reader.take();
    text += next.text;
    end = next.end;
  }
  return { kind: 'scalar', text, at: locate(first.start, end) };
}

function fieldsOf(reader: Reader, locate: Locate, close: string, depth: number): readonly Entry[] {
  const entries: Entry[] = [];
  while (!reader.taken(close)) {
    const token = reader.take();
    if (token.text === ',' || token.text === ';') continue;
    let key = token.text;
    // `[extension.name]` as a field.
    if (key === '[') while (!reader.taken(']')) key += reader.take().text;
    reader.taken(':');
    entries.push({ key, value: valueOf(reader, locate, depth + 1) });
  }
  return entries;
}

function entriesOf(option: Option): readonly Entry[] {
  if (option.path !== '') return [{ key: option.path, value: option.value }];
  return option.value.kind === 'message' ? option.value.entries : [];
}

const METHODS: readonly string[] = ['get', 'put', 'post', 'delete', 'patch'];

function bindingsOf(entries: readonly Entry[], depth: number): ProtobufMethod['http'] {
  const body = textIn(entries.find(entry => entry.key === 'body')?.value) ?? '';
  return entries.flatMap(({ key, value }): ProtobufMethod['http'] => {
    if (METHODS.includes(key) && value.kind === 'scalar')
      return [{ method: key.toUpperCase(), path: value.text, body, at: value.at }];
    if (key === 'custom' && value.kind === 'message') {
      const kind = textIn(value.entries.find(entry => entry.key === 'kind')?.value);
      const path = value.entries.find(entry => entry.key === 'path')?.value;
      return kind !== undefined && path?.kind === 'scalar'
        ? [{ method: kind.toUpperCase(), path: path.text, body, at: path.at }]
        : [];
    }
    if (key !== 'additional_bindings' || depth > 0) return [];
    const more = value.kind === 'list' ? value.items : [value];
    return more.flatMap(each => (each.kind === 'message' ? bindingsOf(each.entries, depth + 1) : []));
  });
}

function textIn(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' ? value.text : undefined;
}

/** A position in the tokens. */
class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#next >= this.#tokens.length;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  take(kind?: Token['kind']): Token {
    const token = this.#tokens[this.#next++];
    if (!token) throw new Unreadable('the file ends inside a definition', this.#tokens.at(-1)?.end ?? 0);
    if (kind && token.kind !== kind) throw new Unreadable(`a ${kind} was expected`, token.start);
    return token;
  }

  /** Takes the next token if it is this symbol. */
  taken(symbol: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'symbol' || token.text !== symbol) {
      if (!token) throw new Unreadable('the file ends inside a definition', this.#tokens.at(-1)?.end ?? 0);
      return false;
    }
    this.#next++;
    return true;
  }

  expect(symbol: string): void {
    if (!this.taken(symbol)) throw new Unreadable(`${symbol} was expected`, this.peek()?.start ?? 0);
  }

  /** Passes to the end of the statement that a token opened: its semicolon, or the brace that closes it. */
  passStatement(token: Token): void {
    let depth = 0;
    for (let at: Token = token; ; at = this.take()) {
      if (at.kind === 'symbol') {
        if (at.text === '{') depth++;
        if (at.text === '}' && --depth < 0) throw new Unreadable('a closing brace without its opening one', at.start);
        if (depth === 0 && (at.text === ';' || at.text === '}')) {
          // `option (x) = { … };`: the semicolon after the brace is an empty statement.
          return;
        }
      }
    }
  }
}
