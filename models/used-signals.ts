import { everyCondition, itemsOf, signalsOf } from './conditions.ts';
import type { Condition, Items, Model, SignalUse } from './schema.ts';

/** Ids of the signals that a model asks for, each as often as it does. */
export function usedSignals(model: Model): readonly string[] {
  if (model.kind === 'domains')
    return [
      ...model.activities.flatMap(({ signals, items, rule }) => [
        ...inUse(signals, items),
        ...inRule(rule.emerging),
        ...inRule(rule.established),
      ]),
      ...Object.values(model.templates).flatMap(template => [
        ...inRule(template.emerging),
        ...inRule(template.established),
      ]),
    ];
  return [
    ...model.measures.flatMap(({ signals, items, satisfied, partial }) => [
      ...inUse(signals, items),
      ...inRule(satisfied),
      ...inRule(partial),
    ]),
    ...(model.matrix?.risks ?? []).flatMap(({ signals, appliesWithSignal, needs }) => [
      ...inUse(signals, undefined),
      ...(appliesWithSignal === undefined ? [] : [appliesWithSignal]),
      ...inRule(needs),
    ]),
  ];
}

function inUse(uses: readonly SignalUse[], items: Items | undefined): readonly string[] {
  return [...uses.map(use => use.signal), ...(items?.exemptBy ?? [])];
}

function inRule(rule: Condition | undefined): readonly string[] {
  if (rule === undefined) return [];
  return everyCondition(rule).flatMap(({ condition }) => [
    ...signalsOf(condition),
    ...(itemsOf(condition)?.exemptBy ?? []),
  ]);
}
