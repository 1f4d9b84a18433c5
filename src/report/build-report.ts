/** The report from what the stages gave: sorted, rounded, sealed. It decides nothing. */
import { createHash } from 'node:crypto';
import type { Assessment, MeasureAssessment, StageAssessment } from '../core/assessment.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Evidence, SignalCoverage, Visibility } from '../core/evidence.ts';
import type { DescriptionStatus, Inventory } from '../core/inventory.ts';
import type { Location } from '../core/location.ts';
import type { Operation } from '../core/operation.ts';
import { SCHEMA_VERSION } from '../core/report.ts';
import type { Report, ReportAssessment, ReportMeasure, ReportPlace, ReportStage, ReportState } from '../core/report.ts';
import { canonicalJson, compactJson } from '../core/canonical-json.ts';

export type ReportParts = {
  readonly toolVersion: string;
  /** Names the rule set: detectors with their versions, signals, models. */
  readonly rules: string;
  /** ISO date and time; the caller has already looked at `SOURCE_DATE_EPOCH`. */
  readonly generatedAt: string;
  readonly target: Report['target'];
  /** Why the result is partial; empty when it is complete. */
  readonly incompleteBecause: readonly string[];
  readonly coverage: Report['coverage'];
  readonly visibility: readonly Visibility[];
  readonly inventory: Inventory;
  readonly signals: readonly SignalCoverage[];
  readonly evidence: readonly Evidence[];
  /** Name of the repository that holds an API, by the id of the API. */
  readonly repositoryOf: ReadonlyMap<string, string>;
  /** Diagnostics of every stage besides those of the inventory. */
  readonly diagnostics: readonly Diagnostic[];
};

/** What was seen, in the form that is scored and stored. Pure: the same parts, in whatever order, give the same state. */
export function reportState(parts: ReportParts): ReportState {
  const { inventory } = parts;
  return plain<ReportState>({
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'apiassay', version: parts.toolVersion, rules: parts.rules },
    generatedAt: parts.generatedAt,
    target: parts.target,
    view: null,
    complete: parts.incompleteBecause.length === 0,
    incompleteBecause: sorted(parts.incompleteBecause, why => [why]),
    coverage: coverageOf(parts.coverage),
    visibility: sorted(parts.visibility, row => [row.plane, row.subject, row.readable, row.why]),
    components: sorted(inventory.components, component => [component.id]).map(
      ({ id, path, name, manifests, languages, frameworks }) => ({
        id,
        path,
        name,
        manifests: sorted(manifests, text => [text]),
        languages: sorted(languages, text => [text]),
        frameworks: sorted(frameworks, text => [text]),
      }),
    ),
    apis: sorted(inventory.apis, api => [api.component, api.title, api.version, api.id]).map(api => ({
      ...api,
      repository: parts.repositoryOf.get(api.id) ?? parts.target.name,
      owner: api.owner ?? null,
      descriptions: sorted(api.descriptions, file => [file]),
    })),
    endpoints: sorted(inventory.operations, operation => [
      operation.component,
      operation.path,
      operation.method,
      operation.id,
    ]).map(endpointOf),
    descriptions: sorted(inventory.descriptions, description => [description.file]).map(descriptionOf),
    signals: sorted(parts.signals, row => [row.signal]).map(row => ({
      ...row,
      withoutPlace: sorted(row.withoutPlace, name => [name]),
    })),
    evidence: sorted(parts.evidence, item => [item.signal, item.subject.scope, item.subject.id, item.id]).map(
      evidenceOf,
    ),
    assumptions: [],
    diagnostics: unique(
      sorted([...inventory.diagnostics, ...parts.diagnostics], ({ at, code, message }) => [
        at.file,
        at.line,
        at.column,
        code,
        message,
      ]),
    ).map(({ code, at, message }) => ({ code, ...placeOf(at), message })),
  });
}

/** The report of a state with its verdicts: sealed by a digest. */
export function sealReport(state: ReportState, assessments: readonly ModelAssessment[]): Report {
  const unsealed = {
    ...state,
    assessments: plain<Report['assessments']>(
      sorted(assessments, ({ assessment }) => [assessment.model]).map(assessmentOf),
    ),
  };
  return { ...unsealed, digest: digestOf(unsealed) };
}

/** What a model says of a state, and which content of the model said it. */
export type ModelAssessment = { readonly assessment: Assessment; readonly modelDigest: string };

/**
 * The digest that a report must carry. A stored report whose digest differs was changed after it was written.
 *
 * Source: conventions §3; `generatedAt` is left out so that two scans of one tree have one digest.
 */
export function digestOf(report: Omit<Report, 'digest'> & { readonly digest?: string }): string {
  const { digest: _digest, generatedAt: _generatedAt, ...content } = report;
  return createHash('sha256').update(compactJson(content)).digest('hex');
}

/** The values are exactly those of the JSON form: rounded, without `undefined`. */
function plain<T>(value: T): T {
  // Writing and reading is what makes memory and file the same value; the shape is that of the argument.
  return JSON.parse(canonicalJson(value)) as T;
}

function coverageOf(coverage: Report['coverage']): Report['coverage'] {
  return {
    files: { ...coverage.files, failed: sorted(coverage.files.failed, row => [row.file, row.why]) },
    repositories: sorted(coverage.repositories, row => [row.name]),
    languagesNotRead: sorted(coverage.languagesNotRead, row => [row.language]),
  };
}

function endpointOf(operation: Operation): Report['endpoints'][number] {
  const { auth } = operation;
  return {
    ...operation,
    sources: sorted(operation.sources, source => [
      SOURCE_ORDER.indexOf(source.kind),
      source.at.file,
      source.at.line,
      source.at.column,
      source.what,
    ]).map(({ at, kind, what, excerpt }) => ({ kind, ...placeOf(at), what, excerpt })),
    auth: {
      ...auth,
      mechanisms: sorted(auth.mechanisms, text => [text]),
      scopes: sorted(auth.scopes, text => [text]),
      chain: auth.chain.map(({ at, what, effect, why }) => ({ ...placeOf(at), what, effect, why })),
      described: auth.described ?? null,
    },
    parameters: sorted(operation.parameters, parameter => [parameter.in, parameter.name]).map(parameter => ({
      ...parameter,
      type: parameter.type ?? null,
    })),
    dataClasses: sorted(operation.dataClasses, text => [text]),
    sunset: operation.sunset ?? null,
    tests: sorted(operation.tests, test => [test.at.file, test.at.line, test.at.column, test.test]).map(
      ({ at, test, aspects }) => ({
        ...placeOf(at),
        test,
        aspects: sorted(aspects, text => [text]),
      }),
    ),
    conditional: operation.conditional ?? null,
    handler: operation.handler ? placeOf(operation.handler) : null,
    responseType: operation.responseType ?? null,
  };
}

/** What states an operation itself stands before what only lets a whole prefix through. */
const SOURCE_ORDER = ['code', 'description', 'gateway', 'traffic'];

function descriptionOf(status: DescriptionStatus): Report['descriptions'][number] {
  return { ...status, api: status.api ?? null, rejectedBy: status.rejectedBy ?? null };
}

function evidenceOf(evidence: Evidence): Report['evidence'][number] {
  return {
    ...evidence,
    facts: sorted(evidence.facts, fact => [fact.at.file, fact.at.line, fact.at.column, fact.what]).map(
      ({ at, excerpt, what }) => ({ ...placeOf(at), excerpt, what }),
    ),
    observedAt: evidence.observedAt ?? null,
    introduced: evidence.introduced ?? null,
    likeness: evidence.likeness ?? null,
    assumed: evidence.assumed ?? false,
    rejected: sorted(evidence.rejected, row => [row.rule, row.why]),
    nullifiedBy: sorted(evidence.nullifiedBy, row => [row.kind, row.why]).map(({ kind, why, at, isRecorded }) => ({
      kind,
      why,
      at: at ? placeOf(at) : null,
      isRecorded: isRecorded === true,
    })),
  };
}

/** Domains, activities, stages and roadmap keep the order of the model: it is the order in which people read them. */
function assessmentOf({ assessment, modelDigest }: ModelAssessment): ReportAssessment {
  const { model, modelVersion, title, roadmap } = assessment;
  const common = { model, modelVersion, modelDigest, title, roadmap };
  switch (assessment.kind) {
    case 'domains': {
      const { verdict, interval, rule, sensitivity } = assessment.headline;
      return {
        kind: 'domains',
        ...common,
        level: verdict,
        interval,
        rule,
        sensitivity,
        domains: assessment.domains.map(domain => ({
          id: domain.id,
          title: domain.title,
          level: domain.verdict,
          ...domain.interval,
          rule: domain.rule,
          weights: domain.weights,
          thresholds: domain.thresholds,
          doubled: domain.doubled,
          isBorderline: domain.isBorderline,
          sensitivity: domain.sensitivity,
          gates: domain.gates,
          activities: domain.activities.map(({ verdict: level, interval: { low, high }, ...activity }) => ({
            ...activity,
            level,
            low,
            high,
            evidence: sorted(activity.evidence, id => [id]),
            notCounted: sorted(activity.notCounted, id => [id]),
            attested: sorted(activity.attested, id => [id]),
            notSupported: sorted(activity.notSupported, id => [id]),
            notObserved: sorted(activity.notObserved, row => [row.plane, row.why]),
          })),
        })),
        distribution: assessment.distribution,
      };
    }
    case 'stages': {
      const { practices, low, high, barometer, rule, sensitivity } = assessment.fit;
      return {
        kind: 'stages',
        ...common,
        level: practices,
        interval: { low, high },
        rule,
        sensitivity,
        barometer,
        nextStage: assessment.nextStage,
        advanceReady: assessment.advanceReady,
        messages: assessment.messages,
        ladders: sorted(assessment.ladders, ladder => [ladder.id]),
        stages: assessment.stages.map(stageOf),
        matrix: sorted(assessment.matrix, row => [row.api]),
      };
    }
  }
}

function stageOf({ stage, title, practices, barometer }: StageAssessment): ReportStage {
  return {
    stage,
    title,
    practices: { ...practices, measures: practices.measures.map(measureOf) },
    barometer: { ...barometer, measures: barometer.measures.map(measureOf) },
  };
}

function measureOf(measure: MeasureAssessment): ReportMeasure {
  return {
    ...measure,
    liftedBy: measure.liftedBy ?? null,
    evidence: sorted(measure.evidence, id => [id]),
    notSupported: sorted(measure.notSupported, id => [id]),
  };
}

function placeOf({ file, line, column }: Location): ReportPlace {
  return { file, line, column };
}

/** A sorted copy, by the parts of each item's identity in turn; text by code unit, as no locale may decide an order. */
function sorted<T>(items: readonly T[], identity: (item: T) => readonly (string | number)[]): T[] {
  return items
    .map(item => ({ item, key: identity(item) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ item }) => item);
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

/** Two stages may have met the same fault; it is told once. The list is sorted, so equal items are neighbours. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter((item, index) => {
    const before = diagnostics[index - 1];
    return (
      !before ||
      before.code !== item.code ||
      before.message !== item.message ||
      before.at.file !== item.at.file ||
      before.at.line !== item.at.line
    );
  });
}
