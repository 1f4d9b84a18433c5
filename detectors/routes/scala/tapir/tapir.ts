import { COMMON_VERBS } from '../../verbs.ts';
import type { PieceFact } from '../../../../src/core/facts/piece.ts';
import type { InputPlace } from '../../../../src/core/facts/mark.ts';
import type { Mechanism, ProgramFact, RouterRules, Taken } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { namesAndMembers } from '../expressions-in.ts';
import { SCALA_FILES, calledName, imports, isGiven, sidesOf, textAt } from '../source-files.ts';

export const tapir = defineDetector({
  id: 'tapir',
  title: 'tapir',
  kind: 'framework',
  docs: 'https://tapir.softwaremill.com/en/latest/endpoint/basics.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['sttp.tapir'],
  emits: ['piece', 'routes-of'],
  limits: [
    'An endpoint is taken to be served where it is not seen being given to a server.',
    'Where security logic is outside the tree, it is taken to refuse what is not good.',
  ],
  version: 2,
  detect: (file): readonly ProgramFact[] => {
    if (!imports(file, PACKAGES)) return [];
    return [
      ...namesAndMembers(file).flatMap(site => memberFacts(file, site)),
      ...file.calls.flatMap(({ call }) => callFacts(file, call)),
    ];
  },
});

const FRAMEWORK = 'tapir';
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
const PACKAGES: readonly string[] = ['sttp.tapir'];

const STARTS: ReadonlySet<string> = new Set(['endpoint', 'infallibleEndpoint']);

function piece(at: Expr['at'], site: Expr, said: Partial<Extract<PieceFact, { kind: 'piece' }>>): PieceFact {
  return { kind: 'piece', at, framework: FRAMEWORK, site, rules: RULES, ...said };
}

/** `endpoint`, and `x.get` of one. */
function memberFacts(file: ProgramFile, site: Expr): readonly ProgramFact[] {
  if (site.kind === 'name')
    return STARTS.has(site.name) && isGiven(file, site, PACKAGES) ? [piece(site.at, site, { isEndpoint: true })] : [];
  if (site.kind !== 'member') return [];
  const method = COMMON_VERBS.get(site.name);
  if (method) return [piece(site.nameAt, site, { of: [site.of], methods: [method] })];
  return STARTS.has(site.name) && site.of.kind === 'name' && /^tapir$/i.test(site.of.name)
    ? [piece(site.at, site, { isEndpoint: true })]
    : [];
}

const INPUTS: ReadonlySet<string> = new Set(['in', 'securityIn', 'prependIn', 'prependSecurityIn', 'and']);
const LOGIC: ReadonlySet<string> = new Set([
  'serverLogic',
  'serverLogicSuccess',
  'serverLogicError',
  'serverLogicPure',
  'serverLogicOption',
  'serverLogicRecoverErrors',
  'handle',
  'handleSuccess',
  'zServerLogic',
]);
/** Logic that may refuse; what always succeeds (`serverSecurityLogicSuccess`) looks at nothing. */
const SECURITY_LOGIC = /^(?:z?[sS]erverSecurityLogic|handleSecurity)(?!Success)\w*$/;

function callFacts(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const name = calledName(call);
  const [first] = call.args;
  const sides = sidesOf(call, '/');
  if (sides) return [piece(call.nameAt, call, { path: sides, guards: sides, isMixed: true })];
  if (call.callee.kind === 'name' && TAKING.has(name) && isGiven(file, call.callee, PACKAGES))
    return [piece(call.nameAt, call, { takes: takenBy(call, name) })];
  if (call.callee.kind === 'name')
    return name === 'path' && isGiven(file, call.callee, PACKAGES)
      ? [piece(call.nameAt, call, { path: [parameter(call)] })]
      : [];
  if (call.callee.kind !== 'member') return [];
  const { of } = call.callee;
  const guard = authOf(call);
  // `auth.apiKey(header[String]("X-Key"))` is sent where it says.
  if (guard)
    return [
      piece(call.nameAt, call, { guard, takes: first?.kind === 'call' ? takenBy(first, calledName(first)) : [] }),
    ];
  if (INPUTS.has(name))
    return [
      piece(call.nameAt, call, {
        of: [of],
        path: call.args,
        guards: call.args,
        isMixed: true,
        ...(name.startsWith('prepend') && { isBefore: true as const }),
      }),
    ];
  if (name === 'method' && first) return [piece(call.nameAt, call, { of: [of], methods: methodOf(first) })];
  if (SECURITY_LOGIC.test(name))
    return [piece(call.nameAt, call, { of: [of], isEnforced: true, ...(first && { check: first }) })];
  if (LOGIC.has(name) && first) return [piece(call.nameAt, call, { of: [of], handler: first })];
  return SERVERS.has(name) && call.args.length > 0
    ? [
        {
          kind: 'routes-of',
          at: call.nameAt,
          framework: FRAMEWORK,
          site: call,
          items: call.args,
          rules: RULES,
          ...(name.startsWith('add') && { isStarted: true as const }),
        },
      ]
    : [];
}

/** Inputs beside the path, by where they are. Source: tapir, Inputs/outputs. */
const TAKING: ReadonlyMap<string, InputPlace> = new Map<string, InputPlace>([
  ['query', 'query'],
  ['header', 'header'],
  ['cookie', 'cookie'],
  ['jsonBody', 'body'],
  ['formBody', 'body'],
  ['multipartBody', 'body'],
  ['xmlBody', 'body'],
  ['streamBody', 'body'],
  ['customJsonBody', 'body'],
]);

function takenBy(call: CallExpr, word: string): readonly Taken[] {
  const place = TAKING.get(word);
  const [first] = call.args;
  const [type] = call.typeArguments;
  const name = place === 'body' ? 'body' : first?.kind === 'text' ? first.value : undefined;
  return place === undefined || name === undefined
    ? []
    : [{ name, in: place, ...(type === undefined ? {} : { type }) }];
}

/** What makes something to be served of endpoints; servers that they are added to answer at once. */
const SERVERS: ReadonlySet<string> = new Set([
  'toRoutes',
  'toRoute',
  'toHttp',
  'toHttpApp',
  'toApp',
  'addEndpoint',
  'addEndpoints',
]);

function parameter(call: CallExpr): Expr {
  const [first] = call.args;
  const [type = 'value'] = call.typeArguments;
  const name = first?.kind === 'text' ? first.value : type.toLowerCase();
  return textAt(call.nameAt, `{${name}}`);
}

function methodOf(expr: Expr): Expr {
  const name = expr.kind === 'member' || expr.kind === 'name' ? expr.name : '';
  return /^[A-Z]+$/.test(name) ? textAt(expr.at, name) : expr;
}

const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map([
  ['bearer', 'bearer'],
  ['basic', 'basic'],
  ['apiKey', 'api-key'],
  ['http', 'custom'],
]);

/** `auth.bearer[String]()`; of an `Option` nothing needs to be there. */
function authOf(call: CallExpr): Extract<PieceFact, { kind: 'piece' }>['guard'] {
  const { callee } = call;
  if (callee.kind !== 'member') return undefined;
  const isOauth = callee.of.kind === 'member' && callee.of.name === 'oauth2';
  const holder = isOauth && callee.of.kind === 'member' ? callee.of.of : callee.of;
  if (holder.kind !== 'name' || holder.name !== 'auth') return undefined;
  const mechanism = isOauth ? 'oauth2' : MECHANISMS.get(callee.name);
  if (!mechanism) return undefined;
  const what = `auth.${isOauth ? 'oauth2.' : ''}${callee.name}`;
  const [input] = call.args;
  const types = [...call.typeArguments, ...(input?.kind === 'call' ? input.typeArguments : [])];
  if (types.some(type => type.startsWith('Option[')))
    return { effect: 'optional', mechanism, what, why: 'the credential need not be there' };
  return {
    effect: 'unknown',
    mechanism,
    what,
    why: 'the credential has to be there, and nothing that looks at it was found',
    isDeclared: true,
  };
}
