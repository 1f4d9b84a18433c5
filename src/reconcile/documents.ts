/** Which description counts, for which component, and under which prefix its paths are those of the code. */
import type { FactOf } from '../core/fact.ts';
import { normalisePath } from '../core/operation.ts';
import { codeFor, type CodeIndex } from './code-index.ts';
import { foreignHost } from './foreign-hosts.ts';

export type Described = FactOf<'description-operation'>;

/** A description with its operations, placed and judged. */
export type Document = {
  readonly fact: FactOf<'description'>;
  readonly operations: readonly Described[];
  /** Component it stands for; with `several`, operations go to the component that implements them. */
  readonly component: string;
  readonly several: boolean;
  readonly prefix: string;
  /** How component and prefix were chosen, in words. */
  readonly placedBecause: readonly string[];
  readonly matched: number;
  /** Nothing can be said about its implementation, and why. */
  readonly unread?: string;
  readonly rejected?: { readonly rule: string; readonly why: string };
};

export type DocumentsInput = {
  readonly descriptions: readonly FactOf<'description'>[];
  readonly operations: readonly Described[];
  readonly code: ReadonlyMap<string, CodeIndex>;
  /** Components with code in languages that no route front end reads, with their languages. */
  readonly unread: ReadonlyMap<string, readonly string[]>;
  /** Whether gateway or traffic knows an operation: method and normalised path. */
  readonly isSeen: (method: string, path: string) => boolean;
};

export function placeDocuments(input: DocumentsInput): readonly Document[] {
  const byDocument = Map.groupBy(input.operations, operation => operation.document);
  return input.descriptions
    .map(fact => placed(fact, byDocument.get(fact.at.file) ?? [], input))
    .toSorted((a, b) => (a.fact.at.file < b.fact.at.file ? -1 : 1));
}

type Fit = { readonly prefix: string; readonly why: string; readonly matched: number };

const HALF = 0.5;

/** In how many components unstated prefixes are tried for a document that stands beside none of them. */
const MAX_GUESSED = 20;

type Wanted = { readonly method: string; readonly path: string };

/** Both parts normalised. */
function joined(prefix: string, path: string): string {
  const before = prefix === '/' ? '' : prefix;
  return path === '/' ? before || '/' : before + path;
}

function placed(fact: FactOf<'description'>, operations: readonly Described[], input: DocumentsInput): Document {
  const http = operations.filter(operation => operation.protocol === 'http');
  const normalised = http.map(operation => ({ method: operation.method, path: normalisePath(operation.path) }));
  const mayGuess = (component: string): boolean =>
    component === fact.component || (!input.code.has(fact.component) && input.code.size <= MAX_GUESSED);
  const fits = new Map(
    [...input.code].map(([component, index]) => [component, bestFit(fact, normalised, index, mayGuess(component))]),
  );
  const own = fits.get(fact.component);
  const [best] = [...fits].toSorted(([a, x], [b, y]) => y.matched - x.matched || (a < b ? -1 : 1));
  const half = http.length * HALF;

  let component = fact.component;
  let fit: Fit = own ?? { prefix: fact.basePaths[0] ?? '', why: '', matched: 0 };
  const placedBecause: string[] = [];
  if (best && http.length > 0 && fit.matched < half && best[1].matched >= half && best[1].matched > fit.matched) {
    [component, fit] = best;
    placedBecause.push(
      `it describes ${fit.matched} of ${http.length} operations of component ${component}, and fewer of ${fact.component}, where the file stands`,
    );
  }
  // One document for several services: none of them has half of it, all together have.
  const shared = fit.matched < half ? sharedFit(fact, normalised, input.code) : undefined;
  if (shared && shared.matched >= half && shared.matched > fit.matched) {
    fit = shared;
    placedBecause.push('its operations are spread over several components');
  }
  if (fit.why !== '') placedBecause.push(fit.why);

  const seen = http.filter(operation =>
    input.isSeen(operation.method, normalisePath(fit.prefix + operation.path)),
  ).length;
  const unread = unreadReason(fact, fit.matched + seen >= half && http.length > 0, component, input);
  const rejected = rejection(fact, operations, {
    exists: Math.max(fit.matched, seen),
    half,
    isUnread: unread !== undefined,
  });
  return {
    fact,
    operations,
    component,
    several: fit === shared,
    prefix: fit.prefix,
    placedBecause,
    matched: fit.matched,
    ...(unread === undefined ? {} : { unread }),
    ...(rejected ? { rejected } : {}),
  };
}

/** The prefix under which most operations are in code: the document's base paths, none, or the one that the code has. */
function bestFit(fact: FactOf<'description'>, operations: readonly Wanted[], index: CodeIndex, mayGuess: boolean): Fit {
  const stated = [...new Set([...fact.basePaths, ''])];
  const count = (prefix: string): number => {
    const before = normalisePath(prefix);
    return operations.filter(({ method, path }) => codeFor(index, method, joined(before, path)).length > 0).length;
  };
  const fits = stated.map(prefix => ({ prefix, why: '', matched: count(prefix) }));
  const best = fits.reduce((a, b) => (b.matched > a.matched ? b : a));
  if (best.prefix !== (fact.basePaths[0] ?? '')) {
    return {
      ...best,
      why:
        best.prefix === ''
          ? 'its paths match the code without its base path'
          : `its paths match the code below ${best.prefix}, one of its servers`,
    };
  }
  if (!mayGuess || best.matched >= operations.length * HALF) return best;
  // Unstated prefixes are a guess: only a single best one that explains half of the document is taken.
  const guesses = leadingPaths(index)
    .map(prefix => ({ prefix, matched: count(prefix) }))
    .toSorted((a, b) => b.matched - a.matched);
  const [first, second] = guesses;
  if (
    !first ||
    first.matched < operations.length * HALF ||
    first.matched <= best.matched ||
    first.matched === second?.matched
  )
    return best;
  return { ...first, why: `its paths match the code below ${first.prefix}, a prefix that it does not state` };
}

const MAX_LEADING = 50;

/** The first one to three segments of the code's paths, as far as they are literal. */
function leadingPaths(index: CodeIndex): readonly string[] {
  const found = new Set<string>();
  for (const path of index.byPath.keys()) {
    const segments = path.split('/').slice(1);
    for (let length = 1; length <= 3 && length < segments.length; length++) {
      const leading = segments.slice(0, length);
      if (leading.some(segment => segment.includes('{'))) break;
      found.add(`/${leading.join('/')}`);
    }
  }
  return [...found].toSorted().slice(0, MAX_LEADING);
}

function sharedFit(
  fact: FactOf<'description'>,
  operations: readonly Wanted[],
  code: ReadonlyMap<string, CodeIndex>,
): Fit | undefined {
  const fits = [...new Set([...fact.basePaths, ''])].map((prefix): Fit => {
    const before = normalisePath(prefix);
    const matched = operations.filter(({ method, path }) =>
      [...code.values()].some(index => codeFor(index, method, joined(before, path)).length > 0),
    ).length;
    return {
      prefix,
      why:
        prefix === (fact.basePaths[0] ?? '')
          ? ''
          : `its paths match the code ${prefix === '' ? 'without its base path' : `below ${prefix}`}`,
      matched,
    };
  });
  return fits.length === 0 ? undefined : fits.reduce((a, b) => (b.matched > a.matched ? b : a));
}

/** Why nothing can be said about what implements it; undefined when the code was read. */
function unreadReason(
  fact: FactOf<'description'>,
  isFound: boolean,
  component: string,
  input: DocumentsInput,
): string | undefined {
  if (fact.format === 'graphql') return 'resolvers of a GraphQL schema are not read';
  if (fact.format === 'protobuf') return 'implementations of gRPC services are not read';
  if (fact.format === 'asyncapi') return 'handlers of messages are not read';
  if (isFound) return undefined;
  const languages = input.unread.get(component);
  if (languages) return `code in ${languages.join(', ')} is not read`;
  if (input.code.has(component) || input.unread.size === 0) return undefined;
  const all = [...new Set([...input.unread.values()].flat())].toSorted();
  return `it may describe a component whose code is not read (${all.join(', ')})`;
}

function rejection(
  fact: FactOf<'description'>,
  operations: readonly Described[],
  known: { readonly exists: number; readonly half: number; readonly isUnread: boolean },
): { readonly rule: string; readonly why: string } | undefined {
  if (fact.fileRole !== 'product' && fact.fileRole !== 'documentation')
    return { rule: 'G2', why: `it stands among files of another purpose: ${fact.fileRole}` };
  if (fact.fileRole === 'documentation' && /(?:^|\/)(?:archived?|old|legacy)\//i.test(fact.at.file))
    return { rule: 'G2', why: 'it stands in an archive of documents' };
  if (fact.sample !== undefined) return { rule: 'G3', why: `it is a copy of a well-known sample: ${fact.sample}` };
  if (operations.length === 0) return { rule: 'G4', why: 'it describes no operation' };
  const isFound = known.exists > 0 && known.exists >= known.half;
  const host = isFound ? undefined : foreignHost(fact.servers);
  if (host !== undefined) return { rule: 'G3', why: `it describes the API of another party: ${host}` };
  if (known.isUnread || isFound) return undefined;
  return {
    rule: 'G4',
    why: `${known.exists} of its ${operations.length} operations exist in code, gateway or traffic, which is less than half`,
  };
}
