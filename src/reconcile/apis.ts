/** Groups operations into APIs: one for each component, protocol and title or version line. */
import { factsOf, type Fact } from '../core/fact.ts';
import { apiId, type Api, type Operation } from '../core/operation.ts';
import type { Component } from '../core/tree.ts';
import type { Document } from './documents.ts';
import type { Draft } from './join.ts';
import { riskOf } from './risk.ts';

/** An operation before it belongs to an API, with the draft it was made from. */
export type Judged = { readonly draft: Draft; readonly operation: Omit<Operation, 'api'> };

export type Grouped = { readonly apis: readonly Api[]; readonly apiOf: ReadonlyMap<string, string> };

type Group = {
  readonly key: string;
  readonly documents: readonly Document[];
  readonly members: Judged[];
  /** Version lines of its paths. */ readonly lines: ReadonlySet<string>;
};

export function groupApis(
  judged: readonly Judged[],
  components: readonly Component[],
  facts: readonly Fact[],
): Grouped {
  const apis: Api[] = [];
  const apiOf = new Map<string, string>();
  const scopes = Map.groupBy(judged, ({ operation }) => `${operation.component} ${operation.protocol}`);
  for (const scope of [...scopes.keys()].toSorted()) {
    for (const group of groupsOf(scopes.get(scope) ?? [])) {
      const api = apiOfGroup(group, components, facts);
      if (!api) continue;
      apis.push(api);
      for (const { operation } of group.members) apiOf.set(operation.id, api.id);
    }
  }
  return {
    apis: apis.toSorted(
      (a, b) =>
        order(a.component, b.component) || order(a.title, b.title) || order(a.version, b.version) || order(a.id, b.id),
    ),
    apiOf,
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Described operations go by the document that states them; the rest joins the largest group that has its version line. */
function groupsOf(judged: readonly Judged[]): readonly Group[] {
  const groups = new Map<string, Group>();
  const put = (key: string, member: Judged): void => {
    const group = groups.get(key) ?? { key, documents: [], members: [], lines: new Set<string>() };
    const documents = member.draft.described
      .map(({ document }) => document)
      .filter(document => !group.documents.includes(document));
    group.members.push(member);
    groups.set(key, {
      ...group,
      documents: [...group.documents, ...documents],
      lines: new Set([...group.lines, lineOf(member.operation.path)]),
    });
  };
  const bySize = (a: Document, b: Document): number => b.matched - a.matched || order(a.fact.at.file, b.fact.at.file);
  for (const member of judged) {
    const [document] = member.draft.described.map(each => each.document).toSorted(bySize);
    if (document) put(`${document.fact.title}|${documentLine(document)}`, member);
  }
  const described = [...groups.values()].toSorted((a, b) => b.members.length - a.members.length || order(a.key, b.key));
  for (const member of judged) {
    if (member.draft.described.length > 0) continue;
    const line = lineOf(member.operation.path);
    put(described.find(group => group.lines.has(line))?.key ?? `|${line}`, member);
  }
  return [...groups.values()].toSorted((a, b) => order(a.key, b.key));
}

/** `v2` of `/api/v2/users`; empty when the path shows none. */
function lineOf(path: string): string {
  return (
    path
      .split('/')
      .slice(0, 5)
      .find(segment => /^v\d{1,3}$/i.test(segment)) ?? ''
  ).toLowerCase();
}

/** The version line that all of a document is in; without one, its version where that is a line (`v2`). */
function documentLine(document: Document): string {
  const lines = new Set(document.operations.map(operation => lineOf(document.prefix + operation.path)));
  const [only = ''] = lines;
  if (lines.size === 1 && only !== '') return only;
  return /^v\d{1,3}$/i.test(document.fact.version) ? document.fact.version.toLowerCase() : '';
}

function apiOfGroup(group: Group, components: readonly Component[], facts: readonly Fact[]): Api | undefined {
  const [first] = group.members;
  if (!first) return undefined;
  const { component: id, protocol } = first.operation;
  const component = components.find(each => each.id === id);
  const descriptions = group.documents.toSorted(
    (a, b) => b.matched - a.matched || order(a.fact.at.file, b.fact.at.file),
  );
  const title = descriptions.map(({ fact }) => fact.title).find(each => each !== '') ?? component?.name ?? id;
  const version = descriptions.map(({ fact }) => fact.version).find(each => each !== '') ?? [...group.lines].join();
  const owner = ownerOf(title, component, descriptions, facts);
  const recorded = recordedOf(title, descriptions, facts);
  const publicServer = descriptions.flatMap(({ fact }) => fact.servers).find(isPublic);
  const exposures = group.members.map(({ operation }) => operation.exposed);
  const risk = riskOf({
    exposed: exposures.includes('yes') ? 'yes' : exposures.includes('unknown') ? 'unknown' : 'no',
    ...(publicServer === undefined ? {} : { publicServer }),
    dataClasses: [...new Set(group.members.flatMap(({ operation }) => operation.dataClasses))].toSorted(),
    operations: group.members.map(({ operation }) => ({
      method: operation.method,
      path: operation.path,
      auth: operation.auth.status,
    })),
    ...(recorded === undefined ? {} : { recorded }),
  });
  return {
    id: apiId(id, protocol, group.key),
    title,
    version,
    protocol,
    component: id,
    ...(owner === undefined ? {} : { owner }),
    risk,
    descriptions: descriptions.map(({ fact }) => fact.at.file).toSorted(),
  };
}

function ownerOf(
  title: string,
  component: Component | undefined,
  documents: readonly Document[],
  facts: readonly Fact[],
): string | undefined {
  const entry = catalogEntry(title, component, facts);
  return entry?.owner ?? documents.map(({ fact }) => fact.contact).find(contact => contact !== undefined);
}

function recordedOf(title: string, documents: readonly Document[], facts: readonly Fact[]): string | undefined {
  const stated = documents.map(({ fact }) => fact.riskClass?.value).find(value => value !== undefined);
  return stated ?? catalogEntry(title, undefined, facts)?.riskClass;
}

/** The catalogue's entry for an API by its title, or for the component that serves it. */
function catalogEntry(title: string, component: Component | undefined, facts: readonly Fact[]) {
  const entries = factsOf(facts, 'artefact').flatMap(fact =>
    fact.artefact === 'catalog-entry' && fact.fileRole === 'product' && !fact.rejected ? [fact] : [],
  );
  return (
    entries.find(entry => entry.entry === 'API' && entry.name === title) ??
    entries.find(entry => component && entry.entry === 'Component' && entry.name === component.name)
  );
}

/** A server with a public name; placeholders and machines of one's own are none. */
export function isPublic(url: string): boolean {
  const host = /^https?:\/\/([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (!host.includes('.') || host.includes('{') || /^(?:127|10|192\.168|0)\./.test(host)) return false;
  return !/(?:^|\.)(?:localhost|local|test|internal|invalid|example|example\.(?:com|org|net))$/.test(host);
}
