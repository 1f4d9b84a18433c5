/** Joins operations of code, descriptions and traffic into one draft each. */
import type { FactOf } from '../core/fact.ts';
import { HTTP_METHODS } from '../core/facts/program.ts';
import {
  normalisePath,
  operationId,
  type CodeOperation,
  type OperationMethod,
  type Protocol,
} from '../core/operation.ts';
import { codeFor, maybeServed, type CodeIndex } from './code-index.ts';
import type { Described, Document } from './documents.ts';

/** An operation while it is put together: everything that speaks of it, and nothing judged yet. */
export type Draft = {
  readonly id: string;
  readonly component: string;
  readonly protocol: Protocol;
  readonly method: OperationMethod;
  readonly path: string;
  readonly code: readonly CodeOperation[];
  readonly described: readonly { readonly document: Document; readonly operation: Described }[];
  /** Descriptions that state it and do not count. */
  readonly rejected: readonly Document[];
  readonly observed: readonly FactOf<'observation'>[];
  readonly isUnresolved: boolean;
  /** Why its implementation is not known, when no code was found. */
  readonly unknownBecause?: string;
  readonly notes: readonly string[];
  /** The gateway route that alone speaks of it. */
  readonly gatewayRoute?: FactOf<'gateway-route'>;
};

export type JoinInput = {
  readonly code: readonly CodeOperation[];
  readonly index: ReadonlyMap<string, CodeIndex>;
  readonly documents: readonly Document[];
  readonly observations: readonly FactOf<'observation'>[];
};

/** The methods that an "any method" route can be described by; the others are rarely written down. */
const WRITTEN_METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function joinOperations(input: JoinInput): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  for (const operation of input.code) addCode(drafts, operation);

  const anyDescribed = new Map<string, Set<string>>();
  for (const document of input.documents) {
    for (const operation of document.operations) {
      const place = placeOf(document, operation, input.index);
      if (document.rejected) {
        const draft = drafts.get(place.id);
        if (draft) drafts.set(place.id, { ...draft, rejected: [...draft.rejected, document] });
        continue;
      }
      for (const code of place.code) {
        if (code.method !== 'ANY' || place.method === 'ANY') continue;
        const any = idOf(code.component, 'http', 'ANY', code.path);
        anyDescribed.set(any, (anyDescribed.get(any) ?? new Set()).add(place.method));
      }
      const known = drafts.get(place.id);
      const draft = known ?? emptyDraft(place);
      drafts.set(place.id, {
        ...draft,
        code: known ? known.code : place.code,
        described: [...draft.described, { document, operation }],
        ...(place.code.length === 0 && place.unknownBecause !== undefined
          ? { unknownBecause: place.unknownBecause }
          : {}),
      });
    }
  }

  for (const [id, methods] of anyDescribed) {
    const draft = drafts.get(id);
    if (!draft || draft.described.length > 0) continue;
    if (WRITTEN_METHODS.every(method => methods.has(method))) drafts.delete(id);
    else
      drafts.set(id, {
        ...draft,
        notes: [...draft.notes, `it answers every method; only ${[...methods].toSorted().join(', ')} are described`],
      });
  }
  for (const observation of input.observations) addObservation(drafts, observation);
  return [...drafts.values()];
}

function addCode(drafts: Map<string, Draft>, operation: CodeOperation): void {
  const id = idOf(operation.component, 'http', operation.method, operation.path);
  const known = drafts.get(id);
  const isUnresolved = operation.unresolved !== undefined || operation.path.includes('{?}');
  const draft =
    known ??
    emptyDraft({
      id,
      component: operation.component,
      protocol: 'http',
      method: operation.method,
      path: operation.path,
    });
  drafts.set(id, {
    ...draft,
    code: [...draft.code, operation],
    isUnresolved: known ? known.isUnresolved && isUnresolved : isUnresolved,
  });
}

type Placed = Pick<Draft, 'id' | 'component' | 'protocol' | 'method' | 'path'>;

/** An operation of which only its place is known yet. */
export function emptyDraft({ id, component, protocol, method, path }: Placed): Draft {
  return {
    id,
    component,
    protocol,
    method,
    path,
    code: [],
    described: [],
    rejected: [],
    observed: [],
    isUnresolved: false,
    notes: [],
  };
}

/** GraphQL fields are no paths: they keep out of the way of HTTP's. */
function idOf(component: string, protocol: Protocol, method: string, path: string): string {
  return operationId(component, method, protocol === 'graphql' ? `graphql/${path}` : path);
}

function placeOf(
  document: Document,
  operation: Described,
  index: ReadonlyMap<string, CodeIndex>,
): Placed & { readonly code: readonly CodeOperation[]; readonly unknownBecause?: string } {
  const { protocol, method } = operation;
  if (protocol !== 'http') {
    const { component } = document;
    const served = protocol === 'grpc' ? servedByPost(component, operation.path, index) : undefined;
    if (served) return served;
    return {
      id: idOf(component, protocol, method, operation.path),
      component,
      protocol,
      method,
      path: operation.path,
      code: [],
      ...because(document.unread),
    };
  }
  const described = `${document.prefix}${operation.path}`;
  const normalised = normalisePath(described);
  const candidates = document.several ? [document.component, ...[...index.keys()].toSorted()] : [document.component];
  const component =
    candidates.find(each => codeFor(index.get(each), method, normalised).length > 0) ?? document.component;
  const code = codeFor(index.get(component), method, normalised);
  const path = code[0]?.path ?? described;
  return {
    id: idOf(component, 'http', method, path),
    component,
    protocol,
    method,
    path,
    code,
    ...because(document.unread ?? maybeServed(index.get(component), method, normalised)),
  };
}

/** Methods of gRPC are requests of HTTP: code may answer them as such. Source: gRPC over HTTP2, Requests; Connect Protocol Reference. */
function servedByPost(
  component: string,
  path: string,
  index: ReadonlyMap<string, CodeIndex>,
): (Placed & { readonly code: readonly CodeOperation[] }) | undefined {
  const holders = [component, ...[...index.keys()].toSorted()];
  const holder = holders.find(each => index.get(each)?.byPath.has(normalisePath(path)) === true);
  const code = holder === undefined ? [] : codeFor(index.get(holder), 'POST', normalisePath(path));
  const [first] = code;
  if (holder === undefined || !first) return undefined;
  return {
    id: idOf(holder, 'http', first.method, first.path),
    component: holder,
    protocol: 'http',
    method: first.method,
    path: first.path,
    code,
  };
}

function because(reason: string | undefined): { readonly unknownBecause?: string } {
  return reason === undefined ? {} : { unknownBecause: reason };
}

/** An observed request belongs to the operation whose template it fits best; one that fits none is an operation of its own. */
function addObservation(drafts: Map<string, Draft>, observation: FactOf<'observation'>): void {
  const segments = normalisePath(observation.path).split('/');
  let best: { readonly draft: Draft; readonly literal: number } | undefined;
  for (const draft of drafts.values()) {
    if (
      draft.protocol !== 'http' ||
      draft.isUnresolved ||
      (draft.method !== observation.method && draft.method !== 'ANY')
    )
      continue;
    const literal = fitOf(normalisePath(draft.path).split('/'), segments);
    if (literal === undefined || (best && best.literal >= literal)) continue;
    best = { draft, literal };
  }
  const id = best?.draft.id ?? idOf(observation.component, 'http', observation.method, observation.path);
  const method = HTTP_METHODS.find(each => each === observation.method);
  if (!best && !method) return;
  const draft =
    drafts.get(id) ??
    emptyDraft({
      id,
      component: observation.component,
      protocol: 'http',
      method: method ?? 'ANY',
      path: observation.path,
    });
  drafts.set(id, { ...draft, observed: [...draft.observed, observation] });
}

/** How many segments agree literally; undefined when the template does not fit. */
function fitOf(template: readonly string[], segments: readonly string[]): number | undefined {
  if (template.length !== segments.length) return undefined;
  let literal = 0;
  for (const [index, segment] of template.entries()) {
    if (segment === segments[index]) literal++;
    else if (!segment.includes('{}')) return undefined;
  }
  return literal;
}
