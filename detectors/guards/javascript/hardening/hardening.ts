import type { Control, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';
import { type GuardRow, guardsIn, wordsOf } from '../guard-table.ts';
import { corsControl } from './cors.ts';

/** Middleware that sets security headers. Sources: the README of each package. */
const HEADERS: readonly GuardRow[] = [
  headers(['helmet', 'koa-helmet'], 'default'),
  headers(['helmet'], 'helmet'),
  headers(['hono/secure-headers', '@hono/hono/secure-headers'], 'secureHeaders'),
  {
    modules: ['errorhandler'],
    name: 'default',
    as: 'call',
    effect: 'none',
    controls: ['debug-pages'],
    does: 'shows errors with their trace',
  },
];

function headers(modules: readonly string[], name: string): GuardRow {
  return { modules, name, as: 'call', effect: 'none', controls: ['secure-headers'], does: 'sets security headers' };
}

const CORS: readonly { readonly modules: readonly string[]; readonly name: string }[] = [
  { modules: ['cors', '@koa/cors', 'koa2-cors', 'kcors'], name: 'default' },
  { modules: ['hono/cors', '@hono/hono/cors'], name: 'cors' },
];

const HEADER_PLUGINS: readonly string[] = ['@fastify/helmet', 'fastify-helmet'];
const CORS_PLUGINS: readonly string[] = ['@fastify/cors', 'fastify-cors'];

export const hardening = defineDetector({
  id: 'hardening',
  title: 'Security headers, cross-origin rules and debug pages (helmet, cors, secureHeaders, enableCors, errorhandler)',
  kind: 'guard',
  docs: 'https://helmetjs.github.io/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [
    ...wordsOf([...HEADERS, ...CORS.map(row => ({ ...row, as: 'call', effect: 'none', does: '' }) as const)]),
    ...HEADER_PLUGINS,
    ...CORS_PLUGINS,
    '.enableCors',
    'x-powered-by',
  ],
  emits: ['guard-kind', 'guard'],
  limits: [
    'Single functions of helmet (`helmet.noSniff()`) do not count as security headers.',
    'Origins that are read from the environment or from another file are not judged.',
    'The option `cors` of `NestFactory.create` is not read.',
    'Headers that a function of the application sets by hand, and those of `next.config.js`, are not read.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [
      ...guardsIn(file, 'hardening', HEADERS),
      ...file.calls.flatMap(site => [
        ...crossOrigin(file, site, local),
        ...registered(file, site, local),
        ...ofApplication(site, local),
      ]),
    ];
  },
});

const WORDS: Readonly<Partial<Record<Control, string>>> = {
  'secure-headers': 'sets security headers',
  'open-cors': 'answers any origin, with credentials',
  'named-cors': 'answers origins that are named',
  'hidden-framework': 'does not send the name of the framework',
};

function kindOf(site: Expr, at: Expr['at'], control: Control, what: string): ProgramFact {
  const base = { kind: 'guard-kind', at, framework: 'hardening', site, effect: 'none' } as const;
  return { ...base, controls: [control], why: `${what} ${WORDS[control] ?? ''}` };
}

function crossOrigin(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  if (!CORS.some(({ modules, name }) => exportOf(origin, modules) === name)) return [];
  const control = corsControl(call.args[0], local);
  return control ? [kindOf(call, call.nameAt, control, 'cors')] : [];
}

/** `fastify.register(helmet)`, also on an application of Nest that stands on Fastify. */
function registered(file: ProgramFile, { call, name, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [plugin, options] = call.args;
  if (name !== 'register' || !receiver || !plugin) return [];
  const origin = file.originOf(plugin);
  if (exportOf(origin, CORS_PLUGINS) !== undefined) {
    const control = corsControl(options, local);
    return control
      ? putOn(['fastify', 'nestjs'], { site: call, on: receiver, at: plugin.at, control, what: '@fastify/cors' })
      : [];
  }
  if (exportOf(origin, HEADER_PLUGINS) === undefined) return [];
  const isGlobal = optionOf(options, 'global', local);
  // Headers are claimed only where it is certain: options made elsewhere may switch them off.
  if (isGlobal && !(isGlobal.kind === 'boolean' && isGlobal.value)) return [];
  return putOn(['fastify', 'nestjs'], {
    site: call,
    on: receiver,
    at: plugin.at,
    control: 'secure-headers',
    what: '@fastify/helmet',
  });
}

/** What is said of an application as a whole. */
function ofApplication({ call, name, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!receiver) return [];
  if (name === 'enableCors') {
    const control = corsControl(first, local);
    return control ? putOn(['nestjs'], { site: call, on: receiver, at: call.nameAt, control, what: 'enableCors' }) : [];
  }
  const isPoweredBy = first?.kind === 'text' && first.value === 'x-powered-by';
  const isOff = name === 'disable' || (name === 'set' && second?.kind === 'boolean' && !second.value);
  return isPoweredBy && isOff
    ? putOn(['express', 'nestjs'], {
        site: call,
        on: receiver,
        at: first.at,
        control: 'hidden-framework',
        what: 'x-powered-by',
      })
    : [];
}

/** A function that stands for what a setting or a plugin does, put on everything of an application. */
function putOn(frameworks: readonly string[], { site, on, at, control, what }: Put): readonly ProgramFact[] {
  const guard: Expr = { kind: 'unknown', at, text: what, parts: [] };
  return [
    kindOf(guard, at, control, what),
    ...frameworks.map((framework): ProgramFact => ({ kind: 'guard', at, framework, site, on, guards: [guard] })),
  ];
}

type Put = {
  readonly site: Expr;
  readonly on: Expr;
  readonly at: Expr['at'];
  readonly control: Control;
  readonly what: string;
};
