/** `explain ID`: what a report says about one thing, down to file and line. Reads the report, computes nothing. */
import type { Report } from '../../core/report.ts';
import { terminalText } from '../escape.ts';
import { explainEvidence, explainSignal } from './evidence.ts';
import {
  explainApi,
  explainAuth,
  explainComponent,
  explainOperation,
  findOperation,
  listApis,
  listComponents,
  listOperations,
} from './inventory.ts';
import type { Unfolded } from '../../core/unfolded.ts';
import type { ProofDepth } from './proof.ts';
import { explainActivity, explainDomain, explainMeasure, explainModel, explainStage, listRoadmap } from './model.ts';
import { nearestTo } from './nearest.ts';
import { explainMatrix, listDistribution, listInherited, listMatrix, listTeams } from './roll-up.ts';
import { explainDescription, listFiles, listRepositories, listSignals, listVisibility } from './scan.ts';

export type Explanation =
  | { readonly kind: 'found'; readonly text: string }
  /** Nothing has this id; these are the nearest that exist, best first. */
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] }
  /** Several operations end like this. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] };

/**
 * Understands ids of activities, domains, measures, stages (`stage3`, `stage3.practices`), models, signals, evidence, APIs,
 * components and operations (id, `DELETE /v1/carts/{id}`, or a unique end of it), description files, and the words
 * `operations`, `inventory`, `auth` (also `auth:none`, `auth:writes`), `files`, `visibility`, `signals`, `roadmap`,
 * `repositories`, `apis`, `components`, `teams`, `distribution`, `matrix` (also `matrix:API`), `inherited`.
 *
 * `unfolded` is the proof of an activity or measure down to its items; `isAll` shows every one of them.
 */
export function explain(report: Report, id: string, unfolded?: Unfolded, isAll = false): Explanation {
  const lines = explainWord(report, id) ?? explainId(report, id, { unfolded, isAll });
  if (lines) return { kind: 'found', text: `${lines.map(terminalText).join('\n')}\n` };
  const operations = findOperation(report, id);
  const [only, ...others] = operations;
  if (only && others.length === 0)
    return { kind: 'found', text: `${explainOperation(report, only).map(terminalText).join('\n')}\n` };
  if (only)
    return {
      kind: 'ambiguous',
      candidates: operations.map(({ method, path, component }) => terminalText(`${component}#${method} ${path}`)),
    };
  return { kind: 'unknown', nearest: nearestTo(id, knownIds(report)).map(terminalText) };
}

type Lines = readonly string[];

const WORDS: { readonly [word: string]: (report: Report) => Lines } = {
  operations: report => listOperations(report),
  auth: report => explainAuth(report, undefined),
  'auth:required': report => explainAuth(report, 'required'),
  'auth:optional': report => explainAuth(report, 'optional'),
  'auth:none': report => explainAuth(report, 'none'),
  'auth:unknown': report => explainAuth(report, 'unknown'),
  'auth:writes': report => explainAuth(report, 'writes'),
  files: listFiles,
  visibility: listVisibility,
  signals: listSignals,
  roadmap: listRoadmap,
  repositories: listRepositories,
  apis: listApis,
  components: listComponents,
  teams: listTeams,
  distribution: listDistribution,
  matrix: listMatrix,
  inherited: listInherited,
};

function explainWord(report: Report, id: string): Lines | undefined {
  // `inventory` is also a domain of the first model: its verdict, then what it was judged on.
  if (id === 'inventory') {
    const domain = explainDomain(report, id);
    return domain ? [...domain, '', ...listOperations(report)] : listOperations(report);
  }
  return Object.hasOwn(WORDS, id) ? WORDS[id]?.(report) : undefined;
}

function explainId(report: Report, id: string, depth: ProofDepth): Lines | undefined {
  return (
    explainModel(report, id) ??
    explainDomain(report, id) ??
    explainActivity(report, id, depth) ??
    explainStage(report, id) ??
    explainMeasure(report, id, depth) ??
    explainSignal(report, id) ??
    explainEvidence(report, id) ??
    explainMatrix(report, id) ??
    explainApi(report, id) ??
    explainComponent(report, id) ??
    explainDescription(report, id)
  );
}

function knownIds(report: Report): readonly string[] {
  const models = report.assessments.flatMap(assessment =>
    assessment.kind === 'domains'
      ? [
          assessment.model,
          ...assessment.domains.flatMap(domain => [domain.id, ...domain.activities.map(activity => activity.id)]),
        ]
      : [
          assessment.model,
          ...assessment.stages.flatMap(stage => [
            `stage${stage.stage}`,
            ...[...stage.practices.measures, ...stage.barometer.measures].map(measure => measure.id),
          ]),
        ],
  );
  return [
    'inventory',
    ...Object.keys(WORDS),
    ...models,
    ...report.signals.map(({ signal }) => signal),
    ...report.apis.map(({ id }) => id),
    ...report.components.map(({ id }) => id),
    ...report.descriptions.map(({ file }) => file),
    ...report.endpoints.map(({ method, path }) => `${method} ${path}`),
    ...report.evidence.map(({ id }) => id),
  ];
}
