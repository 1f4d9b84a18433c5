/** Conventional routes: paths that name the class and the method by their places. Source: ASP.NET Core, Routing to controller actions. */
import type { Method as HttpMethod, ProgramFact, RouterRules } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { ClassMember } from '../core/program.ts';
import { push } from './events.ts';
import { type Machine, rootRouter } from './machine.ts';
import type { Router } from './router.ts';
import { type Value, flatten, optionsOf } from './value.ts';

/** What a path may name. */
export type Tokens = { readonly controller: string; readonly action: string; readonly area: string | undefined };

export type Convention = {
  /** The application that has it. */
  readonly root: Router | undefined;
  readonly pattern: string;
  readonly defaults: ReadonlyMap<string, string>;
  readonly area: string | undefined;
  readonly isVerbNamed: boolean;
  /** The only methods that it lets through. */
  readonly methods?: readonly HttpMethod[];
  readonly at: Location;
  readonly framework: string;
  readonly rules: RouterRules;
  isServed: boolean;
};

const CONVENTIONS = new WeakMap<Machine, Convention[]>();

/** Takes down a conventional route when the evaluation reaches it. */
export function noteConvention(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'conventional-route' }>,
  value: (expr: NonNullable<typeof fact.pattern>) => Value,
): void {
  const all = CONVENTIONS.get(machine) ?? [];
  CONVENTIONS.set(machine, all);
  const defaults = new Map<string, string>();
  const given = fact.defaults && value(fact.defaults);
  if (given?.kind === 'record')
    for (const [name, field] of given.fields)
      defaults.set(name.toLowerCase(), field.kind === 'text' ? field.value : '');
  const area = fact.area && flatten(value(fact.area))[0];
  for (const option of optionsOf(value(fact.pattern)))
    if (option.kind === 'text')
      all.push({
        root: rootRouter(machine, fact.framework, fact.at, fact.rules),
        pattern: option.value,
        defaults,
        area: area?.kind === 'text' ? area.value : undefined,
        isVerbNamed: fact.isVerbNamed === true,
        ...(fact.methods ? { methods: fact.methods } : {}),
        at: fact.at,
        framework: fact.framework,
        rules: fact.rules,
        isServed: false,
      });
}

/** Routes of one path whose class is not in the tree are there all the same; what stands before it is not known. */
export function serveUnmatched(machine: Machine): void {
  for (const route of CONVENTIONS.get(machine) ?? []) {
    if (
      route.isServed ||
      !route.defaults.has('controller') ||
      !/^[^{}]*(?:\{(?!controller|action|area)[^{}]*\}[^{}]*)*$/i.test(route.pattern)
    )
      continue;
    const { at, framework, rules } = route;
    const why = 'the class that answers is not in the tree';
    push(machine, rootRouter(machine, framework, at, rules), {
      kind: 'route',
      at,
      methods: ['ANY'],
      paths: [{ kind: 'text', text: route.pattern }],
      guards: [
        {
          kind: 'guard',
          at,
          what: route.defaults.get('controller') ?? '',
          effect: 'unknown',
          scopes: [],
          limiter: false,
          why,
        },
      ],
      chain: [],
    });
  }
}

export function conventionsFor(machine: Machine, router: Router): readonly Convention[] {
  const root = rootRouter(machine, router.framework, router.at, router.rules);
  return (CONVENTIONS.get(machine) ?? []).filter(route => route.root === root);
}

const PLACE = /\{\*{0,2}(\w+)((?::[^{}=?]*)*)(=[^{}]*|\?)?\}/g;

/**
 * The path at which a conventional route serves an action; undefined where it serves none. What the path may leave out is left
 * out unless the action asks for it.
 */
export function conventionalPath(
  { pattern, defaults, area, isVerbNamed }: Convention,
  tokens: Tokens,
  action: Extract<ClassMember, { kind: 'method' }>,
): string | undefined {
  const names = [...pattern.matchAll(PLACE)].map(([, name = '']) => name.toLowerCase());
  const isFor = (name: 'controller' | 'action', own: string): boolean =>
    names.includes(name) || defaults.get(name)?.toLowerCase() === own.toLowerCase();
  if (!isFor('controller', tokens.controller)) return undefined;
  if (!isVerbNamed && !isFor('action', tokens.action)) return undefined;
  const inArea = names.includes('area') ? tokens.area : (area ?? defaults.get('area'));
  if (inArea?.toLowerCase() !== tokens.area?.toLowerCase()) return undefined;
  const parameters = new Set(
    action.fn.parameters.flatMap(({ pattern: one }) => (one.kind === 'name' ? [one.name.toLowerCase()] : [])),
  );
  return pattern
    .replaceAll(PLACE, (whole, name: string, _constraint: string, byDefault: string | undefined) => {
      const key = name.toLowerCase();
      if (key === 'controller') return tokens.controller;
      if (key === 'action') return tokens.action;
      if (key === 'area') return tokens.area ?? '';
      const mayBeLeftOut = byDefault !== undefined || defaults.has(key);
      return mayBeLeftOut && !parameters.has(key) ? '' : whole;
    })
    .replace(/^~?\/+/, '');
}

/** What routes of ASP.NET MVC begin with by habit; whether an identity follows is not known. */
export const beginning = ({ framework, rules, at }: Router): Convention => ({
  framework,
  rules,
  at,
  isServed: false,
  root: undefined,
  pattern: '{controller}/{action}',
  defaults: new Map(),
  area: undefined,
  isVerbNamed: false,
});

const VERBS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** Source: ASP.NET Web API 2, Routing and action selection: an action that names no method answers POST. */
export function verbOf(action: string): HttpMethod {
  return VERBS.find(verb => action.toUpperCase().startsWith(verb)) ?? 'POST';
}
