/** Between reports and the scorer: what was seen goes in, verdicts come out. The one way in which anything is scored. */
import { createHash } from 'node:crypto';
import type { Model, Models } from '../models/schema.ts';
import { compactJson } from './core/canonical-json.ts';
import type { Report, ReportState, ReportView } from './core/report.ts';
import { sealReport } from './report/build-report.ts';
import type { ScoreInput } from './score/input.ts';
import { score } from './score/score.ts';

/** Scores what was seen by every model and seals the report. */
export function scoreReport(state: ReportState, models: Models): Report {
  const assessments = score(scoreInputOf(state, models));
  return sealReport(
    state,
    assessments.map((assessment, at) => {
      const model = models.models[at];
      if (model === undefined) throw new Error('the scorer gives one assessment a model');
      return { assessment, modelDigest: modelDigest(model, models) };
    }),
  );
}

/** All that a score is computed from, read off a report: nothing else decides a number. */
export function scoreInputOf(state: ReportState, models: Models): ScoreInput {
  const rows = state.coverage.repositories.filter(row => row.status !== 'excluded');
  const whole = state.view?.whole ?? {
    repositories: rows.length,
    scanned: rows.filter(row => row.status === 'scanned').length,
  };
  const isOrganisation = state.target.kind === 'organisation';
  const apisOf = Map.groupBy(state.apis, api => api.repository);
  return {
    models: models.models,
    signals: models.catalogue,
    parameters: models.parameters,
    evidence: state.evidence,
    coverage: state.signals,
    apis: state.apis,
    components: state.components,
    operations: state.endpoints,
    visibility: state.visibility,
    today: state.generatedAt.slice(0, 10),
    organisation: state.target.organisation,
    isOrganisation: isOrganisation && state.view === null,
    reading: { scanned: whole.scanned, isWhole: isOrganisation && whole.scanned === whole.repositories },
    limits: state.view === null ? undefined : limitsOf(state.view),
    repositories: rows.map(row => ({
      id: row.name,
      apis: (apisOf.get(row.name) ?? []).map(api => api.id),
      isScanned: row.status === 'scanned',
    })),
  };
}

/** A view states how far records count: what stands against them is not in it. */
function limitsOf({ limits }: ReportView): ScoreInput['limits'] {
  return new Map(limits.map(({ evidence, most, why }) => [evidence, { most, why }]));
}

/** What was seen, without what was said of it. */
export function stateOf({ digest: _digest, assessments: _assessments, ...state }: Report): ReportState {
  return state;
}

/** Names the content of a model with the signals and parameters it is evaluated by: another content, another name. */
export function modelDigest(model: Model, { catalogue, parameters }: Models): string {
  const content = { model, parameters, signals: [...catalogue.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
  return createHash('sha256').update(compactJson(content)).digest('hex').slice(0, 16);
}
