/** Which other origins Java and Kotlin code answers, and whether with their credentials. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { chainOf } from '../chains.ts';
import { statementsIn } from '../statements.ts';
import { valueOf } from '../values.ts';

export const ORIGIN_WORDS: readonly string[] = [
  'CorsConfiguration',
  'CorsRegistry',
  'CrossOrigin',
  'Access-Control-Allow-Origin',
  'plugins.cors',
];

export function originSwitches(file: ProgramFile): readonly SwitchFact[] {
  return [...configured(file), ...annotated(file), ...written(file), ...ofKtor(file)];
}

function switched(at: Location, isSafe: boolean): SwitchFact {
  return {
    kind: 'switch',
    at,
    name: 'cross-origin',
    isSafe,
    what: isSafe
      ? 'other origins are answered only when they are named'
      : 'any origin is answered, with its credentials',
  };
}

const ORIGINS = /^(?:(?:set|add)?allowedOrigin(?:Pattern)?s?)$/i;

/** `CorsConfiguration` and `CorsRegistry` of Spring: what is allowed by one name, and credentials by another. */
function configured(file: ProgramFile): readonly SwitchFact[] {
  return file.calls.flatMap((site): readonly SwitchFact[] => {
    if (!ORIGINS.test(site.name) || !site.receiver || !/Cors(?:Configuration|Registry|Registration)/.test(file.text))
      return [];
    const origins = site.call.args.flatMap(arg => textsOf(file, site, arg));
    const { steps } = chainOf(file, { expr: site.call, inside: site.inside });
    const later = file.calls.filter(other => other.inside[0] === site.inside[0]);
    const allows = [...steps.map(({ name, call }) => ({ name, call })), ...later].some(
      ({ name, call }) =>
        /^(?:set)?allowCredentials$/i.test(name) && call.args[0]?.kind === 'boolean' && call.args[0].value,
    );
    return judged(site.call.nameAt, origins, allows);
  });
}

/** A wildcard without credentials gives away what anyone may ask for. */
function judged(at: Location, origins: readonly (string | undefined)[], allows: boolean): readonly SwitchFact[] {
  if (origins.some(origin => origin !== undefined && /^(?:\*|https?:\/\/\*)$/.test(origin)))
    return allows ? [switched(at, false)] : [];
  const isNamed = origins.length > 0 && origins.every(origin => origin !== undefined && /^https?:\/\//.test(origin));
  // The machine of a developer is no origin of a running system.
  const isReal = origins.some(origin => origin !== undefined && !/localhost|127\.0\.0\.1/.test(origin));
  return isNamed && isReal ? [switched(at, true)] : [];
}

/** Texts of an argument or of the list that it is; undefined for what is made elsewhere. */
function textsOf(file: ProgramFile, { inside }: CallSite, arg: Expr): readonly (string | undefined)[] {
  const { expr } = valueOf(file, { expr: arg, inside });
  const items =
    expr.kind === 'list' ? expr.items : expr.kind === 'call' && LISTS.has(nameOf(expr)) ? expr.args : [expr];
  return items.map(item =>
    item.kind === 'text' ? item.value : item.kind === 'member' && item.name === 'ALL' ? '*' : undefined,
  );
}

const LISTS: ReadonlySet<string> = new Set(['of', 'asList', 'singletonList', 'listOf', 'arrayOf', 'mutableListOf']);

function nameOf(expr: Expr): string {
  if (expr.kind === 'call') return nameOf(expr.callee);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** `@CrossOrigin(origins = "*", allowCredentials = "true")`. */
function annotated(file: ProgramFile): readonly SwitchFact[] {
  return file.decorators.flatMap(({ expression }): readonly SwitchFact[] => {
    if (expression.kind !== 'call' || nameOf(expression) !== 'CrossOrigin') return [];
    const texts = expression.args.flatMap(arg => {
      const isOrigins = arg.kind !== 'named' || /^(?:value|origins|originPatterns)$/.test(arg.name);
      const value = arg.kind === 'named' ? arg.value : arg;
      const items = value.kind === 'list' ? value.items : [value];
      return isOrigins ? items.map(item => (item.kind === 'text' ? item.value : undefined)) : [];
    });
    const allows = expression.args.some(
      arg =>
        arg.kind === 'named' &&
        arg.name === 'allowCredentials' &&
        arg.value.kind === 'text' &&
        arg.value.value === 'true',
    );
    return judged(expression.nameAt, texts, allows);
  });
}

/** A filter of one's own: the origin of the request is sent back, and credentials are allowed. */
function written(file: ProgramFile): readonly SwitchFact[] {
  const headers = file.calls.filter(
    ({ name }) => /^(?:set|add|append)?header$/i.test(name) || name === 'add' || name === 'set',
  );
  const isSet = ({ call }: CallSite, header: string): boolean =>
    call.args[0]?.kind === 'text' && call.args[0].value.toLowerCase() === header;
  const allowing = headers.filter(
    site =>
      isSet(site, 'access-control-allow-credentials') &&
      site.call.args[1]?.kind === 'text' &&
      site.call.args[1].value === 'true',
  );
  return headers.flatMap((site): readonly SwitchFact[] => {
    const [, value] = site.call.args;
    if (!isSet(site, 'access-control-allow-origin') || !value) return [];
    const { expr } = valueOf(file, { expr: value, inside: site.inside });
    const echoes =
      expr.kind === 'call' &&
      nameOf(expr) === 'getHeader' &&
      expr.args[0]?.kind === 'text' &&
      /^origin$/i.test(expr.args[0].value);
    const [fn] = site.inside;
    const isAllowed = allowing.some(other => other.inside[0] === fn);
    const isAsked = fn ? [...statementsIn(fn.body)].some(({ kind }) => kind === 'branch') : true;
    return echoes && isAllowed && !isAsked ? [switched(site.call.nameAt, false)] : [];
  });
}

/** `install(CORS) { anyHost(); allowCredentials = true }`. Source: Ktor, CORS. */
function ofKtor(file: ProgramFile): readonly SwitchFact[] {
  return file.calls.flatMap((site): readonly SwitchFact[] => {
    const [fn] = site.inside;
    if (!/^(?:anyHost|allowHost|host)$/.test(site.name) || site.receiver || !fn) return [];
    const isCors = file.calls.some(
      ({ name, call }) =>
        name === 'install' &&
        nameOf(call.args[0] ?? call) === 'CORS' &&
        call.args.some(arg => arg.kind === 'function' && arg.fn === fn),
    );
    if (!isCors) return [];
    const allows = [...statementsIn(fn.body)].some(
      statement =>
        statement.kind === 'assign' &&
        nameOf(statement.target) === 'allowCredentials' &&
        statement.value.kind === 'boolean' &&
        statement.value.value,
    );
    if (site.name === 'anyHost') return allows ? [switched(site.call.nameAt, false)] : [];
    const isAny = file.calls.some(other => other.name === 'anyHost' && other.inside[0] === fn);
    const [host] = site.call.args;
    const isReal = host?.kind === 'text' && !/^(?:\*|localhost|127\.|0\.0\.0\.0)/.test(host.value);
    return isAny || !isReal ? [] : [switched(site.call.nameAt, true)];
  });
}
