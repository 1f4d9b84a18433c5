import type { Extraction, PieceFact } from '../../../../src/core/facts/piece.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES, calledName, imports, isGiven, sidesOf, textAt } from '../source-files.ts';
import { GUARDS, METHODS, OTHERS, PATHS } from './directives.ts';
import { matcherParts, takenBy as takenInPath } from './paths.ts';
import { FRAMEWORK, PACKAGES, RULES } from './rules.ts';
import { takenBy } from './taking.ts';

export const pekkoHttp = defineDetector({
  id: 'pekko-http',
  title: 'Pekko HTTP, Akka HTTP',
  kind: 'framework',
  docs: 'https://pekko.apache.org/docs/pekko-http/current/routing-dsl/index.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['akka.http', 'pekko.http', 'spray.routing'],
  emits: ['piece', 'behind', 'routes-of', 'alias'],
  limits: [
    'What a directive of the application refuses by its own code is reported as unknown.',
    'The low-level API, a function from requests to answers, is not read.',
  ],
  version: 2,
  detect: (file): readonly ProgramFact[] => {
    if (!imports(file, PACKAGES)) return [];
    const names = parameterNames(file);
    return file.calls.flatMap(site => [...piecesOf(file, site, names), ...routesOf(file, site)]);
  },
});

/** What functions that are put behind an expression call their parameters: `path("x" / Segment) { id => … }`. */
function parameterNames(file: ProgramFile): ReadonlyMap<Expr, readonly string[]> {
  return new Map(
    file.calls.flatMap(({ call }) => {
      const [inner, ...others] = call.args;
      if (inner?.kind !== 'function' || others.length > 0) return [];
      const names = inner.fn.parameters.map(({ pattern }) => (pattern.kind === 'name' ? pattern.name : ''));
      return joinedWith(call.callee).map(callee => [callee, names] as const);
    }),
  );
}

/** `(get & path(Segment)) { id => … }`: what takes something among the directives has the names. */
function joinedWith(callee: Expr): readonly Expr[] {
  const sides = sidesOf(callee, '&');
  return sides ? [callee, ...sides.flatMap(joinedWith)] : [callee];
}

function piecesOf(
  file: ProgramFile,
  { call }: CallSite,
  names: ReadonlyMap<Expr, readonly string[]>,
): readonly ProgramFact[] {
  const facts: PieceFact[] = [];
  // `get { … }`, `get & path("x")`: a directive by its name alone.
  for (const name of [call.callee, ...(sidesOf(call, '&', '|') ?? [])]) {
    const said = directiveNamed(file, name);
    if (said)
      facts.push({
        kind: 'piece',
        at: name.at,
        framework: FRAMEWORK,
        site: name,
        rules: RULES,
        isDirective: true,
        ...said,
      });
  }
  const joined = sidesOf(call, '&', '|');
  if (joined)
    facts.push({
      kind: 'piece',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      rules: RULES,
      isDirective: true,
      of: joined,
      ...(calledName(call) === '|' && { isEither: true }),
    });
  const said = directiveCalled(file, call, names.get(call) ?? []);
  if (said)
    facts.push({
      kind: 'piece',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      rules: RULES,
      isDirective: true,
      ...said,
    });
  const sides = sidesOf(call, '/');
  if (sides && (sides.some(({ kind }) => kind === 'text') || sides.some(side => takenInPath(side) !== undefined)))
    facts.push({
      kind: 'piece',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      rules: RULES,
      path: matcherParts(call, []),
    });
  return facts;
}

type Said = Partial<
  Pick<Extract<PieceFact, { kind: 'piece' }>, 'path' | 'methods' | 'guard' | 'isOptional' | 'of' | 'extracts' | 'takes'>
>;

/** A directive without parameters. */
function directiveNamed(file: ProgramFile, name: Expr): Said | undefined {
  if (name.kind !== 'name' && name.kind !== 'member') return undefined;
  const method = METHODS.get(name.name);
  const guard = name.name === 'extractCredentials' ? GUARDS.get(name.name) : undefined;
  if (guard)
    return isGiven(file, name, PACKAGES)
      ? { guard, extracts: { of: 'headers', name: textAt(name.at, 'Authorization'), isDemanded: false } }
      : undefined;
  if (!method && !OTHERS.has(name.name)) return undefined;
  // With parameters it is called first, and then with what is put behind it.
  return isGiven(file, name, PACKAGES) && !TAKES_FIRST.has(name.name)
    ? method
      ? { methods: [method] }
      : WHOLE.has(name.name)
        ? { extracts: { of: 'request', isDemanded: false } }
        : {}
    : undefined;
}

/** Directives that are given something before the route. */
const TAKES_FIRST: ReadonlySet<string> = new Set(
  [...OTHERS].filter(
    name =>
      !/^(?:extract(?!$)|path|ignore|pass$|cachingProhibited$|encodeResponse$|decodeRequest$|formFieldMap|formFieldSeq|formFieldMultiMap|parameterMap|parameterSeq|parameterMultiMap|withoutRequestTimeout|withoutSizeLimit|withRangeSupport|requestEntity|selectPreferred|logRequest$)/.test(
        name,
      ) || /Test$|Suffix$|^extractStrictEntity$/.test(name),
  ),
);

function directiveCalled(file: ProgramFile, call: CallExpr, names: readonly string[]): Said | undefined {
  const name = calledName(call);
  const [first] = call.args;
  if (!isGiven(file, call.callee, PACKAGES)) return undefined;
  if (PATHS.has(name)) return first ? { path: matcherParts(first, names) } : undefined;
  if (name === 'method' && first) return { methods: methodOf(first) };
  const guard = GUARDS.get(name);
  if (guard) {
    const check = guard.effect === 'required' ? call.args.at(-1) : undefined;
    return { guard: { ...guard, ...(check && { check }) } };
  }
  const taken = EXTRACTING.get(name);
  if (taken && first)
    return {
      extracts: { of: taken.of, name: headerName(call) ?? first, isDemanded: taken.isDemanded },
      takes: takenBy(call, name),
    };
  // `parameter("x") { … }`: the inner call is the directive. `complete(…)` and the like answer.
  const takes = takenBy(call, name);
  if (takes.length > 0) return { takes };
  return OTHERS.has(name) && (TAKES_FIRST.has(name) || call.args.length === 0) ? {} : undefined;
}

/** Directives that hand a part of the request to what is behind them. Source: Pekko HTTP, Header Directives, Cookie Directives. */
const EXTRACTING: ReadonlyMap<string, Pick<Extraction, 'of' | 'isDemanded'>> = new Map([
  ['headerValueByName', { of: 'headers', isDemanded: true }],
  ['optionalHeaderValueByName', { of: 'headers', isDemanded: false }],
  ['headerValueByType', { of: 'headers', isDemanded: true }],
  ['optionalHeaderValueByType', { of: 'headers', isDemanded: false }],
  ['cookie', { of: 'cookies', isDemanded: true }],
  ['optionalCookie', { of: 'cookies', isDemanded: false }],
]);

const WHOLE: ReadonlySet<string> = new Set(['extractRequest', 'extractRequestContext', 'extract']);

/** `headerValueByType(Authorization)`, `headerValueByName(Authorization.name)`, `headerValueByType[Authorization]()`. */
function headerName(call: CallExpr): Expr | undefined {
  const [first] = call.args;
  const named = first?.kind === 'member' && first.name === 'name' ? first.of : first;
  const word = named?.kind === 'name' || named?.kind === 'member' ? named.name : (call.typeArguments[0] ?? '');
  return /^[A-Z][A-Za-z`-]+$/.test(word) ? textAt(call.nameAt, word) : undefined;
}

/** `HttpMethods.GET`. */
function methodOf(expr: Expr): Expr {
  const name = expr.kind === 'member' || expr.kind === 'name' ? expr.name : '';
  return /^[A-Z]+$/.test(name) ? { kind: 'text', at: expr.at, value: name } : expr;
}

function routesOf(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const name = calledName(call);
  const shared = { at: call.nameAt, framework: FRAMEWORK, site: call, rules: RULES };
  const sides = sidesOf(call, '~');
  if (sides) return [{ kind: 'routes-of', ...shared, items: sides }];
  if (name === 'concat' && isGiven(file, call.callee, PACKAGES))
    return [{ kind: 'routes-of', ...shared, items: call.args }];
  const [first, ...others] = call.args;
  if (!first || call.isNew) return [];
  if (call.callee.kind === 'member' && STARTS.has(name))
    return [{ kind: 'routes-of', ...shared, items: [first], isStarted: true }];
  // `Route.seal(route)`, `Route.toFlow(route)` and what implicit conversions make of one are the route.
  if (call.callee.kind === 'member' && SAME.has(name)) return [{ kind: 'routes-of', ...shared, items: [first] }];
  return others.length === 0 && isApplied(first) && !isOperator(name)
    ? [{ kind: 'behind', ...shared, of: call.callee, inner: [first] }]
    : [];
}

const STARTS: ReadonlySet<string> = new Set([
  'bind',
  'bindFlow',
  'bindAndHandle',
  'bindAndHandleAsync',
  'bindSync',
  'startServer',
]);
const SAME: ReadonlySet<string> = new Set([
  'seal',
  'toFlow',
  'toFunction',
  'handlerFlow',
  'asyncHandler',
  'route2HandlerFlow',
]);

function isApplied(inner: Expr): boolean {
  return (
    inner.kind === 'function' ||
    inner.kind === 'call' ||
    inner.kind === 'name' ||
    inner.kind === 'member' ||
    inner.kind === 'choice'
  );
}

function isOperator(name: string): boolean {
  return name !== '' && !/^[\p{L}_$]/u.test(name);
}
