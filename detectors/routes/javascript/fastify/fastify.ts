import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { methodsOf, registeredMethod } from '../methods.ts';
import { mayBeRouter } from '../receiver.ts';
import { JAVASCRIPT_FILES, ROUTING_CALLS } from '../source-files.ts';
import { type LocalValues, localValues, mayBePath, mayHandle, optionOf } from '../values.ts';
import { autoloadOf } from './autoload.ts';
import { guardsOf, validationOf } from './route-options.ts';

export const fastify = defineDetector({
  id: 'fastify',
  title: 'Fastify',
  kind: 'framework',
  docs: 'https://fastify.dev/docs/latest/Reference/Routes/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['fastify', '.register', '.addHook', '.decorate', '.setErrorHandler', ...ROUTING_CALLS],
  emits: ['router', 'route', 'mount', 'mount-directory', 'property', 'guard', 'alias'],
  limits: [
    'HEAD routes that Fastify adds to GET routes by default are not listed.',
    'Hooks that an `onRoute` hook adds to routes are not seen.',
    'Constraints (`version`, `host`) are not part of an operation.',
    'A schema counts as validation only when its parts are written in the same file.',
  ],
  version: 2,
  detect: file => {
    const local = localValues(file.module);
    return [...typedRouters(file), ...file.calls.flatMap(site => factsOf(file, site, local))];
  },
});

/** Hooks of a context reach all its routes, also those registered before: they are collected when the server is ready. */
const RULES: RouterRules = { syntax: 'fastify', guards: 'always' };

/** Types of plugins; the instance is their first parameter. */
const PLUGIN_TYPES: readonly string[] = [
  'FastifyPlugin',
  'FastifyPluginAsync',
  'FastifyPluginCallback',
  'FastifyPluginAsyncTypebox',
  'FastifyPluginCallbackTypebox',
  'FastifyPluginAsyncZod',
  'FastifyPluginCallbackZod',
  'FastifyPluginAsyncJsonSchemaToTs',
  'FastifyPluginCallbackJsonSchemaToTs',
];

const TYPE_PACKAGES: readonly string[] = [
  'fastify',
  '@fastify/type-provider-typebox',
  '@fastify/type-provider-json-schema-to-ts',
  'fastify-type-provider-zod',
];

/** Hooks that run before the handler and may refuse a request. */
const GUARD_HOOKS: ReadonlySet<string> = new Set(['onRequest', 'preParsing', 'preValidation', 'preHandler']);

function typedRouters(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    const router = {
      kind: 'router',
      at: type.at,
      framework: 'fastify',
      site: type,
      role: 'router',
      rules: RULES,
    } as const;
    if (isFrom(origin, 'fastify', 'FastifyInstance')) return [router];
    return PLUGIN_TYPES.some(name => isFrom(origin, TYPE_PACKAGES, name)) ? [{ ...router, parameter: 0 }] : [];
  });
}

function factsOf(file: ProgramFile, site: CallSite, local: LocalValues): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const base = { framework: 'fastify', site: call, at: call.nameAt } as const;
  const origin = file.originOf(call.callee);
  if (isFrom(origin, 'fastify', 'default') || isFrom(origin, 'fastify', 'fastify')) {
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  }
  const [first, second] = call.args;
  if (isFrom(origin, 'fastify-plugin', 'default') || isFrom(origin, 'fastify-plugin', 'fastifyPlugin')) {
    return first ? [{ kind: 'alias', ...base, value: first, sharesScope: true }] : [];
  }
  if (call.callee.kind === 'index') return computedMethod(file, site, local);
  if (call.isNew || !receiver || !mayBeRouter(file, receiver, 'fastify', local)) return [];
  const on = receiver;
  switch (name) {
    case 'withTypeProvider':
      return [{ kind: 'alias', ...base, value: on }];
    case 'route':
      return routeOf(site, on, local);
    case 'register':
      return registerOf(file, site, on, local);
    case 'addHook':
      if (first?.kind !== 'text' || !GUARD_HOOKS.has(first.value) || !second) return [];
      return [{ kind: 'guard', ...base, at: first.at, on, guards: [second] }];
    case 'setErrorHandler':
      return first ? [{ kind: 'guard', ...base, on, guards: [first], stage: 'error' }] : [];
    case 'decorate':
      return first && second ? [{ kind: 'property', ...base, at: first.at, on, name: first, value: second }] : [];
    case 'use':
      return middlewareOf(site, on);
    default:
      return shorthandOf(site, on, local);
  }
}

/** `fastify.get(path, [options], handler)`; the handler may also stand in the options. */
function shorthandOf({ call, name }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const method = registeredMethod(name, call.args[0]);
  const operands = method && operandsOf(call.args, local);
  if (!operands) return [];
  return [
    { kind: 'route', at: operands.path.at, framework: 'fastify', site: call, on, methods: [method], ...operands },
  ];
}

/** `fastify[method](path, handler)`. */
function computedMethod(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  if (call.callee.kind !== 'index' || !mayBeRouter(file, call.callee.of, 'fastify', local)) return [];
  const operands = operandsOf(call.args, local);
  if (!operands) return [];
  const { of: on, key } = call.callee;
  return [{ kind: 'route', at: operands.path.at, framework: 'fastify', site: call, on, methods: key, ...operands }];
}

type Operands = Pick<Extract<ProgramFact, { kind: 'route' }>, 'chain' | 'guards' | 'validated'> & {
  readonly path: Expr;
};

function operandsOf(args: readonly Expr[], local: LocalValues): Operands | undefined {
  const [path, second, third] = args;
  if (!path || !second || args.length > 3 || !mayBePath(path)) return undefined;
  const isOptions = third !== undefined || local.valueOf(second).kind === 'record';
  if (!isOptions) return mayHandle(second) ? { path, chain: [second] } : undefined;
  const handler = third ?? optionOf(second, 'handler', local);
  if (!handler || !mayHandle(handler)) return undefined;
  return { path, chain: [handler], ...guardsOf(second, local), ...validationOf(second, local) };
}

/** `fastify.route({ method, url, handler, … })`. */
function routeOf({ call }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const [options] = call.args;
  if (!options || call.args.length !== 1) return [];
  const method = optionOf(options, 'method', local);
  const path = optionOf(options, 'url', local) ?? optionOf(options, 'path', local);
  const handler = optionOf(options, 'handler', local);
  if (!method || !path || !handler) return [];
  const beside = { ...guardsOf(options, local), ...validationOf(options, local) };
  const methods = methodsOf(local.valueOf(method));
  return [
    { kind: 'route', at: path.at, framework: 'fastify', site: call, on, methods, path, chain: [handler], ...beside },
  ];
}

function registerOf(file: ProgramFile, { call }: CallSite, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const [plugin, options] = call.args;
  if (!plugin || !mayHandle(plugin)) return [];
  if (isFrom(file.originOf(plugin), ['@fastify/autoload', 'fastify-autoload']))
    return autoloadOf(call, on, options, local);
  const prefix = optionOf(options, 'prefix', local);
  return [
    {
      kind: 'mount',
      at: prefix?.at ?? call.nameAt,
      framework: 'fastify',
      site: call,
      on,
      ...(prefix && { prefix }),
      chain: [plugin],
      calls: 'child',
    },
  ];
}

/** `fastify.use([path], fn)` of `@fastify/middie` and `@fastify/express`: runs as an `onRequest` hook. */
function middlewareOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  if (!first) return [];
  const base = { kind: 'guard', framework: 'fastify', site: call, on } as const;
  if (others.length === 0) return mayHandle(first) ? [{ ...base, at: call.nameAt, guards: [first] }] : [];
  return mayBePath(first) && others.every(mayHandle) ? [{ ...base, at: first.at, prefix: first, guards: others }] : [];
}
