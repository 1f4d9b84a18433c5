import type { Diagnostic } from '../core/diagnostic.ts';
import type { FileRole } from '../core/fact.ts';
import type { Location } from '../core/location.ts';
import { jsonDocuments } from './data-file-json.ts';
import { placeIn, type Place } from './data-file-places.ts';
import { yamlDocuments } from './data-file-yaml.ts';
import type { Parsed } from './parsed.ts';
import { lineStarts, locationIn } from './text-file.ts';

/** A YAML or JSON file (with comments, as tools write them). A file that does not parse never reaches a detector. */
export type DataFile = {
  readonly path: string;
  readonly role: FileRole;
  /** The file as written, for places inside a scalar (a shell script in a workflow). */
  readonly text: string;
  readonly documents: readonly DataDocument[];
};

export type DataDocument = {
  /**
   * Plain values: records (without a prototype), arrays, strings, numbers, booleans, null. YAML 1.2 core schema, so `on`
   * and `yes` are strings and dates stay text; merge keys (`<<`) are applied, since the tools that read these files do.
   * A value with a custom tag (`!Ref`, `!vault`) is the value without it.
   */
  readonly value: unknown;
  /**
   * The place of a value: `['services', 0, 'name']`. Of a mapping entry, the narrowest token that shows the value is given
   * (the scalar itself; for a record or list its key). Falls back to the nearest ancestor that exists.
   */
  readonly locate: (path: readonly (string | number)[]) => Location;
};

/**
 * Reads a YAML or JSON file.
 *
 * JSON is read with comments and trailing commas and is told by its extension, or by a leading brace where the extension
 * says nothing. Diagnostics: `unreadable-yaml`, `unreadable-json`, `templated-yaml`, `too-many-aliases`, `too-deep`,
 * `too-many-values`; and, beside a JSON file that was read, `repeated-key`.
 */
export function dataFile(path: string, role: FileRole, text: string): Parsed<DataFile> {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const { read, text: source } = isJson(path, clean) ? { read: jsonDocuments(clean), text: clean } : yamlOf(clean);
  const starts = once(() => lineStarts(source));
  const diagnosticOf = (trouble: Trouble): Diagnostic => ({
    code: trouble.code,
    at: locationIn(path, starts(), trouble.offset, trouble.offset),
    message: trouble.message,
  });
  if (read.kind === 'failed') return { kind: 'failed', diagnostic: diagnosticOf(read.trouble) };

  const places = once(read.places);
  const documents = read.values.map((value, index): DataDocument => ({
    value,
    locate: keys => {
      const span = placeIn(places()[index], keys);
      return locationIn(path, starts(), span.start, span.end);
    },
  }));
  return { kind: 'parsed', file: { path, role, text: clean, documents }, diagnostics: read.troubles.map(diagnosticOf) };
}

/** What reading one text gave: the values of its documents, and their places for when somebody asks. */
export type DataText =
  | {
      readonly kind: 'read';
      readonly values: readonly unknown[];
      readonly places: () => readonly Place[];
      readonly troubles: readonly Trouble[];
    }
  | { readonly kind: 'failed'; readonly trouble: Trouble };

export type Trouble = { readonly code: string; readonly offset: number; readonly message: string };

/**
 * Blank lines made of tabs are an error of YAML that most of its readers let pass. Blank lines are emptied for a second try, so
 * that lines and the columns on all other lines stay as they are in the file.
 */
function yamlOf(text: string): { readonly read: DataText; readonly text: string } {
  const read = yamlDocuments(text);
  if (read.kind === 'read' || !read.trouble.message.includes('tab')) return { read, text };
  const blanked = text.replace(/^[ \t]+$/gm, '');
  const again = yamlDocuments(blanked);
  return again.kind === 'read' ? { read: again, text: blanked } : { read, text };
}

const YAML_NAMES = /\.ya?ml(?:\.[a-z0-9]+)?$/i;
const JSON_NAMES = /\.(?:json|jsonc|json5|webmanifest|code-workspace|otm)$/i;

function isJson(path: string, text: string): boolean {
  if (JSON_NAMES.test(path)) return true;
  return !YAML_NAMES.test(path) && text.trimStart().startsWith('{') && jsonDocuments(text).kind === 'read';
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
