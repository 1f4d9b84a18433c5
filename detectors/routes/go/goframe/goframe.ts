import type { FactBody } from '../../../../src/core/fact.ts';
import type { BindingRules } from '../../../../src/core/facts/binding.ts';
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, loads, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

const MODULES = ['github.com/gogf/gf/frame/g', 'github.com/gogf/gf/net/ghttp'].flatMap(path => [
  path,
  path.replace('/gf/', '/gf/v2/'),
]);

/** Packages whose `Meta` requests embed. */
const METAS = [...MODULES, ...['github.com/gogf/gf', 'github.com/gogf/gf/v2'].map(path => `${path}/util/gmeta`)];

/** Functions of a group stand before all of its routes. Source: GoFrame, Middleware. */
const GOFRAME: GoRouters = {
  framework: 'goframe',
  modules: MODULES,
  rules: { syntax: 'httprouter', guards: 'always', handlersDecide: 'by-asking' },
  makers: new Map([
    ['Server', 'application'],
    ['GetServer', 'application'],
  ]),
  types: new Map([
    ['Server', 'application'],
    ['RouterGroup', 'router'],
  ]),
  verbs: verbsWith(['ALL', 'ANY']),
  takes: 'handler',
  groups: new Set(['Group']),
  blocks: new Set(['Group']),
  uses: new Set(['Middleware', 'Use', 'BindMiddlewareDefault']),
};

export const goframe = defineDetector({
  id: 'goframe',
  title: 'GoFrame',
  kind: 'framework',
  docs: 'https://goframe.org/en/docs/web/router',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(GOFRAME), '.Bind', 'g.Meta', 'gmeta.Meta'],
  emits: ['router', 'mount', 'guard', 'bound-objects', 'request-route'],
  limits: [
    'What hooks do (`BindHookHandler`) is not read.',
    'Names of paths that are set otherwise (`SetNameToUriType`) are not.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, GOFRAME),
    ...registrationsIn(file, GOFRAME).flatMap(fact => (fact.kind === 'route' ? bindingOf(fact) : [fact])),
    // `Bind` is a method of much else.
    ...(loads(file, MODULES) ? file.calls.flatMap(bound) : []),
    ...(loads(file, METAS) ? file.classes.flatMap(requested) : []),
  ],
});

/** Source: GoFrame, Standardized Routing; Object Registration. `Init` and `Shut` run around each method of an object. */
const BY_REQUEST: BindingRules = { by: 'request', naming: 'kebab', index: 'Index', without: ['Init', 'Shut'] };
const BY_NAME: BindingRules = { ...BY_REQUEST, by: 'name' };

/** `group.ALL("/users", users.New())`: the methods of an object answer below the path; those that are named after it, at it. */
function bindingOf(route: Extract<ProgramFact, { kind: 'route' }>): readonly ProgramFact[] {
  const { at, framework, site, on, path, methods } = route;
  const call = site.kind === 'call' ? site : undefined;
  const [, handler, only] = call?.args ?? [];
  if (!on || !path || !handler || !isList(methods)) return [route];
  const rules: BindingRules = only ? { ...BY_NAME, by: 'itself' } : BY_REQUEST;
  return [
    {
      kind: 'bound-objects',
      at,
      framework,
      site,
      on,
      objects: [handler],
      prefix: path,
      methods,
      rules,
      ...(only ? { only } : {}),
    },
  ];
}

function isList(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}

/**
 * `s.BindHandler("POST:/users", create)`: the pattern may begin with a method and end with a host. `group.Bind(a, b)` takes
 * objects, and functions whose requests say where they are answered.
 */
function bound({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second, third] = call.args;
  if (!receiver || !first) return [];
  const base = { kind: 'bound-objects', framework: GOFRAME.framework, site: call, on: receiver } as const;
  if (name === 'Bind') return [{ ...base, at: call.nameAt, objects: call.args, methods: ['ANY'], rules: BY_REQUEST }];
  const rules = BINDERS.get(name);
  if (!second) return [];
  if (name === 'BindMiddleware') {
    const guard = { kind: 'guard', at: first.at, framework: GOFRAME.framework, site: call, on: receiver } as const;
    return [{ ...guard, prefix: first, covers: 'matching', guards: call.args.slice(1) }];
  }
  if (!rules) return [];
  const { methods, path } = patternOf(first);
  const only = third ? { only: third } : {};
  return [{ ...base, at: first.at, objects: [second], prefix: path, methods, ...only, rules }];
}

const BINDERS: ReadonlyMap<string, BindingRules> = new Map([
  ['BindHandler', { ...BY_NAME, by: 'request' }],
  ['BindObject', BY_NAME],
  ['BindObjectMethod', { ...BY_NAME, by: 'itself' }],
  ['BindObjectRest', { ...BY_NAME, by: 'verb' }],
  ['REST', { ...BY_NAME, by: 'verb' }],
]);

/** ``g.Meta `path:"/users" method:"get,post"` `` in a request; without methods, it is answered whatever the method. */
function requested(cls: ClassNode): readonly ProgramFact[] {
  return cls.members.flatMap((member): readonly ProgramFact[] => {
    if (member.kind !== 'field' || member.name !== 'Meta') return [];
    const tag = (key: string): Expr | undefined =>
      member.decorators
        .flatMap(({ expression }) => (expression.kind === 'call' ? [expression] : []))
        .find(({ callee }) => callee.kind === 'name' && callee.name === key)?.args[0];
    const [path, words] = [tag('path'), tag('method')];
    if (path?.kind !== 'text') return [];
    const named = words?.kind === 'text' ? words.value.split(',') : [];
    const methods = named.flatMap(word => GOFRAME.verbs.get(word.trim().toUpperCase()) ?? []);
    return [
      {
        kind: 'request-route',
        at: member.at,
        framework: GOFRAME.framework,
        site: cls,
        path,
        methods: methods.length > 0 ? methods : ['ANY'],
      },
    ];
  });
}

function patternOf(pattern: Expr): { readonly methods: readonly Method[]; readonly path: Expr } {
  const [, word, rest] = pattern.kind === 'text' ? (/^(?:([A-Za-z]+):)?([^@]*)/.exec(pattern.value) ?? []) : [];
  if (rest === undefined) return { methods: ['ANY'], path: pattern };
  const method = word === undefined ? undefined : GOFRAME.verbs.get(word.toUpperCase());
  return { methods: [method ?? 'ANY'], path: { kind: 'text', at: pattern.at, value: rest } };
}
