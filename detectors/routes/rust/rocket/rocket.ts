import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules, Taken } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { MACRO_USE } from '../../../../src/parse/rust/paths.ts';
import { lastName, linksOf, listOf, namedValue, namesIn, plainArguments, uses } from '../chains.ts';
import { methodOfName, VERBS } from '../verbs.ts';

export const rocket = defineDetector({
  id: 'rocket',
  title: 'Rocket',
  kind: 'framework',
  docs: 'https://rocket.rs/guide/v0.5/requests/',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['rocket', '#[get(', '#[post(', '#[put(', '#[delete(', '#[patch(', '#[head(', '#[options(', 'routes!['],
  emits: ['router', 'mount', 'alias'],
  limits: [
    'Catchers answer what nothing else does; they are no operations.',
    'Routes that are made without attributes (`Route::new`) are read only where they are written into the call of `mount`.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [...typedRouters(file), ...file.calls.flatMap(site => factsOf(file, site))],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', forwards: true, handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['rocket', 'rocket_okapi']);
/** Frameworks whose attributes have the same names. */
const OTHERS: ReadonlySet<string> = new Set(['actix_web', 'paperclip', 'salvo', 'axum', 'poem', 'ntex']);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    if (type.name !== 'Rocket') return [];
    const origin = file.originOfType(type);
    if (!origin?.module.split(',').some(module => PACKAGES.has(module.split('::')[0] ?? ''))) return [];
    return [{ kind: 'router', at: type.at, framework: 'rocket', site: type, role: 'router', rules: RULES }];
  });
}

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const base = { at: call.nameAt, framework: 'rocket', site: call } as const;
  if (call.isDecorator === true) return attribute(file, call);
  const macro = macroOf(file, call.callee);
  if (macro !== undefined)
    return LISTS.has(macro) ? [{ kind: 'alias', ...base, value: listOf(call.at, call.args) }] : [];
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    const whole = names.join('::');
    if (STARTS.has(whole) || STARTS.has(names.slice(-2).join('::')))
      return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
    const built = names.at(-2) === 'AdHoc' && /^(?:on|try_on)_/.test(names.at(-1) ?? '') ? call.args.at(-1) : undefined;
    return built ? [{ kind: 'alias', ...base, value: built }] : [];
  }
  return receiver ? onReceiver(file, site, receiver, name) : [];
}

const STARTS: ReadonlySet<string> = new Set([
  'build',
  'custom',
  'ignite',
  'Rocket::build',
  'Rocket::custom',
  'Rocket::ignite',
]);

/** Macros that list routes. Sources: Rocket, Mounting; rocket_okapi. */
const LISTS: ReadonlySet<string> = new Set(['routes', 'openapi_get_routes', 'openapi_routes', 'routes_with_openapi']);

function macroOf(file: ProgramFile, callee: Expr): string | undefined {
  const own = namesIn(file, callee, PACKAGES)?.at(-1);
  const origin = file.originOf(callee);
  // Macros of `#[macro_use] extern crate rocket` are known in all files of a program.
  const isEverywhere =
    own === undefined && origin?.module.split(',').includes(MACRO_USE) === true && !uses(file, OTHERS);
  const name = own ?? (isEverywhere ? origin?.path.at(-1) : undefined);
  return name?.endsWith('!') === true ? name.slice(0, -1) : undefined;
}

/** `#[get("/users/<id>?<page>", rank = 2)]`, `#[route(GET, uri = "/x")]`. */
function attribute(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const { callee } = call;
  const [handler] = call.args;
  if (callee.kind !== 'call' || !handler) return [];
  const macro = macroOf(file, callee.callee);
  if (macro === undefined) return [];
  const [first, second] = plainArguments(callee);
  const path = macro === 'route' ? (namedValue(callee, 'uri') ?? namedValue(callee, 'path') ?? second) : first;
  const methods = macro === 'route' ? methodIn(first) : methodNamed(macro);
  if (path?.kind !== 'text' || methods.length === 0) return [];
  const body = bodyOf(namedValue(callee, 'data'));
  return [
    {
      kind: 'router',
      at: path.at,
      framework: 'rocket',
      site: call,
      role: 'router',
      rules: RULES,
      routes: [{ at: path.at, methods, path, chain: [handler], ...(body ? { takes: [body] } : {}) }],
    },
  ];
}

function methodNamed(name: string): readonly Method[] {
  const method = VERBS.get(name);
  return method ? [method] : [];
}

/** `data = "<user>"`: the parameter of this name is made of the body. Source: Rocket, Body Data. */
function bodyOf(said: Expr | undefined): Taken | undefined {
  const name = said?.kind === 'text' ? /^<(\w+)>$/.exec(said.value)?.[1] : undefined;
  return name === undefined ? undefined : { name, in: 'body' };
}

function methodIn(arg: Expr | undefined): readonly Method[] {
  if (arg?.kind !== 'name') return [];
  const method = methodOfName(lastName(arg.name));
  return method ? [method] : [];
}

function onReceiver(file: ProgramFile, { call }: CallSite, receiver: Expr, name: string): readonly ProgramFact[] {
  const [first, second] = call.args;
  const base = { at: call.nameAt, framework: 'rocket', site: call, on: receiver } as const;
  if (name === 'mount' && first && second)
    return [{ kind: 'mount', ...base, prefix: first, chain: [second], onlyRouters: true }];
  // Fairings may be functions that mount more.
  if (name === 'attach' && first && mayBuild(file, first))
    return [{ kind: 'mount', ...base, chain: [first], calls: 'self' }];
  return [];
}

function mayBuild(file: ProgramFile, fairing: Expr): boolean {
  const [root] = linksOf(fairing);
  if (!root) return fairing.kind === 'function';
  const names = namesIn(file, root.call.callee, PACKAGES);
  if (names) return names.at(-2) === 'AdHoc';
  const origin = file.originOf(root.call.callee);
  // What a package makes is a fairing of its own; a function of the program may give one that builds.
  return origin === undefined || /^(?:crate|self|super)\b/.test(origin.module);
}
