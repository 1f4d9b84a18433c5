import { checkRepeated, type Report } from './check-items.ts';
import { outOfOrder } from './check-order.ts';
import { outOfReach } from './check-reach.ts';
import { checkActivities, checkNumbers, checkRule, type Ground } from './check-rule.ts';
import { checkedAsker } from './check-uses.ts';
import { activitiesOf, everyCondition, signalsOf } from './conditions.ts';
import { findCircles } from './find-circles.ts';
import { foundText, unknownName } from './found.ts';
import type { Activity, Condition, Domain, DomainModel, SignalCatalogue } from './schema.ts';
import type { Path } from './yaml-tree.ts';

const LEVELS = ['emerging', 'established'] as const;

/** What a schema cannot see of a model of domains. */
export function checkDomains(model: DomainModel, catalogue: SignalCatalogue, report: Report): void {
  const domains = new Set(model.domains.map(domain => domain.id));
  const activities = new Set(model.activities.map(activity => activity.id));
  checkRepeated(
    model.domains.map(domain => domain.id),
    ['domains'],
    report,
    'id',
  );
  checkRepeated(
    model.activities.map(activity => activity.id),
    ['activities'],
    report,
    'id',
  );
  checkRepeated(
    model.dominantThreats.map(threat => threat.id),
    ['dominantThreats'],
    report,
    'id',
  );
  checkParameters(model, report);
  const { anchor } = model.headline;
  if (anchor !== undefined && !domains.has(anchor))
    report(['headline', 'anchor'], unknownName('a domain of the model', anchor, domains));
  model.dominantThreats.forEach((threat, at) =>
    threat.doubles.forEach((id, of) => {
      if (!activities.has(id))
        report(['dominantThreats', at, 'doubles', of], unknownName('an activity of the model', id, activities));
    }),
  );
  const ground: Ground = { catalogue, activities, hasMatrix: false, asker: undefined };
  for (const [name, template] of Object.entries(model.templates)) {
    for (const level of LEVELS) checkRule(template[level], ['templates', name, level], ground, report);
    reportOrder(template.emerging, template.established, ['templates', name], report);
  }
  const inhabited = new Set(model.activities.map(activity => activity.domain));
  // An activity whose domain is misspelt belongs to one that seems empty.
  const isAllPlaced = [...inhabited].every(id => domains.has(id));
  model.domains.forEach((domain, at) => {
    if (isAllPlaced && !inhabited.has(domain.id))
      report(['domains', at], `expected an activity whose domain is ${foundText(domain.id)}, found none`);
    checkGates(domain, ['domains', at, 'gates'], activities, report);
  });
  model.activities.forEach((activity, at) => {
    const path = ['activities', at];
    if (!domains.has(activity.domain))
      report([...path, 'domain'], unknownName('a domain of the model', activity.domain, domains));
    const asker = checkedAsker({ uses: activity.signals, items: activity.items }, path, catalogue, report);
    checkActivityRule(model, activity, [...path, 'rule'], { ...ground, asker }, report);
  });
  reportCircles(model, report);
}

function checkParameters({ parameters, headline, domains }: DomainModel, report: Report): void {
  const { domain, contradiction } = parameters;
  const inOrder = (path: Path, low: number, high: number, name: string): void => {
    if (low > high) report(path, `expected at most ${high}, which is ${name}, found ${low}`);
  };
  inOrder(['parameters', 'domain', 'emerging'], domain.emerging, domain.established, 'what established needs');
  inOrder(
    ['parameters', 'contradiction', 'emergingAbove'],
    contradiction.emergingAbove,
    contradiction.nonExistentAbove,
    'nonExistentAbove',
  );
  inOrder(['headline', 'domains'], headline.domains, domains.length, 'the number of domains');
}

function checkGates({ gates }: Domain, path: Path, activities: ReadonlySet<string>, report: Report): void {
  for (const level of LEVELS) {
    const gate = gates[level];
    for (const { condition, path: below } of gate === undefined ? [] : everyCondition(gate)) {
      const here = [...path, level, ...below];
      checkActivities(condition, here, activities, report);
      checkNumbers(condition, here, report);
      if (!('activity' in condition || 'count' in condition || 'all' in condition || 'any' in condition))
        report(here, `expected a gate that names activities, found a condition on ${Object.keys(condition)[0]}`);
    }
  }
}

/** The rule of an activity: its own conditions, and those of its template where it states none. */
function checkActivityRule(model: DomainModel, { rule }: Activity, path: Path, ground: Ground, report: Report): void {
  const names = Object.keys(model.templates);
  if (!names.includes(rule.template))
    report([...path, 'template'], unknownName('a rule template of the model', rule.template, names));
  for (const level of LEVELS) {
    const own = rule[level];
    const borrowed = templateOf(model, rule.template)?.[level];
    if (own !== undefined) checkRule(own, [...path, level], ground, report);
    else if (borrowed !== undefined) checkTemplateUse(borrowed, { level, name: rule.template, path }, ground, report);
  }
  const template = templateOf(model, rule.template);
  const emerging = rule.emerging ?? template?.emerging;
  const established = rule.established ?? template?.established;
  const isOwn = rule.emerging !== undefined || rule.established !== undefined;
  if (isOwn && emerging !== undefined && established !== undefined)
    reportOrder(emerging, established, path, report, rule.emerging === undefined ? 'established' : 'emerging');
}

function templateOf({ templates }: DomainModel, name: string): DomainModel['templates'][string] | undefined {
  return Object.hasOwn(templates, name) ? templates[name] : undefined;
}

type TemplateUse = { readonly level: string; readonly name: string; readonly path: Path };

/** A template that is sound by itself may still ask for what the signals of an activity cannot give. */
function checkTemplateUse(rule: Condition, { level, name, path }: TemplateUse, ground: Ground, report: Report): void {
  const { asker, catalogue } = ground;
  if (asker === undefined) return;
  const listed = new Set(asker.uses.map(use => use.signal));
  const say = (why: string): void =>
    report(
      [...path, 'template'],
      `expected a template that its signals can satisfy, found ${foundText(name)}: ${level} ${why}`,
    );
  for (const { condition } of everyCondition(rule)) {
    for (const id of signalsOf(condition))
      if (catalogue.has(id) && !listed.has(id)) say(`counts ${id}, which is not in its list`);
    const beyond = outOfReach(condition, asker, catalogue);
    if (beyond !== undefined) say(`asks for ${beyond.tier}, and ${beyond.why}`);
  }
}

/** Reports at the level that the file states, where only one of them stands there. */
function reportOrder(
  emerging: Condition,
  established: Condition,
  path: Path,
  report: Report,
  at: (typeof LEVELS)[number] = 'emerging',
): void {
  for (const { lower, higher, side } of outOfOrder(emerging, established)) {
    const opposite = side === 'at most' ? 'at least' : 'at most';
    if (at === 'emerging')
      report(
        [...path, 'emerging', ...lower.path],
        `expected ${side} ${higher.value}, which established asks for, found ${lower.value}`,
      );
    else
      report(
        [...path, 'established', ...higher.path],
        `expected ${opposite} ${lower.value}, which emerging asks for, found ${higher.value}`,
      );
  }
}

function reportCircles(model: DomainModel, report: Report): void {
  const asks = new Map(
    model.activities.map(({ id, rule }) => {
      const template = templateOf(model, rule.template);
      const rules = LEVELS.flatMap(level => rule[level] ?? template?.[level] ?? []);
      return [id, rules.flatMap(each => everyCondition(each).flatMap(({ condition }) => activitiesOf(condition)))];
    }),
  );
  for (const circle of findCircles(asks)) {
    const at = model.activities.findIndex(activity => activity.id === circle[0]);
    report(
      ['activities', at, 'rule'],
      `expected activities that do not wait for each other, found a circle: ${circle.join(' → ')}`,
    );
  }
}
