import { activitiesOf, everyCondition, itemsOf, signalsOf } from './conditions.ts';
import { nearest } from './nearest.ts';
import type { Checked, ModelFault } from './read-yaml.ts';
import type { Condition, DomainModel, Items, Model, SignalCatalogue, SignalUse, StageModel } from './schema.ts';

const FINENESS = { organisation: 0, repository: 1, api: 2, operation: 3 } as const;
const ITEM_FINENESS = { organisation: 0, repositories: 1, apis: 2, operations: 3 } as const;

type Report = (path: readonly PropertyKey[], message: string) => void;

/** Every fault that a schema cannot see: names that lead nowhere, ids used twice, cycles, signals finer than what is counted. */
export function checkModel(
  checked: Checked<Model>,
  catalogue: SignalCatalogue,
  others: readonly Model[],
): readonly ModelFault[] {
  const faults: ModelFault[] = [];
  const report: Report = (path, message) => faults.push({ file: checked.file, line: checked.lineOf(path), message });
  if (checked.value.kind === 'domains') checkDomains(checked.value, catalogue, report);
  else checkStages(checked.value, catalogue, others, report);
  return faults;
}

function checkDomains(model: DomainModel, catalogue: SignalCatalogue, report: Report): void {
  const domains = new Set(model.domains.map(domain => domain.id));
  const activities = new Set(model.activities.map(activity => activity.id));
  repeated(model.domains.map(domain => domain.id)).forEach(at =>
    report(['domains', at], `domain "${model.domains[at]?.id}" stands twice`),
  );
  repeated(model.activities.map(activity => activity.id)).forEach(at =>
    report(['activities', at], `activity "${model.activities[at]?.id}" stands twice`),
  );
  model.domains.forEach((domain, at) => {
    for (const level of ['emerging', 'established'] as const) {
      const gate = domain.gates[level];
      if (gate === undefined) continue;
      for (const { condition, path } of everyCondition(gate)) {
        const here = ['domains', at, 'gates', level, ...path];
        if (!('activity' in condition || 'count' in condition || 'all' in condition || 'any' in condition)) {
          report(here, `gate of domain "${domain.id}" may only name activities`);
        }
        unknown(activitiesOf(condition), activities).forEach(id =>
          report(
            here,
            `gate of domain "${domain.id}" names activity "${id}", which does not exist${hint(id, activities)}`,
          ),
        );
      }
    }
  });
  if (model.headline.anchor !== undefined && !domains.has(model.headline.anchor)) {
    report(
      ['headline', 'anchor'],
      `headline names domain "${model.headline.anchor}", which does not exist${hint(model.headline.anchor, domains)}`,
    );
  }
  model.dominantThreats.forEach((threat, at) =>
    unknown(threat.doubles, activities).forEach(id =>
      report(
        ['dominantThreats', at, 'doubles'],
        `threat "${threat.id}" names activity "${id}", which does not exist${hint(id, activities)}`,
      ),
    ),
  );
  model.activities.forEach((activity, at) => {
    const who = `activity "${activity.id}"`;
    const path = ['activities', at];
    if (!domains.has(activity.domain))
      report(
        [...path, 'domain'],
        `${who} names domain "${activity.domain}", which does not exist${hint(activity.domain, domains)}`,
      );
    if (!Object.hasOwn(model.templates, activity.rule.template)) {
      report(
        [...path, 'rule', 'template'],
        `${who} names rule template "${activity.rule.template}", which does not exist${hint(activity.rule.template, Object.keys(model.templates))}`,
      );
    }
    const namer: Namer = { who, uses: activity.signals, items: activity.items };
    checkUses(namer, [...path, 'signals'], catalogue, report);
    unknown(activity.items.exemptBy, catalogue).forEach(id =>
      report([...path, 'items'], `${who} names signal "${id}", which does not exist${hint(id, catalogue.keys())}`),
    );
    for (const level of ['emerging', 'established'] as const) {
      const rule = activity.rule[level];
      if (rule !== undefined) checkRule(namer, rule, [...path, 'rule', level], { catalogue, activities }, report);
    }
  });
  const cycle = findCycle(model);
  if (cycle !== undefined) {
    const at = model.activities.findIndex(activity => activity.id === cycle[0]);
    report(['activities', at, 'rule'], `activities depend on each other in a circle: ${cycle.join(' → ')}`);
  }
}

function checkStages(model: StageModel, catalogue: SignalCatalogue, others: readonly Model[], report: Report): void {
  const ladders = new Map(model.ladders.map(ladder => [ladder.id, ladder]));
  const stages = new Set(model.stages.map(stage => stage.stage));
  repeated(model.ladders.map(ladder => ladder.id)).forEach(at =>
    report(['ladders', at], `ladder "${model.ladders[at]?.id}" stands twice`),
  );
  repeated(model.measures.map(measure => measure.id)).forEach(at =>
    report(['measures', at], `measure "${model.measures[at]?.id}" stands twice`),
  );
  model.measures.forEach((measure, at) => {
    const who = `measure "${measure.id}"`;
    const path = ['measures', at];
    if (!stages.has(measure.stage))
      report([...path, 'stage'], `${who} names stage ${measure.stage}, which does not exist`);
    for (const id of [measure.ladder, ...measure.alsoOn]) {
      const ladder = ladders.get(id);
      if (ladder === undefined)
        report([...path, 'ladder'], `${who} names ladder "${id}", which does not exist${hint(id, ladders.keys())}`);
      else if (ladder.group !== measure.group)
        report([...path, 'ladder'], `${who} is of ${measure.group}, its ladder "${id}" of ${ladder.group}`);
      else if (!ladder.rungs.some(rung => rung.stage === measure.stage))
        report([...path, 'ladder'], `${who}: ladder "${id}" has no rung at stage ${measure.stage}`);
    }
    const namer: Namer = { who, uses: measure.signals, items: measure.items };
    checkUses(namer, [...path, 'signals'], catalogue, report);
    unknown(measure.items.exemptBy, catalogue).forEach(id =>
      report([...path, 'items'], `${who} names signal "${id}", which does not exist${hint(id, catalogue.keys())}`),
    );
    for (const key of ['satisfied', 'partial'] as const) {
      const rule = measure[key];
      if (rule === undefined) continue;
      checkRule(namer, rule, [...path, key], { catalogue, activities: new Set() }, report);
      if (model.matrix === undefined && everyCondition(rule).some(({ condition }) => 'matrix' in condition))
        report([...path, key], `${who} asks for the matrix, and the model has none`);
    }
  });
  const { matrix } = model;
  if (matrix === undefined) return;
  const judged = others.find((other): other is DomainModel => other.kind === 'domains' && other.id === matrix.model);
  if (judged === undefined)
    return report(['matrix', 'model'], `the matrix names model "${matrix.model}", which is not loaded`);
  const activities = new Set(judged.activities.map(activity => activity.id));
  const risks = new Set(matrix.risks.map(risk => risk.id));
  unknown(matrix.core, risks).forEach(id =>
    report(['matrix', 'core'], `the matrix names risk "${id}", which does not exist${hint(id, risks)}`),
  );
  matrix.risks.forEach((risk, at) => {
    const namer: Namer = {
      who: `risk "${risk.id}"`,
      uses: risk.signals,
      items: { of: 'operations', where: [], exemptBy: [] },
    };
    checkUses(namer, ['matrix', 'risks', at, 'signals'], catalogue, report);
    checkRule(namer, risk.needs, ['matrix', 'risks', at, 'needs'], { catalogue, activities }, report);
  });
}

/** Who names signals: an activity, a measure or a risk. */
type Namer = { readonly who: string; readonly uses: readonly SignalUse[]; readonly items: Items };

function checkUses(
  { who, uses, items }: Namer,
  path: readonly PropertyKey[],
  catalogue: SignalCatalogue,
  report: Report,
): void {
  repeated(uses.map(use => use.signal)).forEach(at =>
    report([...path, at], `${who} lists signal "${uses[at]?.signal}" twice`),
  );
  uses.forEach((use, at) => {
    const signal = catalogue.get(use.signal);
    if (signal === undefined)
      return report(
        [...path, at],
        `${who} names signal "${use.signal}", which does not exist${hint(use.signal, catalogue.keys())}`,
      );
    // What decides must be seen on what is counted: a finer answer has no share of a coarser item.
    if ((use.role === 'supports' || use.role === 'contradicts') && FINENESS[signal.scope] > ITEM_FINENESS[items.of]) {
      report(
        [...path, at],
        `${who} counts ${items.of}, and signal "${use.signal}" is about each ${signal.scope}: count the finer, or let it corroborate`,
      );
    }
    if (use.role === 'supports' && signal.polarity === 'contradicts')
      report([...path, at], `${who}: signal "${use.signal}" can only contradict`);
    if (use.role === 'contradicts' && signal.polarity === 'supports')
      report([...path, at], `${who}: signal "${use.signal}" can only support`);
    if (use.role === 'nullifies' && signal.nullifies === undefined)
      report([...path, at], `${who}: signal "${use.signal}" nullifies nothing`);
  });
}

type Known = { readonly catalogue: SignalCatalogue; readonly activities: ReadonlySet<string> };

function checkRule(
  { who, uses }: Namer,
  rule: Condition,
  path: readonly PropertyKey[],
  known: Known,
  report: Report,
): void {
  const listed = new Set(uses.map(use => use.signal));
  for (const { condition, path: below } of everyCondition(rule)) {
    const here = [...path, ...below];
    unknown(activitiesOf(condition), known.activities).forEach(id =>
      report(here, `${who} names activity "${id}", which does not exist${hint(id, known.activities)}`),
    );
    for (const id of signalsOf(condition)) {
      if (!known.catalogue.has(id))
        report(here, `${who} names signal "${id}", which does not exist${hint(id, known.catalogue.keys())}`);
      else if (!listed.has(id))
        report(here, `${who}: its rule names signal "${id}", which is not in its list of signals`);
    }
    if ('inventory' in condition && condition.atLeast === undefined && condition.atMost === undefined)
      report(here, `${who}: an inventory condition needs atLeast or atMost`);
    unknown(itemsOf(condition)?.exemptBy ?? [], known.catalogue).forEach(id =>
      report(here, `${who} names signal "${id}", which does not exist${hint(id, known.catalogue.keys())}`),
    );
  }
}

/** A circle of activities whose rules ask for each other's level, if there is one. */
function findCycle(model: DomainModel): readonly string[] | undefined {
  const asks = new Map(
    model.activities.map(activity => [activity.id, asked(activity.rule.emerging, activity.rule.established)]),
  );
  const done = new Set<string>();
  const walk = (id: string, trail: readonly string[]): readonly string[] | undefined => {
    const at = trail.indexOf(id);
    if (at >= 0) return [...trail.slice(at), id];
    if (done.has(id)) return undefined;
    for (const next of asks.get(id) ?? []) {
      const found = walk(next, [...trail, id]);
      if (found !== undefined) return found;
    }
    done.add(id);
    return undefined;
  };
  for (const id of asks.keys()) {
    const found = walk(id, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function asked(...rules: readonly (Condition | undefined)[]): readonly string[] {
  return rules.flatMap(rule =>
    rule === undefined ? [] : everyCondition(rule).flatMap(({ condition }) => activitiesOf(condition)),
  );
}

function unknown(ids: readonly string[], known: { has(id: string): boolean }): readonly string[] {
  return ids.filter(id => !known.has(id));
}

function hint(wanted: string, known: Iterable<string>): string {
  const id = nearest(wanted, known);
  return id === undefined ? '' : `; nearest: ${id}`;
}

/** Positions of ids that already stood before. */
function repeated(ids: readonly string[]): readonly number[] {
  return ids.flatMap((id, at) => (ids.indexOf(id) < at ? [at] : []));
}
