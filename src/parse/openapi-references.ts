import type { Diagnostic } from '../core/diagnostic.ts';
import { dataFile, type DataDocument } from './data-file.ts';
import type { OpenapiNode } from './openapi.ts';
import { CAPS, type Neighbours } from './parsed.ts';

export type Keys = readonly (string | number)[];

/** A document with every file of the tree that it refers to, directly or through others. */
export type References = {
  readonly root: string;
  /** Undefined: the file is not there or cannot be read. */
  readonly documents: ReadonlyMap<string, DataDocument | undefined>;
  readonly diagnostics: readonly Diagnostic[];
  /** References that lead to another file of the tree; to a place that is not read; to nothing. */
  readonly external: number;
  readonly refused: number;
  readonly missing: number;
};

const MAX_FILES = 500;
const MAX_CHAIN = 50;
const MAX_DIAGNOSTICS = 100;

/** Keys below which the names are the author's own, so that none of them has a meaning of OpenAPI's. */
const NAMED_BY_AUTHOR: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'responses',
  'schemas',
  'definitions',
  '$defs',
  'parameters',
  'headers',
  'paths',
  'examples',
  'requestBodies',
  'securitySchemes',
  'links',
  'callbacks',
  'pathItems',
  'content',
  'dependentSchemas',
]);

/** Keys that hold data: a `$ref` in them is text of the API, not of its description. */
const HOLDS_DATA: ReadonlySet<string> = new Set(['example', 'default', 'enum', 'const']);

/** Finds every reference of a document and reads the files of the tree that they lead to. Reads nothing else. */
export function collectReferences(root: string, document: DataDocument, neighbours: Neighbours): References {
  const documents = new Map<string, DataDocument | undefined>([[root, document]]);
  const diagnostics = new Map<string, Diagnostic>();
  const counts = { external: 0, refused: 0, missing: 0 };
  const local: { readonly file: string; readonly keys: Keys; readonly target: Target & { readonly kind: 'file' } }[] =
    [];
  const queue: string[] = [root];
  const say = (code: string, file: string, keys: Keys, message: string): void => {
    const key = `${code} ${message}`;
    const from = documents.get(file);
    if (from && !diagnostics.has(key) && diagnostics.size < MAX_DIAGNOSTICS)
      diagnostics.set(key, { code, at: from.locate(keys), message });
  };

  for (const file of queue) {
    for (const { reference, keys } of referencesIn(documents.get(file)?.value)) {
      const target = targetOf(file, reference);
      switch (target.kind) {
        case 'outside':
          counts.refused++;
          say(
            'reference-outside-root',
            file,
            keys,
            `a reference leads out of the scanned folder and was not followed: ${shortened(reference)}`,
          );
          break;
        case 'remote':
          counts.refused++;
          say(
            'remote-reference',
            file,
            keys,
            `a reference leads to the network and was not followed: ${shortened(reference)}`,
          );
          break;
        case 'unreadable':
          counts.missing++;
          say('missing-reference', file, keys, `${target.why}: ${shortened(reference)}`);
          break;
        case 'file': {
          if (target.file !== root || file !== root) counts.external++;
          local.push({ file, keys, target });
          if (documents.has(target.file)) break;
          if (documents.size >= MAX_FILES) {
            counts.refused++;
            say(
              'too-many-references',
              file,
              keys,
              `more than ${MAX_FILES} files are referred to; the rest was not read`,
            );
            break;
          }
          documents.set(target.file, readNeighbour(target.file, neighbours));
          if (documents.get(target.file)) queue.push(target.file);
        }
      }
    }
  }

  for (const { file, keys, target } of local) {
    if (valueAt(documents.get(target.file)?.value, target.keys) !== undefined) {
      if (!endsSomewhere(documents, target)) {
        say(
          'circular-reference',
          file,
          keys,
          `a reference leads back to itself, or on through more than ${MAX_CHAIN} others: ${shortened(`${target.file === file ? '' : target.file}#/${target.keys.join('/')}`)}`,
        );
      }
      continue;
    }
    counts.missing++;
    const what = target.file === file ? '' : `${target.file}, `;
    say(
      'missing-reference',
      file,
      keys,
      `a reference leads to nothing that can be read: ${shortened(`${what}#/${target.keys.join('/')}`)}`,
    );
  }
  return { root, documents, diagnostics: [...diagnostics.values()], ...counts };
}

/** The node at some keys of a file, with references followed. */
export function nodeOf(references: References, file: string, keys: Keys): OpenapiNode {
  const document = references.documents.get(file);
  const written = valueAt(document?.value, keys);
  const place = follow(references, file, keys);
  const value = place && valueAt(references.documents.get(place.file)?.value, place.keys);
  const at = place ?? { file, keys };
  const child = (key: string | number): OpenapiNode => nodeOf(references, at.file, [...at.keys, key]);
  return {
    id: `${at.file}#/${at.keys.join('/')}`,
    value,
    written,
    at: () => {
      const from = references.documents.get(at.file) ?? document;
      return from ? from.locate(at.keys) : { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    },
    get: key => (isRecord(value) && Object.hasOwn(value, key) ? child(key) : undefined),
    entries: () => (isRecord(value) ? Object.keys(value).map(key => [key, child(key)] as const) : []),
    items: () => (Array.isArray(value) ? value.map((_, index) => child(index)) : []),
  };
}

/** Whether a chain of references leaves itself: at a value, or at a reference that is reported where it stands. */
function endsSomewhere(
  documents: References['documents'],
  start: { readonly file: string; readonly keys: Keys },
): boolean {
  let place = start;
  // The reference that leads to the start is the first of the chain.
  for (let hops = 1; hops < MAX_CHAIN; hops++) {
    const value = valueAt(documents.get(place.file)?.value, place.keys);
    const reference = isRecord(value) ? value['$ref'] : undefined;
    const target = typeof reference === 'string' ? targetOf(place.file, reference) : undefined;
    if (target?.kind !== 'file') return true;
    place = target;
  }
  return false;
}

/** Where a chain of references ends; undefined when it ends nowhere or in itself. */
function follow(
  references: References,
  file: string,
  keys: Keys,
): { readonly file: string; readonly keys: Keys } | undefined {
  let place = { file, keys };
  for (let hops = 0; hops < MAX_CHAIN; hops++) {
    const value = valueAt(references.documents.get(place.file)?.value, place.keys);
    if (value === undefined) return undefined;
    const reference = isRecord(value) ? value['$ref'] : undefined;
    if (typeof reference !== 'string') return place;
    const target = targetOf(place.file, reference);
    if (target.kind !== 'file') return undefined;
    place = { file: target.file, keys: target.keys };
  }
  return undefined;
}

export type Target =
  | { readonly kind: 'file'; readonly file: string; readonly keys: Keys }
  | { readonly kind: 'remote' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'unreadable'; readonly why: string };

/**
 * What a reference in a file leads to. Only relative references stay in the tree; they are decoded before they are
 * normalised, so that `%2e%2e` is no way around. The reader of the tree refuses links out of the root.
 */
export function targetOf(file: string, reference: string): Target {
  const hash = reference.indexOf('#');
  const address = hash === -1 ? reference : reference.slice(0, hash);
  const fragment = hash === -1 ? '' : reference.slice(hash + 1);
  if (/^\s*file:/i.test(address)) return { kind: 'outside' };
  if (/^\s*(?:[a-z][a-z0-9+.-]+:|\/\/|\\\\)/i.test(address)) return { kind: 'remote' };
  const path = decoded(address)?.replaceAll('\\', '/');
  const pointer = decoded(fragment);
  if (path === undefined || pointer === undefined) return { kind: 'unreadable', why: 'a reference is not well formed' };
  if (/^(?:\/|~|[a-z]:)/i.test(path)) return { kind: 'outside' };
  const target = path === '' ? file : joined(file, path);
  if (target === undefined) return { kind: 'outside' };
  if (pointer !== '' && !pointer.startsWith('/'))
    return { kind: 'unreadable', why: 'a reference to a named anchor is not followed' };
  const keys =
    pointer === ''
      ? []
      : pointer
          .slice(1)
          .split('/')
          .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return { kind: 'file', file: target, keys };
}

function joined(file: string, path: string): string | undefined {
  const parts = file.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function readNeighbour(path: string, neighbours: Neighbours): DataDocument | undefined {
  const text = neighbours.read(path);
  if (text === undefined || text.length > CAPS.fileBytes) return undefined;
  const parsed = dataFile(path, 'product', text);
  return parsed.kind === 'parsed' ? parsed.file.documents[0] : undefined;
}

/** Every `$ref` of a value, in document order. Values are bounded when they are parsed, and shared parts are seen once. */
function referencesIn(value: unknown): readonly { readonly reference: string; readonly keys: Keys }[] {
  const found: { readonly reference: string; readonly keys: Keys }[] = [];
  const seen = new Set<object>();
  const visit = (node: unknown, keys: Keys, namedByAuthor: boolean): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (Array.isArray(node)) {
      node.forEach((item, index) => visit(item, [...keys, index], false));
      return;
    }
    const reference = (node as Record<string, unknown>)['$ref'];
    if (typeof reference === 'string') found.push({ reference, keys: [...keys, '$ref'] });
    for (const [key, child] of Object.entries(node)) {
      if (!namedByAuthor && (HOLDS_DATA.has(key) || key.startsWith('x-'))) continue;
      visit(child, [...keys, key], !namedByAuthor && NAMED_BY_AUTHOR.has(key));
    }
  };
  visit(value, [], false);
  return found;
}

export function valueAt(value: unknown, keys: Keys): unknown {
  let at = value;
  for (const key of keys) {
    if (Array.isArray(at)) at = at[Number(key)] as unknown;
    else if (isRecord(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** References are text of the scanned tree: one line of it, without control characters. */
function shortened(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must go.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 120);
}
