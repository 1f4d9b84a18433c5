/** Where libraries verify tokens, and under which names their options go. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { lookUp, valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';

type Checks = {
  /** Names of the option; without them the library always checks it. */
  readonly algorithm?: readonly string[];
  readonly issuer?: readonly string[];
  readonly audience?: readonly string[];
};

export type Verifier = {
  readonly name: string;
  readonly checks: Checks;
  readonly options: Expr | undefined;
  readonly key?: Expr;
  /** Is given the token after the library has verified it. */
  readonly callback?: Expr;
};

type Row = {
  readonly modules: readonly string[];
  /** Exports whose call verifies, or makes what does. */
  readonly exports: readonly string[];
  readonly checks: Checks;
  /** Index of the options among the arguments. */
  readonly options: number;
  /** Index of the key among the arguments, or its name among the options. */
  readonly key?: number | string;
};

const JSONWEBTOKEN: Checks = { algorithm: ['algorithms', 'algorithm'], issuer: ['issuer'], audience: ['audience'] };
const FAST_JWT: Checks = { algorithm: ['algorithms'], issuer: ['allowedIss'], audience: ['allowedAud'] };

/** Sources: the READMEs of the packages. */
const ROWS: readonly Row[] = [
  { modules: ['jsonwebtoken'], exports: ['verify'], checks: JSONWEBTOKEN, options: 2, key: 1 },
  {
    modules: ['jose', 'jose/jwt/verify'],
    exports: ['jwtVerify', 'default'],
    checks: { issuer: ['issuer'], audience: ['audience'] },
    options: 2,
    key: 1,
  },
  { modules: ['express-jwt'], exports: ['default', 'expressjwt'], checks: JSONWEBTOKEN, options: 0, key: 'secret' },
  { modules: ['koa-jwt'], exports: ['default'], checks: JSONWEBTOKEN, options: 0, key: 'secret' },
  { modules: ['passport-jwt'], exports: ['Strategy'], checks: JSONWEBTOKEN, options: 0, key: 'secretOrKey' },
  // It refuses to start without issuer and audience, and takes asymmetric algorithms alone unless it is told a secret.
  { modules: ['express-oauth2-jwt-bearer'], exports: ['auth'], checks: {}, options: 0, key: 'secret' },
  { modules: ['fast-jwt'], exports: ['createVerifier'], checks: FAST_JWT, options: 0, key: 'key' },
];

export const VERIFIER_WORDS: readonly string[] = [
  'jsonwebtoken',
  'jose',
  'jwt-decode',
  'express-jwt',
  'koa-jwt',
  'passport-jwt',
  'express-oauth2-jwt-bearer',
  'fast-jwt',
  '@fastify/jwt',
  'fastify-jwt',
];

export function verifierOf(file: ProgramFile, site: CallSite): Verifier | undefined {
  const { call } = site;
  const origin = file.originOf(call.callee);
  for (const row of ROWS) {
    const taken = exportOf(origin, row.modules);
    if (taken !== undefined && row.exports.includes(taken)) return verifierIn(file, site, row, taken);
  }
  return strategyOf(file, site) ?? pluginOf(file, site);
}

function verifierIn(file: ProgramFile, { call, inside }: CallSite, row: Row, taken: string): Verifier {
  const { args } = call;
  const given = args[row.options];
  // `verify(token, key, callback)`: options were left out.
  const options = given && valueOf(file, given, inside).kind !== 'function' ? given : undefined;
  const key = typeof row.key === 'string' ? optionIn(file, options, row.key, inside) : undefined;
  const found = typeof row.key === 'number' ? args[row.key] : key?.kind === 'given' ? key.value : undefined;
  return {
    name: `${row.modules[0]}${taken === 'default' ? '' : ` ${taken}`}`,
    checks: row.checks,
    // A name that a parameter or another file binds may hold a callback as well as options.
    options,
    ...(found ? { key: found } : {}),
    ...(taken === 'Strategy' && args[1] ? { callback: args[1] } : {}),
  };
}

/** `super({ … })` of a class that extends `PassportStrategy(Strategy)` of NestJS, or the strategy itself. */
function strategyOf(file: ProgramFile, site: CallSite): Verifier | undefined {
  const { call, inside } = site;
  const [fn] = inside;
  if (call.callee.kind !== 'name' || call.callee.name !== 'super' || !fn) return undefined;
  const cls = file.classes.find(({ members }) => members.some(one => one.kind === 'constructor' && one.fn === fn));
  const base = cls?.extends;
  const strategy = base?.kind === 'call' ? base.args[0] : base;
  const row = ROWS.find(({ modules }) => modules.includes('passport-jwt'));
  if (!strategy || !row || exportOf(file.originOf(strategy), row.modules) !== 'Strategy') return undefined;
  return verifierIn(file, site, row, 'Strategy');
}

/** `fastify.register(jwt, { secret, verify: { … } })`. */
function pluginOf(file: ProgramFile, { call, name, inside }: CallSite): Verifier | undefined {
  const [plugin, options] = call.args;
  if (name !== 'register' || plugin?.kind !== 'name') return undefined;
  const bound = lookUp(file, plugin.name, inside);
  const origin = file.originOf(plugin);
  if (!bound || exportOf(origin, ['@fastify/jwt', 'fastify-jwt']) === undefined) return undefined;
  const verify = optionIn(file, options, 'verify', inside);
  const key = optionIn(file, options, 'secret', inside);
  return {
    name: '@fastify/jwt',
    checks: FAST_JWT,
    options: verify.kind === 'given' ? verify.value : verify.kind === 'absent' ? undefined : options,
    ...(key.kind === 'given' ? { key: key.value } : {}),
  };
}
