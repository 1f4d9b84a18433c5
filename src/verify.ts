/** Recomputes every verdict of a report from the evidence and inventory in it, and finds the first number that differs. */
import type { Models } from '../models/schema.ts';
import type { Report, ReportAssessment } from './core/report.ts';
import { modelDigest, scoreReport, stateOf } from './score-report.ts';

export type Verification =
  | { readonly kind: 'verified'; readonly numbers: number; readonly evidence: number; readonly assumed: number }
  /** The evidence gives another value: `stated` stands in the report, `computed` follows from it. */
  | { readonly kind: 'differs'; readonly where: string; readonly stated: string; readonly computed: string }
  /** It was scored by models that are not these. */
  | { readonly kind: 'other-model'; readonly model: string; readonly why: string };

export function verifyReport(report: Report, known: Models): Verification {
  for (const assessment of report.assessments) {
    const other = otherModel(assessment, known);
    if (other !== undefined) return other;
  }
  const used = new Set(report.assessments.map(({ model }) => model));
  const models = { ...known, models: known.models.filter(model => used.has(model.id)) };
  const again = scoreReport(stateOf(report), models);
  const count = { numbers: 0 };
  for (const [at, stated] of report.assessments.entries()) {
    const found = firstDifference(stated, again.assessments[at], [stated.model], count);
    if (found !== undefined) return found;
  }
  const { evidence } = report;
  return {
    kind: 'verified',
    numbers: count.numbers,
    evidence: evidence.length,
    assumed: evidence.filter(each => each.assumed).length,
  };
}

function otherModel(assessment: ReportAssessment, known: Models): Verification | undefined {
  const model = known.models.find(each => each.id === assessment.model);
  if (model === undefined)
    return { kind: 'other-model', model: assessment.model, why: 'no such model is known; give its file with --model' };
  const digest = modelDigest(model, known);
  return digest === assessment.modelDigest
    ? undefined
    : {
        kind: 'other-model',
        model: assessment.model,
        why: `the report was scored by content ${assessment.modelDigest}, this is ${digest} (version ${assessment.modelVersion} there, ${model.version} here)`,
      };
}

/** Depth first, in the order of the document; list entries go by their id where they have one. */
function firstDifference(
  stated: unknown,
  computed: unknown,
  path: readonly string[],
  count: { numbers: number },
): Verification | undefined {
  if (typeof stated === 'number') count.numbers++;
  if (isNode(stated) && isNode(computed) && Array.isArray(stated) === Array.isArray(computed)) {
    for (const key of new Set([...Object.keys(stated), ...Object.keys(computed)])) {
      const found = firstDifference(stated[key], computed[key], [...path, nameOf(key, stated[key])], count);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return Object.is(stated, computed)
    ? undefined
    : { kind: 'differs', where: path.join(' › '), stated: textOf(stated), computed: textOf(computed) };
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function nameOf(key: string, value: unknown): string {
  return isNode(value) && typeof value['id'] === 'string' ? value['id'] : key;
}

function textOf(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
