/** Resources: a class whose members answer on a collection, on one item of it, and beside them. */
import type { Mark } from '../core/facts/mark.ts';
import type { Method, ProgramFact } from '../core/facts/program.ts';
import type { Attribute, ResourceRoute } from '../core/facts/serving.ts';
import type { ClassMember, Expr } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { evaluate } from './interpreter.ts';
import { type Machine, note } from './machine.ts';
import { methodWords } from './method-words.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { serveValue } from './served.ts';
import { type ClassValue, type Value, optionsOf } from './value.ts';

type ResourceFact = Extract<ProgramFact, { kind: 'resource' }>;

/** Puts the members of a resource on a router. */
export function addResource(machine: Machine, router: Router, fact: ResourceFact, value: (expr: Expr) => Value): void {
  const handler = value(fact.handler);
  const paths = pathsOf(value(fact.path));
  for (const option of optionsOf(handler)) {
    const bare = option.kind === 'wrapped' ? option.of : option;
    if (bare.kind !== 'class' && bare.kind !== 'external') {
      note(
        machine,
        'plugin-not-followed',
        fact.at,
        'the class that answers here was not found; its routes are left out',
      );
      continue;
    }
    const cls = bare.kind === 'class' ? bare : undefined;
    const name = parameterOf(cls, fact);
    const item = router.rules.syntax === 'regex' ? `(?P<${name}>[^/]+)` : `{${name}}`;
    const at = (below: string): readonly PathValue[] =>
      paths.map(path => (path.kind === 'text' ? { kind: 'text', text: `${path.text}/${below}` } : path));
    const put = (below: string, actions: ReadonlyMap<string, string>, attributes?: ReadonlyMap<string, Value>): void =>
      serveValue(
        machine,
        router,
        { at: fact.at, paths: at(below) },
        { kind: 'view', of: option, actions, ...(attributes ? { attributes } : {}) },
      );
    for (const on of ['collection', 'item'] as const)
      for (const [below, actions] of actionsBelow(fact.routes.filter(route => route.on === on)))
        put(on === 'item' ? `${item}/${below}` : below, actions);
    if (!cls) continue;
    for (const { below, isDetail, methods, member, attributes } of extraActions(machine, cls))
      for (const method of methods) put(isDetail ? `${item}/${below}` : below, new Map([[method, member]]), attributes);
  }
}

/** Members by method, for each path below the collection or the item. */
function actionsBelow(routes: readonly ResourceRoute[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const { below = '', method, member } of routes) {
    const actions = found.get(below) ?? new Map<string, string>();
    found.set(below, actions.set(method, member));
  }
  return found;
}

/** The name of the parameter that says which item it is. */
function parameterOf(cls: ClassValue | undefined, { parameter }: ResourceFact): string {
  for (const attribute of parameter.attributes) {
    const holder = cls && classesAbove(cls).find(({ statics }) => statics.has(attribute));
    const given = holder?.statics.get(attribute);
    if (given?.kind === 'text' && /^\w+$/.test(given.value)) return given.value;
  }
  return parameter.byDefault;
}

type Extra = {
  readonly below: string;
  readonly isDetail: boolean;
  readonly methods: readonly Method[];
  readonly member: string;
  readonly attributes: ReadonlyMap<string, Value>;
};

type ActionMark = Extract<Mark, { kind: 'action' }>;
type Marked = { readonly name: string; readonly mark: ActionMark; readonly value: (expr: Expr) => Value };

/** Members with a mark that makes them answer beside the usual ones; of overridden ones the nearest. */
function extraActions(machine: Machine, cls: ClassValue): readonly Extra[] {
  const seen = new Set<string>();
  const marked: Marked[] = [];
  for (const above of classesAbove(cls))
    for (const member of above.cls.members) {
      if (member.kind !== 'method' || seen.has(member.name)) continue;
      seen.add(member.name);
      marked.push(...marksOn(machine, above, member));
    }
  return marked.flatMap(({ name, mark, value }): readonly Extra[] => {
    const main =
      mark.of === undefined ? undefined : marked.find(one => one.name === mark.of && one.mark.of === undefined);
    if (mark.of !== undefined && !main) return [];
    const place = main ?? { name, mark, value };
    const path = place.mark.path && place.value(place.mark.path);
    const detail = place.mark.detail && place.value(place.mark.detail);
    const methods = mark.methods ? methodWords(mark.methods, value) : [];
    return [
      {
        below: path?.kind === 'text' ? path.value : place.name,
        isDetail: detail === undefined || detail.kind !== 'boolean' || detail.value,
        methods: methods.length > 0 ? methods : ['GET'],
        member: name,
        attributes: valuesOf(place.mark.attributes ?? [], place.value),
      },
    ];
  });
}

export function valuesOf(attributes: readonly Attribute[], value: (expr: Expr) => Value): ReadonlyMap<string, Value> {
  return new Map(attributes.map(({ name, value: given }) => [name, value(given)]));
}

function marksOn(
  machine: Machine,
  cls: ClassValue,
  member: Extract<ClassMember, { kind: 'method' }>,
): readonly Marked[] {
  return member.decorators.flatMap(({ expression }): readonly Marked[] => {
    const frame = { scope: cls.scope, memo: new Map(), returns: [] };
    const value = evaluate(machine, frame, expression);
    return value.kind === 'marks'
      ? value.marks.flatMap(({ mark, evaluate: valueOf }) =>
          mark.kind === 'action' ? [{ name: member.name, mark, value: valueOf }] : [],
        )
      : [];
  });
}
