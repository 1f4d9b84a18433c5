/** Evidence as the engine derives it, from a handful of files and an inventory that is given. */
import type { Fact } from '../../src/core/fact.ts';
import type { EvidenceInput } from '../../src/core/inventory.ts';
import { startOf } from '../../src/core/location.ts';
import { operationId } from '../../src/core/operation.ts';
import type { Api, Operation, OperationMethod } from '../../src/core/operation.ts';
import type { Introduction } from '../../src/core/tree.ts';
import type { Detector } from '../../src/detector.ts';
import type { Deriver, EvidenceDraft } from '../../src/evidence/deriver.ts';
import { factsIn } from './facts-in.ts';

export type Estate = {
  readonly files: Readonly<Record<string, string>>;
  readonly detectors: readonly Detector[];
  /** `GET /orders` by the folder of the component that serves them; each component is one API, `api:` and its folder. */
  readonly operations?: Readonly<Record<string, readonly string[]>>;
  /** Description file of each component. */
  readonly descriptions?: Readonly<Record<string, string>>;
  /** Date of the last change of each file. */
  readonly changed?: Readonly<Record<string, string>>;
  /** The change that brought each file in. */
  readonly introduced?: Readonly<Record<string, Introduction>>;
  readonly facts?: readonly Fact[];
};

export async function inputOf({
  files,
  detectors,
  operations = {},
  descriptions = {},
  changed = {},
  introduced = {},
  facts = [],
}: Estate): Promise<EvidenceInput> {
  const components = Object.keys(operations);
  return {
    repository: 'acme/shop',
    organisation: 'acme',
    facts: [...(await factsIn(detectors, files)), ...facts],
    inventory: {
      components: components.map(id => ({
        id,
        path: id,
        name: id,
        manifests: [],
        languages: [],
        dependencies: [],
        developmentDependencies: [],
        frameworks: [],
      })),
      apis: components.map((id): Api => ({
        id: `api:${id}`,
        title: id,
        version: '1.0.0',
        protocol: 'http',
        component: id,
        risk: { class: 'medium', reasons: [] },
        descriptions: descriptions[id] === undefined ? [] : [descriptions[id]],
      })),
      operations: components.flatMap(id => (operations[id] ?? []).map(text => operationOf(id, text))),
      descriptions: Object.values(descriptions).map(file => ({ file, accepted: true, operations: 1, matched: 1 })),
      diagnostics: [],
    },
    linked: new Map(),
    visibility: [],
    today: '2026-06-30',
    changedAt: file => changed[file],
    introducedBy: file => introduced[file],
  };
}

function operationOf(component: string, text: string): Operation {
  const [method = 'GET', path = '/'] = text.split(' ');
  const at = startOf(`${component}/app.js`);
  return {
    // The method of a test is one that it wrote itself.
    id: text,
    method: method as OperationMethod,
    path,
    protocol: 'http',
    component,
    api: `api:${component}`,
    state: 'shadow',
    documented: 'no',
    implemented: 'yes',
    exposed: 'unknown',
    reasons: [],
    sources: [{ kind: 'code', at, what: operationId(component, method, path), excerpt: '' }],
    auth: { status: 'unknown', reason: '', mechanisms: [], scopes: [], chain: [], source: 'code' },
    parameters: [],
    dataClasses: [],
    deprecated: false,
    risk: 'medium',
    tests: [],
  };
}

/** What one signal answers, a line each: `+E4 operation GET /orders: summary [rejected by G2] [nullified: why]`. */
export function answers(derivers: readonly Deriver[], signal: string, input: EvidenceInput): readonly string[] {
  return derivers
    .filter(deriver => deriver.signal === signal)
    .flatMap(({ derive }) => derive(input))
    .map(lineOf);
}

export function lineOf(draft: EvidenceDraft): string {
  const sign = draft.polarity === 'supports' ? '+' : '-';
  const rejected = draft.rejected?.length ? ` [rejected by ${draft.rejected.map(({ rule }) => rule).join(', ')}]` : '';
  const nullified = draft.nullifiedBy?.length
    ? ` [nullified: ${draft.nullifiedBy.map(({ why }) => why).join('; ')}]`
    : '';
  return `${sign}${draft.tier} ${draft.subject.scope} ${draft.subject.id}: ${draft.summary}${rejected}${nullified}`;
}
