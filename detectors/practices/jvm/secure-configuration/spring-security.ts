/** Switches that a filter chain of Spring Security turns. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Expr, FunctionNode, TypeRef } from '../../../../src/core/program.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';

const BUILDERS: readonly (readonly [string, string])[] = [
  ['org.springframework.security.config.annotation.web.builders', 'HttpSecurity'],
  ['org.springframework.security.config.web.server', 'ServerHttpSecurity'],
];

/** Ways to log in that keep a session in a cookie. */
const LOGINS: ReadonlySet<string> = new Set(['formLogin', 'oauth2Login', 'saml2Login', 'rememberMe', 'openidLogin']);

/** Sources: Spring Security, CSRF; Security HTTP Response Headers: both are on by default. */
export function chainSwitches(file: ProgramFile): readonly SwitchFact[] {
  return file.functions.flatMap((fn): readonly SwitchFact[] => {
    const type = builderType(file, fn);
    if (!type) return [];
    const calls = file.calls.filter(({ inside }) => inside.includes(fn));
    const isOff = (name: string): CallSite | undefined =>
      calls.find(site => site.name === name && isDisabled(calls, site));
    const headers = isOff('headers');
    const login = calls.find(site => LOGINS.has(site.name) && !isDisabled(calls, site));
    const csrf = isOff('csrf');
    return [
      ...(headers ? [switched('secure-headers', headers, false, 'Spring Security is told to set no headers')] : []),
      ...(!headers && isWhole(file, fn) ? [byDefault(type)] : []),
      ...(login && !isStateless(file, fn)
        ? [
            csrf
              ? switched('csrf', csrf, false, `sessions come from ${login.name}, and their requests are not checked`)
              : calls.some(({ name }) => name === 'csrf')
                ? []
                : [switched('csrf', login, true, 'Spring Security refuses requests of foreign pages by default')],
          ].flat()
        : []),
    ];
  });
}

function byDefault({ at }: TypeRef): SwitchFact {
  const what = 'Spring Security sets headers by default';
  return { kind: 'switch', at, name: 'secure-headers', isSafe: true, what };
}

/** A method that gives the chain back, or sets up the one of the application; others set up a part of one. */
function isWhole(file: ProgramFile, fn: FunctionNode): boolean {
  const isGiven = /^Security(?:Web)?FilterChain$/.test(fn.returnType?.name ?? '');
  const isOfAdapter = file.classes.some(
    ({ extends: base, members }) =>
      base !== undefined &&
      nameOf(base) === 'WebSecurityConfigurerAdapter' &&
      members.some(member => member.kind === 'method' && member.fn === fn && member.name === 'configure'),
  );
  return isGiven || isOfAdapter;
}

function switched(name: SwitchFact['name'], { call }: CallSite, isSafe: boolean, what: string): SwitchFact {
  return { kind: 'switch', at: call.nameAt, name, isSafe, what };
}

/** The type of the parameter by which a method is handed the chain that it sets up. */
function builderType(file: ProgramFile, { parameters }: FunctionNode): TypeRef | undefined {
  const types = parameters.flatMap(({ pattern }) => (pattern.type ? [pattern.type] : []));
  return types.find(type => BUILDERS.some(([module, name]) => isFrom(file.originOfType(type), module, name)));
}

/** `.csrf().disable()`, `.csrf(c -> c.disable())`, `.csrf(AbstractHttpConfigurer::disable)`, `csrf { disable() }`. */
function isDisabled(calls: readonly CallSite[], { call }: CallSite): boolean {
  const [arg] = call.args;
  if (arg?.kind === 'function') {
    const [own] = calls.filter(({ inside }) => inside[0] === arg.fn);
    return own?.name === 'disable' && calls.filter(({ inside }) => inside.includes(arg.fn)).length === 1;
  }
  if (arg) return arg.kind === 'member' && arg.name === 'disable';
  return calls.some(({ name, receiver }) => name === 'disable' && receiver === call);
}

function isStateless(file: ProgramFile, { at }: FunctionNode): boolean {
  const text = file.text
    .split(/\r\n|\r|\n/)
    .slice(at.line - 1, at.endLine)
    .join('\n');
  return /\bSTATELESS\b|NoOpServerSecurityContextRepository/.test(text);
}

/** `@EnableWebSecurity(debug = true)` writes requests with their credentials to the log. */
export function debugSwitches(file: ProgramFile): readonly SwitchFact[] {
  return file.decorators.flatMap(({ expression }): readonly SwitchFact[] => {
    if (expression.kind !== 'call' || nameOf(expression) !== 'EnableWebSecurity') return [];
    const debug = expression.args.find(arg => arg.kind === 'named' && arg.name === 'debug');
    if (debug?.kind !== 'named' || debug.value.kind !== 'boolean' || !debug.value.value) return [];
    return [
      {
        kind: 'switch',
        at: debug.at,
        name: 'debug-mode',
        isSafe: false,
        what: 'Spring Security writes requests with their credentials to the log',
      },
    ];
  });
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'call') return nameOf(expr.callee);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}
