/** Interceptors and filters: what stands before all routes, or those below some paths. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, ClassNode, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { attributeOf, findAnnotation } from '../annotations.ts';
import { FRAMEWORK, RULES } from './mappings.ts';

export function interceptorFacts(file: ProgramFile): readonly ProgramFact[] {
  return [
    ...file.calls.flatMap(site => [...interceptorFact(file, site), ...registrationFact(file, site)]),
    ...file.classes.flatMap(cls => filterFact(file, cls)),
  ];
}

function guardFact(site: Expr, guard: Expr, extra: Partial<Extract<ProgramFact, { kind: 'guard' }>>): ProgramFact {
  const at = site.kind === 'call' ? site.nameAt : site.at;
  return { kind: 'guard', at, framework: FRAMEWORK, site, rules: RULES, guards: [guard], covers: 'matching', ...extra };
}

/** `registry.addInterceptor(x).addPathPatterns("/api/**").excludePathPatterns("/api/login")`. */
function interceptorFact(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [interceptor] = call.args;
  if (name !== 'addInterceptor' || !receiver || !interceptor) return [];
  const said = callsAfter(file, call);
  const included = said.filter(one => nameOf(one) === 'addPathPatterns').flatMap(one => one.args);
  const excluded = said.filter(one => nameOf(one) === 'excludePathPatterns').flatMap(one => one.args);
  const at = call.nameAt;
  // A registration that is kept may be told its paths later.
  const isKept =
    said.length === 0 &&
    file.calls.some(site => /^(?:add|exclude)PathPatterns$/.test(site.name) && !isChained(site.receiver));
  const prefix: Expr | undefined = isKept
    ? { kind: 'unknown', at, text: 'paths that are added later', parts: [] }
    : included.length > 0
      ? { kind: 'list', at, items: included }
      : undefined;
  return [
    guardFact(call, interceptor, {
      isReached: true,
      ...(prefix ? { prefix } : {}),
      ...(excluded.length > 0 ? { except: { kind: 'list', at, items: excluded } } : {}),
    }),
  ];
}

function isChained(receiver: Expr | undefined): boolean {
  for (let of = receiver; of?.kind === 'call'; of = of.callee.kind === 'member' ? of.callee.of : undefined)
    if (nameOf(of) === 'addInterceptor') return true;
  return false;
}

function nameOf(call: CallExpr): string {
  return call.callee.kind === 'name' || call.callee.kind === 'member' ? call.callee.name : '';
}

/** The calls that are chained to a call, nearest first. */
function callsAfter(file: ProgramFile, call: CallExpr): readonly CallExpr[] {
  const chained: CallExpr[] = [];
  let last = call;
  for (
    let next = file.calls.find(site => site.receiver === last);
    next;
    next = file.calls.find(site => site.receiver === last)
  ) {
    chained.push(next.call);
    last = next.call;
  }
  return chained;
}

/** `registration.setFilter(x)` and `registration.addUrlPatterns("/api/*")`, or `new FilterRegistrationBean<>(x)`, in one function. */
function registrationFact(file: ProgramFile, { call, name, inside }: CallSite): readonly ProgramFact[] {
  const isMade = name === 'FilterRegistrationBean' && call.isNew;
  const [filter] = call.args;
  const [around] = inside;
  if ((!isMade && name !== 'setFilter') || !filter || !around) return [];
  const patterns = file.calls
    .filter(site => /^(?:add|set)?UrlPatterns$/i.test(site.name) && site.inside[0] === around)
    .flatMap(site => site.call.args)
    .flatMap(textsIn);
  return [guardFact(call, filter, { isReached: true, ...belowPatterns(call, patterns) })];
}

function textsIn(expr: Expr): readonly Expr[] {
  if (expr.kind === 'call' || expr.kind === 'list')
    return (expr.kind === 'call' ? expr.args : expr.items).flatMap(textsIn);
  return [expr];
}

/** Patterns of servlets: `/api/*` is everything below `/api`. */
function belowPatterns(site: Expr, patterns: readonly Expr[]): Partial<Extract<ProgramFact, { kind: 'guard' }>> {
  if (patterns.length === 0 || patterns.some(pattern => pattern.kind === 'text' && pattern.value === '/*')) return {};
  const items = patterns.map((pattern): Expr =>
    pattern.kind === 'text' && pattern.value.endsWith('/*') ? { ...pattern, value: `${pattern.value}*` } : pattern,
  );
  return { prefix: { kind: 'list', at: site.at, items } };
}

const FILTERS = /^(?:OncePerRequestFilter|GenericFilterBean|Filter|HttpFilter|WebFilter|CoWebFilter)$/;

/** A filter that is a component is put before everything. Source: Spring Boot, Registering Servlets, Filters, and Listeners as Spring Beans. */
function filterFact(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const bases = [cls.extends, ...(cls.others ?? [])].flatMap(base =>
    base?.kind === 'name'
      ? [base.name]
      : base?.kind === 'call' && base.callee.kind === 'name'
        ? [base.callee.name]
        : [],
  );
  if (!bases.some(name => FILTERS.test(name)) || cls.isAbstract || cls.name === undefined) return [];
  const component = findAnnotation(file, cls.decorators, ['org.springframework.stereotype'], 'Component', 'Service');
  const web = findAnnotation(
    file,
    cls.decorators,
    ['javax.servlet.annotation', 'jakarta.servlet.annotation'],
    'WebFilter',
  );
  if (!component && !web) return [];
  const patterns = web && (attributeOf(web, 'urlPatterns') ?? attributeOf(web, 'value'));
  const site: Expr = { kind: 'nothing', at: cls.nameAt };
  return [
    guardFact(
      site,
      { kind: 'name', at: cls.nameAt, name: cls.name },
      patterns ? belowPatterns(site, textsIn(patterns)) : {},
    ),
  ];
}
