import * as yaml from 'js-yaml';
import type { Place, Span } from './data-file-places.ts';
import { CAPS } from './parsed.ts';

/** The places of every value of a YAML text that is known to parse, a tree for each document. */
export function yamlPlaces(text: string): readonly Place[] {
  return new PlaceReader(text, yaml.parseEvents(text, { maxDepth: CAPS.depth })).documents();
}

type ParserEvent = ReturnType<typeof yaml.parseEvents>[number];

const EMPTY: Place = { kind: 'scalar', span: { start: 0, end: 0 } };

/** Walks the event stream once; its position in the stream is the state. */
class PlaceReader {
  readonly #text: string;
  readonly #events: readonly ParserEvent[];
  #next = 0;
  #anchors = new Map<string, Place>();

  constructor(text: string, events: readonly ParserEvent[]) {
    this.#text = text;
    this.#events = events;
  }

  documents(): readonly Place[] {
    const documents: Place[] = [];
    while (this.#events[this.#next]?.type === yaml.EVENT_ID.DOCUMENT) {
      this.#next++;
      this.#anchors = new Map();
      documents.push(this.#node());
      this.#next++;
    }
    return documents;
  }

  #node(): Place {
    const event = this.#events[this.#next++];
    switch (event?.type) {
      case yaml.EVENT_ID.SCALAR:
        return this.#anchored(event, { kind: 'scalar', span: this.#scalarSpan(event) });
      case yaml.EVENT_ID.ALIAS: {
        const target = this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd)) ?? EMPTY;
        // A scalar is cited where it is used, a collection where it is written.
        return target.kind === 'scalar'
          ? { kind: 'scalar', span: { start: event.anchorStart - 1, end: event.anchorEnd } }
          : target;
      }
      case yaml.EVENT_ID.SEQUENCE: {
        const items: Place[] = [];
        while (!this.#atPop()) items.push(this.#node());
        return this.#anchored(event, { kind: 'list', span: { start: event.start, end: event.start + 1 }, items });
      }
      case yaml.EVENT_ID.MAPPING:
        return this.#anchored(event, this.#record(event.start));
      default:
        this.#next--;
        return EMPTY;
    }
  }

  #record(start: number): Place {
    const entries = new Map<string, { readonly key: Span; readonly value: Place }>();
    const merged: Place[] = [];
    while (!this.#atPop()) {
      const key = this.#key();
      const value = this.#node();
      if (key.text === '<<' && key.isPlain) merged.push(...(value.kind === 'list' ? value.items : [value]));
      else entries.set(key.text, { key: key.span, value });
    }
    return { kind: 'record', span: { start, end: start + 1 }, entries, merged };
  }

  #key(): { readonly text: string; readonly span: Span; readonly isPlain: boolean } {
    const event = this.#events[this.#next];
    const { span } = this.#node();
    if (event?.type !== yaml.EVENT_ID.SCALAR)
      return { text: this.#text.slice(span.start, span.end), span, isPlain: false };
    return { text: yaml.getScalarValue(this.#text, event), span, isPlain: event.style === yaml.SCALAR_STYLE.PLAIN };
  }

  #atPop(): boolean {
    const event = this.#events[this.#next];
    if (event && event.type !== yaml.EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }

  #anchored(event: { readonly anchorStart: number; readonly anchorEnd: number }, place: Place): Place {
    if (event.anchorStart >= 0) this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), place);
    return place;
  }

  /** Quotes belong to a scalar; indentation and the last line end of a block do not. */
  #scalarSpan(event: { readonly valueStart: number; readonly valueEnd: number; readonly style: number }): Span {
    const { valueStart, valueEnd, style } = event;
    if (valueStart < 0) return { start: 0, end: 0 };
    if (style === yaml.SCALAR_STYLE.SINGLE_QUOTED || style === yaml.SCALAR_STYLE.DOUBLE_QUOTED) {
      return { start: valueStart - 1, end: valueEnd + 1 };
    }
    if (style === yaml.SCALAR_STYLE.PLAIN) return { start: valueStart, end: valueEnd };
    const written = this.#text.slice(valueStart, valueEnd);
    const indent = written.length - written.trimStart().length;
    return { start: valueStart + indent, end: Math.max(valueStart + indent, valueStart + written.trimEnd().length) };
  }
}
