import { checkItems, checkRepeated, unknownSignal, type Report } from './check-items.ts';
import { outOfReach } from './check-reach.ts';
import type { Asker } from './check-uses.ts';
import { everyCondition, itemsOf, signalsOf } from './conditions.ts';
import { foundText, unknownName } from './found.ts';
import type { Condition, Items, SignalCatalogue } from './schema.ts';
import type { Path } from './yaml-tree.ts';

/** What the conditions of a rule may name. */
export type Ground = {
  readonly catalogue: SignalCatalogue;
  /** Activities whose level may be asked for; `undefined` where none may. */
  readonly activities: ReadonlySet<string> | undefined;
  readonly hasMatrix: boolean;
  /** `undefined` in a template: it is judged with each activity that uses it. */
  readonly asker: Asker | undefined;
};

/** Everything in a rule that leads nowhere, contradicts itself or can never hold. */
export function checkRule(rule: Condition, path: Path, ground: Ground, report: Report): void {
  for (const { condition, path: below } of everyCondition(rule)) {
    const here = [...path, ...below];
    checkActivities(condition, here, ground.activities, report);
    checkSignals(condition, here, ground, report);
    checkNumbers(condition, here, report);
    const items = itemsOf(condition);
    if (items !== undefined) checkItems(items, [...here, 'items'], ground.catalogue, report);
    if ('share' in condition && condition.each !== undefined) checkEach(items ?? ground.asker?.items, here, report);
    if ('matrix' in condition) checkMatrixUse(condition, here, ground, report);
    const beyond = ground.asker === undefined ? undefined : outOfReach(condition, ground.asker, ground.catalogue);
    if (beyond !== undefined)
      report([...here, beyond.key], `expected a tier that can be reached, found ${beyond.tier}: ${beyond.why}`);
  }
}

/** Activities that a condition names, each of which must be known. */
export function checkActivities(
  condition: Condition,
  path: Path,
  known: ReadonlySet<string> | undefined,
  report: Report,
): void {
  const named =
    'activity' in condition
      ? [{ id: condition.activity, at: ['activity'] }]
      : 'count' in condition && typeof condition.count === 'object'
        ? condition.count.of.map((id, at) => ({ id, at: ['count', 'of', at] }))
        : [];
  for (const { id, at } of named) {
    if (known === undefined)
      report(
        [...path, ...at],
        `expected no activity in a measure, which is judged by evidence alone, found ${foundText(id)}`,
      );
    else if (!known.has(id)) report([...path, ...at], unknownName('an activity of the model', id, known));
  }
}

/** Numbers of a condition that no inventory and no evidence can bring about. */
export function checkNumbers(condition: Condition, path: Path, report: Report): void {
  if ('count' in condition && typeof condition.count === 'object') {
    const { of, atLeast } = condition.count;
    checkRepeated(of, [...path, 'count', 'of'], report);
    const listed = new Set(of).size;
    if (atLeast > listed)
      report([...path, 'count', 'atLeast'], `expected at most ${listed}, as many as it lists, found ${atLeast}`);
  }
  if ('inventory' in condition) {
    const { atLeast, atMost } = condition;
    if (atLeast === undefined && atMost === undefined) report(path, 'expected atLeast or atMost, found neither');
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
      report([...path, 'atLeast'], `expected at most ${atMost}, which is its atMost, found ${atLeast}`);
  }
}

function checkSignals(condition: Condition, path: Path, { catalogue, asker }: Ground, report: Report): void {
  const listed = asker === undefined ? undefined : new Set(asker.uses.map(use => use.signal));
  signalsOf(condition).forEach((id, at) => {
    const here = [...path, 'signals', at];
    const signal = catalogue.get(id);
    if (signal === undefined) return report(here, unknownSignal(id, catalogue));
    if (listed?.has(id) === false)
      return report(here, unknownName('a signal that stands in the list "signals" beside the rule', id, listed));
    if ('contradicted' in condition && signal.polarity === 'supports')
      report(here, `expected a signal that can contradict, found ${foundText(id)}, which can only support`);
  });
}

function checkEach(items: Items | undefined, path: Path, report: Report): void {
  if (items?.of === 'apis') return;
  const found = items === undefined ? 'none beside it' : foundText(items.of);
  report([...path, 'each'], `expected items of apis, of whose operations a share is counted, found ${found}`);
}

function checkMatrixUse(
  condition: Extract<Condition, { matrix: unknown }>,
  path: Path,
  { hasMatrix }: Ground,
  report: Report,
): void {
  if (!hasMatrix)
    report(
      [...path, 'matrix'],
      'expected another condition, as only measures of a model with a matrix may ask for it, found "matrix"',
    );
  else if (condition.items.of !== 'apis')
    report(
      [...path, 'items', 'of'],
      `expected apis, as the matrix judges each API, found ${foundText(condition.items.of)}`,
    );
}
