import * as yaml from 'js-yaml';
import { boundedValue } from './data-file-bounds.ts';
import type { DataText, Trouble } from './data-file.ts';
import { yamlPlaces } from './data-file-yaml-places.ts';
import { CAPS } from './parsed.ts';

/**
 * The documents of a YAML text.
 *
 * Values and places come from one event stream, so that they cannot disagree; the stream is read again for places, as
 * most files are never cited.
 */
export function yamlDocuments(text: string): DataText {
  try {
    const events = yaml.parseEvents(text, { maxDepth: CAPS.depth });
    if (events.length > CAPS.nodes) {
      return failed({
        code: 'too-many-values',
        offset: 0,
        message: `more than ${CAPS.nodes} values; the file was left out`,
      });
    }
    const values = yaml.constructFromEvents(events, { source: text, schema: SCHEMA, maxAliases: CAPS.aliases });
    for (const value of values) {
      const bound = boundedValue(value);
      if (bound) return failed({ ...bound, offset: 0 });
    }
    return { kind: 'read', values, places: () => yamlPlaces(text), troubles: [] };
  } catch (error) {
    return failed(troubleOf(text, error));
  }
}

function failed(trouble: Trouble): DataText {
  return { kind: 'failed', trouble };
}

/** js-yaml throws its own exception for bad input; anything else it throws on bad input is the same to the reader. */
function troubleOf(text: string, error: unknown): Trouble {
  const reason = error instanceof yaml.YAMLException ? error.reason : 'the parser gave up';
  const offset = error instanceof yaml.YAMLException ? (error.mark?.position ?? 0) : 0;
  if (reason.startsWith('nesting exceeded')) {
    return { code: 'too-deep', offset, message: `nested more than ${CAPS.depth} levels deep; the file was left out` };
  }
  if (/alias/.test(reason) && /exceed/.test(reason)) {
    return { code: 'too-many-aliases', offset, message: `more than ${CAPS.aliases} aliases; the file was left out` };
  }
  if (isTemplated(text)) {
    return {
      code: 'templated-yaml',
      offset,
      message: 'a template that is YAML only once it is rendered; the file was left out',
    };
  }
  const words = reason === 'duplicated mapping key' ? 'mapping key repeated' : reason;
  return { code: 'unreadable-yaml', offset, message: `${plain(words)}; the file was left out` };
}

/** Helm and Jinja (`{{ }}`, `{% %}`), ERB (`<% %>`). GitHub's `${{ }}` stands in strings and is no template of YAML. */
function isTemplated(text: string): boolean {
  return /(?:^|[^$])\{\{|\{%|<%/m.test(text);
}

/** Reasons may quote the file: no control characters, and no more than a line of it. */
function plain(reason: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must go.
  return reason.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 160);
}

/** Records without a prototype: `__proto__`, `constructor` and the like are keys as any other. */
const record = (tag: string, byPrefix: boolean) =>
  yaml.defineMappingTag<Record<string, unknown>>(tag, {
    matchByTagPrefix: byPrefix,
    create: () => Object.create(null) as Record<string, unknown>,
    addPair: (carrier, key, value) => {
      if (typeof key === 'object' && key !== null) return 'a list or record as a key is not read';
      carrier[String(key)] = value;
      return '';
    },
    has: (carrier, key) => typeof key !== 'object' && String(key) in carrier,
    keys: carrier => Object.keys(carrier),
    get: (carrier, key) => carrier[String(key)],
    identify: () => false,
  });

/** The prefix '' is that of every tag: what no other tag takes becomes the value it stands on. */
const SCHEMA = yaml.CORE_SCHEMA.withTags(
  yaml.mergeTag,
  record('tag:yaml.org,2002:map', false),
  record('', true),
  yaml.defineSequenceTag<unknown[]>('', {
    matchByTagPrefix: true,
    create: () => [],
    addItem: (carrier, item) => {
      carrier.push(item);
    },
    identify: () => false,
  }),
  yaml.defineScalarTag<string>('', { matchByTagPrefix: true, resolve: source => source, identify: () => false }),
);
