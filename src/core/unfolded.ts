/** One number of a report, unfolded to the items it counts and the evidence on each. */
import type { Coverage, Holds, Proof } from './assessment.ts';

/** Where an item stands in what a condition counts. */
export type Side = 'met' | 'missing' | 'unknown';

/** One item with its weight and the evidence that puts it on its side. */
export type Leaf = {
  readonly item: string;
  readonly id: string;
  readonly weight: number;
  readonly side: Side;
  /** What was found, signal by signal: the tier that counts, and the records. */
  readonly evidence: readonly { readonly id: string; readonly signal: string; readonly effective: string }[];
};

/** A condition with what it counted. */
export type UnfoldedCondition = Omit<Proof, 'inside'> & {
  /** `12 of 14 = 85.7 %`, as it is computed. */
  readonly arithmetic: string | null;
  readonly leaves: readonly Leaf[];
  readonly inside: readonly UnfoldedCondition[];
};

/** An activity or measure with both of its rules. */
export type Unfolded = {
  readonly id: string;
  readonly rules: readonly { readonly name: string; readonly holds: Holds; readonly rule: UnfoldedCondition }[];
};

/** `3 + 1 of 7`: the sums behind a share. */
export function arithmeticOf({ numerator, denominator, unknown, unweighted, items }: Coverage): string {
  const share = denominator === 0 ? 0 : numerator / denominator;
  const high = denominator === 0 ? 0 : (numerator + unknown) / denominator;
  const range = unknown === 0 ? percent(share) : `${percent(share)}, with what is not known ${percent(high)}`;
  return `weight ${numerator} of ${denominator} = ${range}; ${percent(unweighted)} of ${items} ${items === 1 ? 'item' : 'items'} without weights`;
}

function percent(value: number): string {
  return `${Math.round(value * 1000) / 10} %`;
}
