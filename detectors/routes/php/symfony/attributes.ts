/** Routes in attributes and annotations of classes and their methods. Source: Symfony, Routing. */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Decorator, Expr, FunctionNode } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentAt, itemsOf } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { defaultsOf, pathOf } from './paths.ts';
import { SYMFONY_RULES } from './rules.ts';

const ROUTES: readonly string[] = [
  'Symfony\\Component\\Routing\\Attribute',
  'Symfony\\Component\\Routing\\Annotation',
  'Sensio\\Bundle\\FrameworkExtraBundle\\Configuration',
];
const REST = 'FOS\\RestBundle\\Controller\\Annotations';

export function attributeFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls => classFacts(file, cls));
}

function classFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const onClass = cls.decorators.filter(one => kindOf(file, one) === 'Route');
  const methods = cls.members.flatMap(member =>
    member.kind === 'method'
      ? [{ member, routes: member.decorators.filter(one => kindOf(file, one) !== undefined) }]
      : [],
  );
  const isRouting = methods.some(({ routes }) => routes.length > 0);
  if (onClass.length === 0 && !isRouting) return [];
  const invoked = methods.find(({ member }) => member.name === '__invoke');
  // A class without routes on its methods, and that is called itself, has its route above it.
  if (!isRouting && invoked && onClass.length > 0)
    return [
      controller(cls, undefined),
      ...onClass.map((one): ProgramFact => {
        const { path, methods: verbs } = routeIn(file, one, defaultsOf(invoked.member.fn), []);
        const mark = { kind: 'route' as const, methods: verbs, ...(path && { path }), member: '__invoke' };
        return { kind: 'mark', at: one.expression.at, framework: 'symfony', site: one.expression, mark };
      }),
    ];
  const [first] = onClass;
  return [
    controller(cls, first),
    ...methods.flatMap(({ member, routes }) => routes.map(one => routeFact(file, one, member.fn, member.decorators))),
  ];
}

/** What an attribute registers: a route, or one of a method that its name says. */
function kindOf(file: ProgramFile, { expression }: Decorator): string | undefined {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const origin = file.originOf(callee);
  if (isFrom(origin, ROUTES, 'Route') || isFrom(origin, REST, 'Route')) return 'Route';
  return [...VERBS.keys()].find(verb => isFrom(origin, REST, capitalised(verb)));
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function controller(cls: ClassNode, route: Decorator | undefined): ProgramFact {
  const prefix = route && argument(route.expression, 'path', 0);
  const base = { kind: 'mark' as const, at: route?.expression.at ?? cls.nameAt, framework: 'symfony' };
  const mark = {
    kind: 'controller' as const,
    rules: SYMFONY_RULES,
    isFound: true as const,
    ...(prefix && { prefix: pathOf(prefix, new Set()) }),
  };

  return { ...base, site: route?.expression ?? cls, mark };
}

function argument(expression: Expr, name: string, index: number): Expr | undefined {
  return expression.kind === 'call' ? argumentAt(expression, index, name) : undefined;
}

function routeFact(file: ProgramFile, one: Decorator, fn: FunctionNode, beside: readonly Decorator[]): ProgramFact {
  const { path, methods } = routeIn(file, one, defaultsOf(fn), beside);
  const at = path?.at ?? one.expression.at;
  return {
    kind: 'mark',
    at,
    framework: 'symfony',
    site: one.expression,
    mark: { kind: 'route', methods, ...(path && { path }) },
  };
}

function routeIn(
  file: ProgramFile,
  one: Decorator,
  byDefault: ReadonlySet<string>,
  beside: readonly Decorator[],
): { readonly path: Expr | undefined; readonly methods: readonly Method[] | Expr } {
  const { expression } = one;
  const kind = kindOf(file, one);
  const written = argument(expression, 'path', 0) ?? argument(expression, 'value', 0);
  const defaults = argument(expression, 'defaults', -1);
  const names =
    defaults?.kind === 'record' ? defaults.entries.flatMap(entry => (entry.kind === 'entry' ? [entry.key] : [])) : [];
  const path =
    written && pathOf(written, new Set([...byDefault, ...names]), wideIn(argument(expression, 'requirements', -1)));
  const verb = kind === undefined || kind === 'Route' ? undefined : VERBS.get(kind);
  if (verb) return { path, methods: [verb] };
  return { path, methods: methodsIn(argument(expression, 'methods', -1) ?? sensioMethods(file, beside)) };
}

/** Parameters that take slashes. */
export function wideIn(requirements: Expr | undefined): ReadonlySet<string> {
  if (requirements?.kind !== 'record') return new Set();
  return new Set(
    requirements.entries.flatMap(entry =>
      entry.kind === 'entry' && entry.value.kind === 'text' && /^\(?\.[*+]/.test(entry.value.value) ? [entry.key] : [],
    ),
  );
}

/** `@Method({"GET"})` beside the route. */
function sensioMethods(file: ProgramFile, beside: readonly Decorator[]): Expr | undefined {
  const found = beside.find(
    ({ expression }) => expression.kind === 'call' && isFrom(file.originOf(expression.callee), ROUTES, 'Method'),
  );
  return found && argument(found.expression, 'value', 0);
}

/** All that are written out; a route without any answers to all. */
export function methodsIn(methods: Expr | undefined): readonly Method[] | Expr {
  if (!methods || methods.kind === 'nothing') return ['ANY'];
  const words = itemsOf(methods).flatMap(item =>
    item.kind === 'text' ? item.value.split('|').map(word => VERBS.get(word.toLowerCase())) : [undefined],
  );
  if (words.length === 0) return ['ANY'];
  return words.every(word => word !== undefined) ? words : methods;
}
