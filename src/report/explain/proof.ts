/** The proof of a verdict: the rule as a tree, with the sums and the evidence of every item they count. */
import type { Report, ReportEvidence, ReportProof } from '../../core/report.ts';
import { arithmeticOf, type Leaf, type Side, type Unfolded, type UnfoldedCondition } from '../../core/unfolded.ts';
import { placeText, plural } from '../words.ts';

type Lines = readonly string[];

/** Items of one side that are shown; `--verbose` shows all. */
const SHOWN = 12;

/** How deep a proof is shown: to the items where they were unfolded, and all of them or the first. */
export type ProofDepth = { readonly unfolded: Unfolded | undefined; readonly isAll: boolean };

/** The proof as deep as it could be unfolded. */
export function proofLines(
  report: Report,
  rules: Readonly<Record<string, ReportProof | null>>,
  { unfolded, isAll }: ProofDepth,
): Lines {
  return unfolded === undefined ? storedProof(rules) : unfoldedProof(report, unfolded, isAll);
}

/** What stands in the report: conditions with their sums, without the items. */
function storedProof(rules: Readonly<Record<string, ReportProof | null>>): Lines {
  return Object.entries(rules).flatMap(([name, proof]) =>
    proof === null ? [] : [`${name}  holds: ${proof.holds}`, ...conditionLines(stored(proof), '  ', () => [])],
  );
}

function stored(proof: ReportProof): UnfoldedCondition {
  const arithmetic = proof.coverage === null ? null : arithmeticOf(proof.coverage);
  return { ...proof, arithmetic, leaves: [], inside: proof.inside.map(stored) };
}

/** The same down to the evidence of each item; `isAll` shows every item. */
function unfoldedProof(report: Report, unfolded: Unfolded, isAll: boolean): Lines {
  const evidence = new Map(report.evidence.map(each => [each.id, each]));
  const leaves = (condition: UnfoldedCondition): Lines =>
    (['missing', 'unknown', 'met'] as const).flatMap(side => sideLines(condition.leaves, side, evidence, isAll));
  return unfolded.rules.flatMap(({ name, holds, rule }) => [
    `${name}  holds: ${holds}`,
    ...conditionLines(rule, '  ', leaves),
  ]);
}

function conditionLines(condition: UnfoldedCondition, indent: string, leaves: (of: UnfoldedCondition) => Lines): Lines {
  const { inside, holds, text, arithmetic, threshold, isBorderline, applies } = condition;
  const state = applies ? HOLDS[holds] : '–';
  if (inside.length > 0)
    return [
      `${indent}${state} of ${inside.length} parts`,
      ...inside.flatMap(each => conditionLines(each, `${indent}  `, leaves)),
    ];
  const margin =
    threshold === null
      ? ''
      : `, ${signed(threshold.margin)} from ${threshold.value}${isBorderline ? ': borderline' : ''}`;
  return [
    `${indent}${state}  ${text}`,
    ...(arithmetic === null ? [] : [`${indent}     ${arithmetic}${margin}`]),
    ...leaves(condition).map(line => `${indent}     ${line}`),
  ];
}

const HOLDS = { yes: 'yes', no: 'no ', unknown: '?  ' } as const;

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

function sideLines(
  leaves: readonly Leaf[],
  side: Side,
  evidence: ReadonlyMap<string, ReportEvidence>,
  isAll: boolean,
): Lines {
  const own = leaves.filter(leaf => leaf.side === side);
  const shown = isAll ? own : own.slice(0, SHOWN);
  return [
    ...shown.flatMap(leaf => [
      `${side.padEnd(8)}${leaf.item}  weight ${leaf.weight}${leaf.evidence.length === 0 ? '  nothing was found' : ''}`,
      ...leaf.evidence.map(
        record => `        ${record.effective}  ${record.signal}  ${record.id}${firstPlace(evidence.get(record.id))}`,
      ),
    ]),
    ...(own.length > shown.length
      ? [`${side.padEnd(8)}and ${plural(own.length - shown.length, 'item')} more (--verbose shows them)`]
      : []),
  ];
}

function firstPlace(evidence: ReportEvidence | undefined): string {
  const place = evidence?.facts[0];
  return place === undefined ? '' : `  ${placeText(place)}`;
}
