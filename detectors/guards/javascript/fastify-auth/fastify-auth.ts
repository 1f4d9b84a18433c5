import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf, textAt } from '../../../routes/javascript/values.ts';

/** What a plugin adds when it is registered: a property of the instance that is a guard, and maybe a hook by itself. */
type Plugin = {
  readonly modules: readonly string[];
  readonly property: string;
  readonly mechanism: Mechanism;
  /** The option that switches its own hook off; undefined when it adds none. */
  readonly hook?: string;
  readonly does: string;
};

/** Sources: the READMEs of the plugins. All are wrapped by `fastify-plugin`: they act on the context that registers them. */
const PLUGINS: readonly Plugin[] = [
  {
    modules: ['@fastify/bearer-auth', 'fastify-bearer-auth'],
    property: 'verifyBearerAuth',
    mechanism: 'bearer',
    hook: 'addHook',
    does: 'refuses requests without a valid bearer token',
  },
  {
    modules: ['@fastify/basic-auth', 'fastify-basic-auth'],
    property: 'basicAuth',
    mechanism: 'basic',
    does: 'refuses requests without valid basic credentials',
  },
];

export const fastifyAuth = defineDetector({
  id: 'fastify-auth',
  title: 'Authentication plugins of Fastify',
  kind: 'guard',
  docs: 'https://github.com/fastify/fastify-auth',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['.auth', ...PLUGINS.flatMap(({ modules }) => modules)],
  emits: ['guard', 'guard-kind', 'property', 'alias'],
  limits: [
    'Alternatives of `@fastify/auth` are unknown; its `defaultRelation` is not read.',
    'Plugins that are registered through a name from another file are not recognised.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return file.calls.flatMap(site => [...registered(file, site, local), ...authOf(site, local)]);
  },
});

function registered(
  file: ProgramFile,
  { call, name, receiver: on }: CallSite,
  local: LocalValues,
): readonly ProgramFact[] {
  const [plugin, options] = call.args;
  if (name !== 'register' || !on || !plugin) return [];
  const found = PLUGINS.find(({ modules }) => exportOf(file.originOf(plugin), modules) !== undefined);
  if (!found) return [];
  const base = { at: plugin.at, framework: 'fastify' } as const;
  // The guard is a node of its own: the plugin itself, which is evaluated for other reasons too, is none.
  const guard: Expr = { kind: 'unknown', at: plugin.at, text: found.property, parts: [] };
  const guardKind = (site: Expr, effect: GuardEffect): ProgramFact => ({
    kind: 'guard-kind',
    ...base,
    site,
    effect,
    mechanism: found.mechanism,
    why: `${found.modules[0]} ${found.does}`,
  });
  const facts: ProgramFact[] = [
    guardKind(guard, 'required'),
    { kind: 'property', ...base, site: call, on, name: textAt(plugin.at, found.property), value: guard },
  ];
  const hook = found.hook === undefined ? undefined : optionOf(options, found.hook, local);
  if (found.hook === undefined || (hook?.kind === 'boolean' && !hook.value)) return facts;
  if (hook === undefined || hook.kind === 'boolean' || hook.kind === 'text')
    return [...facts, { kind: 'guard', ...base, site: call, on, guards: [guard] }];
  // Whether it adds its hook hangs on a value that is made elsewhere.
  const maybe: Expr = { kind: 'unknown', at: plugin.at, text: found.property, parts: [] };
  return [...facts, guardKind(maybe, 'unknown'), { kind: 'guard', ...base, site: call, on, guards: [maybe] }];
}

/**
 * `fastify.auth([a, b], { relation })` of `@fastify/auth`: one of the functions must pass, or with `and` all. Alternatives
 * are as weak as the weakest of them, and a request without credentials may be one of them.
 */
function authOf({ call, name, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [functions, options] = call.args;
  const list = functions && local.valueOf(functions);
  if (name !== 'auth' || !receiver || list?.kind !== 'list') return [];
  const relation = optionOf(options, 'relation', local);
  const isAll = list.items.length === 1 || (relation?.kind === 'text' && relation.value === 'and');
  const base = { at: call.nameAt, framework: 'fastify', site: call } as const;
  if (isAll) return [{ kind: 'alias', ...base, value: list }];
  return [
    {
      kind: 'guard-kind',
      ...base,
      effect: 'unknown',
      why: '@fastify/auth with alternatives, of which the weakest counts',
    },
  ];
}
