import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { MACRO_USE } from '../../../../src/parse/rust/paths.ts';
import { type Link, linksOf, listOf, namesIn, plainArguments, uses } from '../chains.ts';
import { methodOfName, VERBS } from '../verbs.ts';

export const actixWeb = defineDetector({
  id: 'actix-web',
  title: 'Actix Web',
  kind: 'framework',
  docs: 'https://actix.rs/docs/url-dispatch',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['actix_web', 'ServiceConfig', 'paperclip'],
  emits: ['router', 'route', 'mount', 'guard', 'alias'],
  limits: [
    'The attribute `#[scope]` on modules is not read.',
    'Guards that choose between routes by header or host are not told apart.',
    'Files that `actix-files` serves are no operations.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => (uses(file, PACKAGES) || file.text.includes('actix_web') ? factsIn(file) : []),
});

function factsIn(file: ProgramFile): readonly FactBody[] {
  const remainders = new Set(
    file.calls.flatMap(({ call, name }) =>
      name === 'default_service' && call.args[0] ? linksOf(call.args[0]).map(link => link.call) : [],
    ),
  );
  return [...typedRouters(file), ...file.calls.flatMap(site => (remainders.has(site.call) ? [] : factsOf(file, site)))];
}

/** What is wrapped around a scope stands before all of it, wherever it is wrapped. Source: Actix Web, Middleware. */
const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['actix_web', 'paperclip', 'utoipa_actix_web', 'actix_web_lab']);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    if (type.name !== 'ServiceConfig') return [];
    const origin = file.originOfType(type);
    if (!origin?.module.split(',').some(module => PACKAGES.has(module.split('::')[0] ?? ''))) return [];
    return [{ kind: 'router', at: type.at, framework: 'actix-web', site: type, role: 'router', rules: RULES }];
  });
}

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const base = { at: call.nameAt, framework: 'actix-web', site: call } as const;
  if (call.isDecorator === true) return attribute(file, call);
  const names = namesIn(file, call.callee, PACKAGES);
  if (!names) return receiver ? onReceiver(file, site, receiver, name) : [];
  const last = names.at(-1) ?? '';
  const [first] = call.args;
  const whole = names.slice(-2).join('::');
  if (whole === 'App::new' || whole === 'App::default')
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  if ((last === 'scope' || last === 'resource' || whole === 'Scope::new' || whole === 'Resource::new') && first)
    return [{ kind: 'router', ...base, at: first.at, role: 'router', rules: RULES, prefix: first }];
  if (last === 'services!') return [{ kind: 'alias', ...base, value: listOf(call.at, call.args) }];
  if (whole === 'web::to' && first)
    return [
      {
        kind: 'router',
        ...base,
        role: 'router',
        rules: RULES,
        routes: [{ at: base.at, methods: ['ANY'], chain: [first] }],
      },
    ];
  return [];
}

// Functions that say where they are served

/** `#[get("/x", wrap = "Mw")]`, `#[route("/x", method = "GET", method = "POST")]`. */
function attribute(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const { callee } = call;
  const [handler] = call.args;
  if (callee.kind !== 'call' || !handler) return [];
  const macro = macroOf(file, callee.callee);
  const [path] = plainArguments(callee);
  if (macro === undefined || path?.kind !== 'text') return [];
  const methods = macro === 'route' ? methodsSaid(callee) : methodNamed(macro);
  if (methods.length === 0) return [];
  const base = { at: path.at, framework: 'actix-web', site: call } as const;
  const guards = callee.args.flatMap(arg =>
    arg.kind === 'named' && arg.name === 'wrap' ? [guardNamed(arg.value)] : [],
  );
  return [
    {
      kind: 'router',
      ...base,
      role: 'router',
      rules: RULES,
      routes: [{ at: path.at, methods, path, chain: [handler], ...(guards.length > 0 && { guards }) }],
    },
    // `#[routes]`: several attributes on one function.
    { kind: 'mount', ...base, on: call, chain: [handler], onlyRouters: true },
  ];
}

function macroOf(file: ProgramFile, callee: Expr): string | undefined {
  const own = namesIn(file, callee, PACKAGES)?.at(-1);
  const isEverywhere = own === undefined && file.originOf(callee)?.module.split(',').includes(MACRO_USE) === true;
  const name = own ?? (isEverywhere ? file.originOf(callee)?.path.at(-1) : undefined);
  return name?.endsWith('!') === true ? name.slice(0, -1) : undefined;
}

function methodNamed(name: string): readonly Method[] {
  const method = VERBS.get(name);
  return method ? [method] : [];
}

function methodsSaid(callee: CallExpr): readonly Method[] {
  return callee.args.flatMap(arg =>
    arg.kind === 'named' && arg.name === 'method' && arg.value.kind === 'text'
      ? (methodOfName(arg.value.value) ?? [])
      : [],
  );
}

/** Middleware that an attribute names in a text: a name is looked up; what an expression in it does is not known. */
function guardNamed(text: Expr): Expr {
  return text.kind === 'text' && /^\w+$/.test(text.value)
    ? { kind: 'name', at: text.at, name: text.value }
    : { kind: 'unknown', at: text.at, text: 'middleware', parts: [] };
}

// What is called on an application, a scope, a resource or a route

function onReceiver(file: ProgramFile, site: CallSite, receiver: Expr, name: string): readonly ProgramFact[] {
  const { call } = site;
  const [first, second] = call.args;
  const base = { at: call.nameAt, framework: 'actix-web', site: call, on: receiver } as const;
  if (!first) return [];
  switch (name) {
    case 'route':
      return second
        ? [{ kind: 'mount', ...base, prefix: first, chain: [second], onlyRouters: true }]
        : [{ kind: 'mount', ...base, chain: [first], onlyRouters: true }];
    case 'service':
      return [{ kind: 'mount', ...base, chain: [first], onlyRouters: true }];
    case 'configure':
      return [
        { kind: 'mount', ...base, chain: [first], calls: 'self' },
        // `Api::configure`, where `Api` is a router by what a macro on it lists.
        ...(first.kind === 'member'
          ? [{ kind: 'mount', ...base, chain: [first.of], onlyRouters: true } satisfies ProgramFact]
          : []),
      ];
    case 'default_service': {
      const links = linksOf(first);
      const handler = links.find(link => link.name === 'to')?.call.args[0];
      const [root] = links;
      const names = root && namesIn(file, root.call.callee, PACKAGES);
      // Of a resource it answers other methods, which it refuses by itself.
      if (!handler || !names || !root || isResource(file, receiver, 'resource')) return [];
      const methods = names.at(-1) === 'to' ? (['ANY'] as const) : methodsOf(root, names, links);
      const path: Expr = { kind: 'text', at: base.at, value: '/{tail:.*}' };
      return [{ kind: 'route', ...base, methods, path, chain: [handler], isRemainder: true }];
    }
    case 'wrap':
    case 'wrap_fn':
      return [{ kind: 'guard', ...base, guards: [first] }];
    case 'to':
    case 'to_async':
      return answering(file, site, receiver, first);
    default: {
      const [method] = methodNamed(name);
      return method && isResource(file, receiver)
        ? [{ kind: 'route', ...base, methods: [method], chain: [first] }]
        : [];
    }
  }
}

/** `web::get().guard(g).to(handler)` is a route; `web::resource("/x").to(handler)` answers every method there. */
function answering(file: ProgramFile, { call }: CallSite, receiver: Expr, handler: Expr): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'actix-web', site: call } as const;
  const links = linksOf(receiver);
  const [root] = links;
  const names = root ? namesIn(file, root.call.callee, PACKAGES) : undefined;
  if (!root || !names || isPlace(names))
    return [{ kind: 'route', ...base, on: receiver, methods: ['ANY'], chain: [handler] }];
  const methods = methodsOf(root, names, links);
  const guards = links.flatMap(link => (link.name === 'wrap' ? link.call.args : []));
  return [
    {
      kind: 'router',
      ...base,
      at: root.call.nameAt,
      role: 'router',
      rules: RULES,
      routes: [{ at: root.call.nameAt, methods, chain: [handler], ...(guards.length > 0 && { guards }) }],
    },
  ];
}

function isResource(file: ProgramFile, receiver: Expr, only?: 'resource'): boolean {
  const [root] = linksOf(receiver);
  const names = root && namesIn(file, root.call.callee, PACKAGES);
  if (only) return names?.at(-1) === only;
  return names !== undefined && isPlace(names);
}

function isPlace(names: readonly string[]): boolean {
  const last = names.at(-1);
  return last === 'resource' || last === 'scope' || names.at(-2) === 'Resource' || names.at(-2) === 'Scope';
}

function methodsOf(root: Link, names: readonly string[], links: readonly Link[]): readonly Method[] | Expr {
  const own = methodNamed(names.at(-1) ?? '');
  if (own.length > 0) return own;
  if (names.at(-1) === 'method') return methodGiven(root.call.args[0]);
  for (const link of links) {
    if (link.name === 'method') return methodGiven(link.call.args[0]);
    const [guard] = link.call.args;
    const method = link.name === 'guard' && guard?.kind === 'call' ? guarded(guard) : undefined;
    if (method) return [method];
  }
  return ['ANY'];
}

/** `Method::GET`. */
function methodGiven(arg: Expr | undefined): readonly Method[] | Expr {
  const method = arg?.kind === 'member' ? methodOfName(arg.name) : undefined;
  return method ? [method] : (arg ?? ['ANY']);
}

/** `guard::Get()`, `guard::Method(Method::GET)`. */
function guarded(guard: CallExpr): Method | undefined {
  const { callee } = guard;
  const name = callee.kind === 'name' || callee.kind === 'member' ? (callee.name.split('::').at(-1) ?? '') : '';
  const [arg] = guard.args;
  return name === 'Method' && arg?.kind === 'member' ? methodOfName(arg.name) : methodOfName(name);
}
