/** Ktor's authentication: the providers that an application sets up, and the blocks that ask for them. */
import type { GuardEffect, Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { callsWithin, lambdaOf, madeAt, namedArgument, positional, valueOf } from '../lambdas.ts';
import { AUTHENTICATION, imports } from './packages.ts';

const PROVIDERS: ReadonlyMap<string, Mechanism> = new Map([
  ['jwt', 'jwt'],
  ['bearer', 'bearer'],
  ['basic', 'basic'],
  ['digest', 'custom'],
  ['form', 'custom'],
  ['session', 'session'],
  ['oauth', 'oauth2'],
  ['apiKey', 'api-key'],
  ['provider', 'custom'],
]);

/** What only the set-up of a provider says; forms of HTML go by the same names. */
const SET_UP: ReadonlySet<string> = new Set([
  'validate',
  'challenge',
  'verifier',
  'authenticate',
  'skipWhen',
  'authHeader',
  'digestProvider',
]);

/** `jwt("main") { verifier(…); validate { … } }` registers a way to authenticate. */
export function providerOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const mechanism = PROVIDERS.get(site.name);
  const block = lambdaOf(site.call.args.at(-1));
  if (!mechanism || !block) return [];
  const isImported = isFrom(file.originOf(site.call.callee), AUTHENTICATION, site.name);
  if (!isImported && !(site.receiver && imports(file, AUTHENTICATION))) return [];
  const within = callsWithin(file, block);
  if (site.name !== 'oauth' && !within.some(({ name }) => SET_UP.has(name))) return [];
  const name = namedArgument(site, 'name') ?? positional(site).find(arg => !lambdaOf(arg));
  const { effect, why } = effectOf(site.name, within);
  return [
    {
      kind: 'auth-provider',
      at: site.call.nameAt,
      framework: 'ktor',
      site: site.call,
      ...(name ? { name } : {}),
      effect,
      mechanism,
      why,
    },
  ];
}

function effectOf(kind: string, within: readonly CallSite[]): { readonly effect: GuardEffect; readonly why: string } {
  if (within.some(({ name }) => name === 'skipWhen'))
    return { effect: 'unknown', why: 'it is skipped under a condition (skipWhen)' };
  if (kind === 'provider')
    return { effect: 'unknown', why: 'what a provider of the application accepts is not followed' };
  const checks = within.filter(({ name }) => name === 'validate' || name === 'authenticate');
  if (CHECKED_BY_CODE.has(kind) && checks.some(({ call }) => acceptsAll(lambdaOf(call.args.at(-1)))))
    return { effect: 'unknown', why: 'its check accepts whatever credential is sent' };
  return { effect: 'required', why: `Ktor's ${kind} authentication refuses requests without a valid credential` };
}

/** Providers whose block alone tells a credential from one that was made up. */
const CHECKED_BY_CODE: ReadonlySet<string> = new Set(['bearer', 'basic', 'form', 'apiKey']);

/** Whether a function makes a principal of whatever it is given. */
function acceptsAll(fn: FunctionNode | undefined): boolean {
  if (!fn || fn.body.length === 0) return false;
  const last = fn.body.at(-1);
  const isStraight = fn.body.every(({ kind }) => kind === 'declare' || kind === 'evaluate' || kind === 'return');
  return isStraight && last?.kind === 'return' && last.value !== undefined && makesObject(last.value);
}

function makesObject(expr: Expr): boolean {
  return expr.kind === 'call' && expr.callee.kind === 'name' && /^\p{Lu}/u.test(expr.callee.name);
}

/** The guard that `authenticate("main", optional = true) { … }` puts on the routes in its block. */
export function authenticateGuard(site: CallSite): readonly ProgramFact[] {
  const { call } = site;
  const guard = madeAt(call.nameAt);
  const named = namedArgument(site, 'configurations');
  const providers = [...positional(site).filter(arg => !lambdaOf(arg) && !isStrategy(arg)), ...(named ? [named] : [])];
  const spread = call.args.flatMap(arg => (arg.kind === 'spread' ? [arg.value] : []));
  const { effect, why } = demandOf(site);
  const base = { at: call.nameAt, framework: 'ktor' } as const;
  return [
    { kind: 'guard-kind', ...base, site: guard, effect, providers: [...providers, ...spread], why },
    { kind: 'guard', ...base, site: call, on: call, guards: [guard] },
  ];
}

function demandOf(site: CallSite): { readonly effect: GuardEffect; readonly why: string } {
  const optional = namedArgument(site, 'optional') ?? positional(site).find(arg => arg.kind === 'boolean');
  const strategy = namedArgument(site, 'strategy') ?? site.call.args.map(valueOf).find(isStrategy);
  const isOptional =
    (optional?.kind === 'boolean' && optional.value) || (strategy?.kind === 'member' && strategy.name === 'Optional');
  if (isOptional) return { effect: 'optional', why: 'authenticate is told that a credential is optional' };
  const isKnown = (!optional || optional.kind === 'boolean') && (!strategy || isStrategy(strategy));
  return isKnown
    ? { effect: 'required', why: 'authenticate refuses requests that no provider accepts' }
    : { effect: 'unknown', why: 'whether the credential is optional is computed' };
}

function isStrategy(expr: Expr): boolean {
  return expr.kind === 'member' && expr.of.kind === 'name' && expr.of.name === 'AuthenticationStrategy';
}
