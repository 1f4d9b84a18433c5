import type { Proof } from '../core/assessment.ts';
import type { Judged } from './conditions.ts';
import { rounded } from './coverage.ts';

/** The judged condition as it stands in a report; what it counted is unfolded from evidence when somebody asks. */
export function proofOf(judged: Judged, within: number): Proof {
  const { threshold, counted } = judged;
  const margin = threshold === undefined || counted === undefined ? undefined : counted.low - threshold.value;
  return {
    text: judged.text,
    holds: judged.low ? 'yes' : judged.high ? 'unknown' : 'no',
    applies: judged.applies,
    coverage: judged.inside.length === 0 ? (judged.coverage[0] ?? null) : null,
    threshold: threshold === undefined || margin === undefined ? null : { ...threshold, margin: rounded(margin) },
    isBorderline:
      judged.applies && margin !== undefined && counted?.isEmpty === false && isClose(judged, margin, within),
    inside: judged.inside.map(each => proofOf(each, within)),
  };
}

/** Names of the shares that are close to their threshold, in the order of the rule. */
export function borderlineOf(...proofs: readonly Proof[]): readonly string[] {
  const names = proofs.flatMap(function names(proof): readonly string[] {
    return [
      ...(proof.isBorderline && proof.coverage !== null ? [proof.coverage.name] : []),
      ...proof.inside.flatMap(names),
    ];
  });
  return [...new Set(names)];
}

/** All and nothing are no matter of a few hundredths. */
function isClose({ counted }: Judged, margin: number, within: number): boolean {
  return counted !== undefined && counted.low > 0 && counted.low < 1 && Math.abs(margin) <= within + 1e-9;
}
