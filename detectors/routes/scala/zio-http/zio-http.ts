import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS, type Method } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES, calledName, imports, isGiven, sidesOf, textAt } from '../source-files.ts';

export const zioHttp = defineDetector({
  id: 'zio-http',
  title: 'ZIO HTTP',
  kind: 'framework',
  docs: 'https://zio.dev/zio-http/reference/routing/routes',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['zio.http'],
  emits: ['router', 'routes-of', 'behind', 'piece', 'guard-kind', 'alias'],
  limits: ['Aspects of the application are reported as unknown, where they speak of callers.'],
  version: 2,
  detect: (file): readonly ProgramFact[] =>
    imports(file, PACKAGES) ? file.calls.flatMap(({ call }) => factsOf(file, call)) : [],
});

const FRAMEWORK = 'zio-http';
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
const PACKAGES: readonly string[] = ['zio.http'];

function factsOf(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const shared = { at: call.nameAt, framework: FRAMEWORK, site: call, rules: RULES };
  const arrow = sidesOf(call, '->');
  if (arrow) return routeFacts(call, arrow[0], arrow[1]);
  const joined = sidesOf(call, '++');
  if (joined) return [{ kind: 'routes-of', ...shared, items: joined, mayGuard: true }];
  const aspect = sidesOf(call, '@@');
  if (aspect) return [{ kind: 'behind', ...shared, of: aspect[1], inner: [aspect[0]] }];
  const name = calledName(call);
  const [first] = call.args;
  if (name === 'Endpoint' && first && isGiven(file, call.callee, PACKAGES)) return endpointFacts(call, first);
  if ((name === 'Routes' || dotted(call.callee) === 'Routes.fromIterable') && call.args.length > 0)
    return [{ kind: 'routes-of', ...shared, items: call.args }];
  if (
    first &&
    (name === 'serve' || name === 'install') &&
    call.callee.kind === 'member' &&
    nameOf(call.callee.of) === 'Server'
  )
    return [{ kind: 'routes-of', ...shared, items: [first], isStarted: true }];
  const guard = GUARDS.get(name);
  if (guard && isOfAspects(file, call.callee))
    return [
      {
        kind: 'guard-kind',
        ...shared,
        effect: 'required',
        ...guard,
        // `basicAuth("user", "password")` compares by itself; functions say whom they accept.
        ...(first && first.kind !== 'text' && call.args.length === 1 && { checkIfFound: first }),
        why: `${name} answers 401 to whom its function does not accept`,
      },
    ];
  const intercepting = INTERCEPTING.has(name) && isOfAspects(file, call.callee) ? functionOf(first) : undefined;
  if (intercepting) return [{ kind: 'alias', at: call.nameAt, framework: FRAMEWORK, site: call, value: intercepting }];
  if (SAME.has(name) && call.callee.kind === 'member')
    return [{ kind: 'routes-of', ...shared, items: [call.callee.of] }];
  return [];
}

/** Aspects that ask a function about each request, which may fail with an answer. Source: ZIO HTTP, HandlerAspect. */
const INTERCEPTING: ReadonlySet<string> = new Set(['interceptIncomingHandler', 'interceptHandler']);

/** The function in `Handler.fromFunctionZIO[Request] { request => … }` and `handler { … }`, which may stand in a block. */
function functionOf(given: Expr | undefined): Expr | undefined {
  if (given?.kind === 'function') return given.fn.parameters.length > 0 ? given : functionOf(givenBy(given));
  if (given?.kind !== 'call') return undefined;
  const [first] = given.args;
  return /^(?:fromFunction(?:ZIO|Handler)?|handler)$/.test(calledName(given)) && first?.kind === 'function'
    ? first
    : undefined;
}

/** What a function gives at its end. */
function givenBy(given: Extract<Expr, { kind: 'function' }>): Expr | undefined {
  let last = given.fn.body.at(-1);
  while (last?.kind === 'block') last = last.body.at(-1);
  return last?.kind === 'return' ? last.value : undefined;
}

/** `Middleware.basicAuth(…)`, `HandlerAspect.basicAuth(…)`, or `basicAuth(…)` where that is imported from one of them. */
function isOfAspects(file: ProgramFile, callee: Expr): boolean {
  if (callee.kind === 'member') return ASPECTS.includes(nameOf(callee.of));
  return isGiven(
    file,
    callee,
    ASPECTS.map(name => `zio.http.${name}`),
  );
}

const ASPECTS: readonly string[] = ['Middleware', 'HandlerAspect', 'HttpAppMiddleware', 'RequestHandlerMiddlewares'];

const GUARDS: ReadonlyMap<string, { readonly mechanism?: 'basic' | 'bearer' | 'custom' }> = new Map([
  ['basicAuth', { mechanism: 'basic' as const }],
  ['basicAuthZIO', { mechanism: 'basic' as const }],
  ['bearerAuth', { mechanism: 'bearer' as const }],
  ['bearerAuthZIO', { mechanism: 'bearer' as const }],
  ['customAuth', { mechanism: 'custom' as const }],
  ['customAuthZIO', { mechanism: 'custom' as const }],
  ['customAuthProviding', { mechanism: 'custom' as const }],
  ['customAuthProvidingZIO', { mechanism: 'custom' as const }],
]);

/** What is done to routes without changing where they are. */
const SAME: ReadonlySet<string> = new Set(['handleError', 'handleErrorCause', 'sandbox', 'toHttpApp', 'mapError']);

function nameOf(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

function dotted(expr: Expr): string {
  return expr.kind === 'member' ? `${nameOf(expr.of)}.${expr.name}` : '';
}

/** `Method.GET / "users" / int("id") -> handler`, and `"api" -> routes` of a literal. */
function routeFacts(call: CallExpr, left: Expr, handler: Expr): readonly ProgramFact[] {
  const pattern = patternOf(left);
  if (!pattern) return [];
  return [
    {
      kind: 'router',
      at: left.at,
      framework: FRAMEWORK,
      site: call,
      role: 'router',
      rules: RULES,
      isValue: true,
      routes: [{ at: left.at, ...pattern, chain: chainOf(handler) }],
    },
  ];
}

/** `handler { … } @@ aspect`: an operator that begins with `@` binds tighter than `->`, and the aspect is the handler's own. */
function chainOf(handler: Expr): readonly Expr[] {
  const guards: Expr[] = [];
  let inner = handler;
  for (let sides = sidesOf(inner, '@@'); sides; sides = sidesOf(inner, '@@')) {
    guards.push(sides[1]);
    inner = sides[0];
  }
  // `Handler.fromZIO(service).flatMap { service => handler { … } @@ aspect }`: the handler is what comes of it.
  const made = inner.kind === 'call' && calledName(inner) === 'flatMap' ? inner.args[0] : undefined;
  const last = made?.kind === 'function' ? givenBy(made) : undefined;
  if (last && sidesOf(last, '@@')) guards.push(...chainOf(last).slice(0, -1));
  return [...guards, handlerOf(inner)];
}

/** `handler { … }`. */
function handlerOf(handler: Expr): Expr {
  const [first] = handler.kind === 'call' ? handler.args : [];
  return handler.kind === 'call' && calledName(handler) === 'handler' && first?.kind === 'function' ? first : handler;
}

function endpointFacts(call: CallExpr, given: Expr): readonly ProgramFact[] {
  const pattern = patternOf(given);
  if (!pattern) return [];
  return [
    {
      kind: 'piece',
      at: given.at,
      framework: FRAMEWORK,
      site: call,
      rules: RULES,
      methods: pattern.methods,
      path: [pattern.path],
      isEndpoint: true,
    },
  ];
}

/** The method and the path of a pattern that begins with one. */
function patternOf(expr: Expr): { readonly methods: readonly Method[]; readonly path: Expr } | undefined {
  const parts: Expr[] = [];
  let rest = expr;
  for (let sides = sidesOf(rest, '/'); sides; sides = sidesOf(rest, '/')) {
    parts.unshift(segmentOf(sides[1]));
    rest = sides[0];
  }
  const isMethod = rest.kind === 'member' && nameOf(rest.of) === 'Method';
  const name = isMethod ? nameOf(rest) : '';
  const methods = HTTP_METHODS.filter(method => method === name);
  if (!isMethod || (methods.length === 0 && name !== 'ANY')) return undefined;
  const path: Expr = { kind: 'concat', at: expr.at, parts: parts.flatMap(part => [textAt(part.at, '/'), part]) };
  const isText = parts.every(part => part.kind === 'text');
  const text = `/${parts.map(part => (part.kind === 'text' ? part.value : '')).join('/')}`;
  return { methods: methods.length > 0 ? methods : ['ANY'], path: isText ? textAt(expr.at, text) : path };
}

const CODECS: ReadonlySet<string> = new Set(['int', 'long', 'string', 'uuid', 'boolean', 'bool']);

function segmentOf(part: Expr): Expr {
  if (part.kind === 'call' && CODECS.has(calledName(part))) {
    const [first] = part.args;
    return textAt(part.at, `{${first?.kind === 'text' ? first.value : calledName(part)}}`);
  }
  if (part.kind === 'member' || part.kind === 'name')
    return nameOf(part) === 'trailing'
      ? textAt(part.at, '{*rest}')
      : nameOf(part) === 'Root'
        ? textAt(part.at, '')
        : part;
  return part.kind === 'call' ? textAt(part.at, '{value}') : part;
}
