/** Which requests the matchers of Spring Security speak of. */
import type { AccessPattern, Method } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';

/** Calls that say what the rule after them speaks of. */
export const MATCHERS: ReadonlySet<string> = new Set([
  'requestMatchers',
  'antMatchers',
  'mvcMatchers',
  'regexMatchers',
  'pathMatchers',
  'matchers',
  'anyRequest',
  'anyExchange',
]);

/** Calls and classes that make a matcher of a path, and of a method where one is given. */
const MAKERS: ReadonlySet<string> = new Set([
  'antMatcher',
  'AntPathRequestMatcher',
  'MvcRequestMatcher',
  'PathPatternParserServerWebExchangeMatcher',
  'pathMatchers',
  'pathPattern',
  'pattern',
  'matcher',
  'OrRequestMatcher',
  'OrServerWebExchangeMatcher',
  'matchers',
]);

/** Every path below a few: what matchers of others' endpoints stand for. Sources: Spring Boot, Actuator; Spring Authorization Server. */
const ENDPOINTS: readonly { readonly holder: RegExp; readonly paths: readonly string[] }[] = [
  { holder: /^EndpointRequest$/, paths: ['/actuator/**'] },
  {
    holder: /^(?:PathRequest|StaticResourceRequest)$/,
    paths: ['/css/**', '/js/**', '/images/**', '/webjars/**', '/favicon.*', '/h2-console/**'],
  },
];
export const AUTHORIZATION_SERVER: readonly string[] = [
  '/oauth2/**',
  '/.well-known/**',
  '/connect/**',
  '/userinfo',
  '/login/oauth2/**',
];

export function nameOf(call: CallExpr): string {
  const { callee } = call;
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
}

export function receiverOf(call: CallExpr): Expr | undefined {
  return call.callee.kind === 'member' ? call.callee.of : undefined;
}

/** What a matcher call speaks of; undefined for any request. */
export function patternsOf(file: ProgramFile, call: CallExpr): readonly AccessPattern[] | undefined {
  const name = nameOf(call);
  if (name === 'anyRequest' || name === 'anyExchange') return undefined;
  return patternsIn(file, call, call.args, name.startsWith('regex') ? 'regex' : 'ant');
}

/** The patterns of arguments; a method among them holds for all of them. */
export function patternsIn(
  file: ProgramFile,
  call: CallExpr,
  args: readonly Expr[],
  syntax: AccessPattern['syntax'],
): readonly AccessPattern[] {
  const given = args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  const methods = given.filter(arg => isMethod(file, arg));
  const method = methods[0];
  const rest = given.filter(arg => !methods.includes(arg) && arg.kind !== 'nothing');
  const own = method ? { methods: methodsOf(method) } : {};
  if (rest.length === 0) return [{ paths: { kind: 'text', at: call.nameAt, value: '/**' }, syntax: 'ant', ...own }];
  return rest.flatMap(arg => patternOf(file, arg, syntax, own));
}

function patternOf(
  file: ProgramFile,
  arg: Expr,
  syntax: AccessPattern['syntax'],
  own: Pick<AccessPattern, 'methods'>,
): readonly AccessPattern[] {
  if (arg.kind === 'list') return arg.items.flatMap(item => patternOf(file, item, syntax, own));
  if (arg.kind === 'spread') return patternOf(file, arg.value, syntax, own);
  if (arg.kind !== 'call') return [{ paths: arg, syntax, ...own }];
  const known = endpointsOf(arg);
  if (known) return [{ paths: textsAt(arg, known), syntax: 'ant', ...own }];
  const made = nameOf(arg);
  if (/^(?:regexMatcher|RegexRequestMatcher)$/.test(made)) return madePattern(file, arg, 'regex', own);
  if (MAKERS.has(made)) return madePattern(file, arg, 'ant', own);
  return [{ paths: arg, syntax, ...own }];
}

function madePattern(
  file: ProgramFile,
  call: CallExpr,
  syntax: AccessPattern['syntax'],
  own: Pick<AccessPattern, 'methods'>,
): readonly AccessPattern[] {
  const written = call.args.filter(arg => arg.kind !== 'boolean');
  // `new AntPathRequestMatcher("/x", "POST")` names the method as a text, after the path.
  const [first, second, ...others] = written;
  const word = second?.kind === 'text' ? HTTP_METHODS.find(method => method === second.value) : undefined;
  const args = first && word && others.length === 0 ? [first] : written.filter(arg => !isIntrospector(arg));
  const patterns = patternsIn(file, call, args, syntax);
  return patterns.map(pattern => ({ ...pattern, ...(word ? { methods: [word] } : {}), ...own }));
}

function isIntrospector(arg: Expr): boolean {
  return arg.kind === 'name' && /introspector/i.test(arg.name);
}

/** `EndpointRequest.to(…).excluding(…)`, `authorizationServer.getEndpointsMatcher()`. */
export function endpointsOf(call: CallExpr): readonly string[] | undefined {
  if (nameOf(call) === 'getEndpointsMatcher' || nameOf(call) === 'endpointsMatcher') return AUTHORIZATION_SERVER;
  for (let expr: Expr | undefined = call; expr;) {
    if (expr.kind === 'name') {
      const { name } = expr;
      return ENDPOINTS.find(({ holder }) => holder.test(name))?.paths;
    }
    expr = expr.kind === 'call' ? expr.callee : expr.kind === 'member' ? expr.of : undefined;
  }
  return undefined;
}

export function textsAt(call: CallExpr, texts: readonly string[]): Expr {
  return { kind: 'list', at: call.nameAt, items: texts.map(value => ({ kind: 'text', at: call.nameAt, value })) };
}

function isMethod(file: ProgramFile, arg: Expr): boolean {
  if (arg.kind !== 'member' && arg.kind !== 'name') return false;
  if (!HTTP_METHODS.some(method => method === arg.name)) return false;
  const origin = file.originOf(arg);
  return (
    isFrom(origin, ['org.springframework.http', 'org.springframework.http.HttpMethod']) ||
    (arg.kind === 'member' && arg.of.kind === 'name' && arg.of.name === 'HttpMethod')
  );
}

function methodsOf(arg: Expr): readonly Method[] {
  const name = arg.kind === 'member' || arg.kind === 'name' ? arg.name : '';
  return HTTP_METHODS.filter(method => method === name);
}
