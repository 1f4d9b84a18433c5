import * as yaml from 'js-yaml';

/** Where the parts of a YAML text stand, as offsets of it. Of an entry, `at` is its key. */
export type YamlNode =
  | { readonly kind: 'scalar'; readonly at: number; readonly text: string }
  | { readonly kind: 'alias'; readonly at: number; readonly text: string }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly YamlNode[] }
  | {
      readonly kind: 'map';
      readonly at: number;
      readonly entries: readonly YamlEntry[];
      /** Of a key that stands twice, the first. */
      readonly byKey: ReadonlyMap<string, YamlEntry>;
    };

export type YamlEntry = { readonly key: string; readonly at: number; readonly value: YamlNode };

export type Path = readonly PropertyKey[];

/** The tree of the first document in a stream of events, and the offset at which a second one begins. */
export function yamlTree(
  text: string,
  events: readonly ParserEvent[],
): { readonly root: YamlNode | undefined; readonly second: number | undefined } {
  const reader = new TreeReader(text, events);
  const root = reader.document();
  return { root, second: root === undefined ? undefined : reader.document()?.at };
}

type ParserEvent = ReturnType<typeof yaml.parseEvents>[number];

/** Walks the stream once; its position is the state. Depth is bounded by the parser. */
class TreeReader {
  readonly #text: string;
  readonly #events: readonly ParserEvent[];
  #next = 0;
  /** The last place that was seen: an empty value has none of its own. */
  #last = 0;

  constructor(text: string, events: readonly ParserEvent[]) {
    this.#text = text;
    this.#events = events;
  }

  document(): YamlNode | undefined {
    if (this.#events[this.#next]?.type !== yaml.EVENT_ID.DOCUMENT) return undefined;
    this.#next++;
    const root = this.#node();
    this.#next++;
    return root;
  }

  #node(): YamlNode {
    const event = this.#events[this.#next++];
    switch (event?.type) {
      case yaml.EVENT_ID.SCALAR:
        return { kind: 'scalar', at: this.#seen(event.valueStart), text: yaml.getScalarValue(this.#text, event) };
      case yaml.EVENT_ID.ALIAS:
        return {
          kind: 'alias',
          at: this.#seen(event.anchorStart),
          text: this.#text.slice(event.anchorStart, event.anchorEnd),
        };
      case yaml.EVENT_ID.SEQUENCE: {
        const at = this.#seen(event.start);
        const items: YamlNode[] = [];
        while (!this.#atPop()) items.push(this.#node());
        return { kind: 'list', at, items };
      }
      case yaml.EVENT_ID.MAPPING: {
        const at = this.#seen(event.start);
        const entries: YamlEntry[] = [];
        while (!this.#atPop()) {
          const key = this.#node();
          entries.push({ key: 'text' in key ? key.text : '?', at: key.at, value: this.#node() });
        }
        return { kind: 'map', at, entries, byKey: new Map(entries.toReversed().map(entry => [entry.key, entry])) };
      }
      default:
        this.#next--;
        return { kind: 'scalar', at: this.#last, text: '' };
    }
  }

  #seen(offset: number): number {
    if (offset >= 0) this.#last = offset;
    return this.#last;
  }

  #atPop(): boolean {
    const event = this.#events[this.#next];
    if (event && event.type !== yaml.EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }
}

/** The offset of what a path leads to; of what is not there, that of the nearest part around it. */
export function offsetOf(root: YamlNode, path: Path): number {
  let node: YamlNode | undefined = root;
  let offset = root.at;
  for (const key of path) {
    if (node?.kind === 'map') {
      const entry: YamlEntry | undefined = node.byKey.get(String(key));
      if (entry === undefined) break;
      offset = entry.at;
      node = entry.value;
    } else if (node?.kind === 'list') {
      node = node.items[Number(key)];
      offset = node?.at ?? offset;
    } else break;
  }
  return offset;
}

/**
 * A path as a person reads it: `activities[testing.release-gating].rule.established.all[2].atLeast`. An entry of a list is
 * named by its `id`, or by the `signal` that it is about, else by its number from 0.
 */
export function pathText(root: YamlNode, path: Path): string {
  if (path.length === 0) return 'the file';
  let node: YamlNode | undefined = root;
  let text = '';
  for (const key of path) {
    if (node?.kind === 'list') {
      node = node.items[Number(key)];
      text += `[${nameOf(node) ?? String(key)}]`;
    } else {
      node = node?.kind === 'map' ? node.byKey.get(String(key))?.value : undefined;
      text += `${text === '' ? '' : '.'}${keyText(String(key))}`;
    }
  }
  return text;
}

function nameOf(node: YamlNode | undefined): string | undefined {
  if (node?.kind !== 'map') return undefined;
  const name = (node.byKey.get('id') ?? node.byKey.get('signal'))?.value;
  return name?.kind === 'scalar' && /^[\w.-]{1,80}$/.test(name.text) ? name.text : undefined;
}

function keyText(key: string): string {
  return /^[\w-]{1,80}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
}
