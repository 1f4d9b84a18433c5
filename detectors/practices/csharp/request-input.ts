/** Values that a client sends, as far as one method shows where they come from. Source: ASP.NET Core, Model binding; HttpRequest. */
import type { Expr, FunctionNode, Parameter } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { attributeOf } from '../../routes/csharp/names.ts';
import { lookUp, valueOf } from '../bindings.ts';

type Inside = readonly FunctionNode[];

const BOUND: ReadonlySet<string> = new Set(['FromQuery', 'FromBody', 'FromForm', 'FromRoute', 'FromHeader']);
const ROUTED: ReadonlySet<string> = new Set([
  'HttpGet',
  'HttpPost',
  'HttpPut',
  'HttpPatch',
  'HttpDelete',
  'AcceptVerbs',
]);
const PARTS: ReadonlySet<string> = new Set(['Query', 'Form', 'Headers', 'RouteValues', 'Cookies', 'QueryString']);

const MOST_STEPS = 8;

/** `Request.Query["url"]`, and parameters of actions that are bound to the request, with what they hold. */
export function isSentByClient(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): boolean {
  if (left === 0) return false;
  const value = valueOf(file, expr, inside);
  switch (value.kind) {
    case 'name': {
      const bound = lookUp(file, value.name, inside);
      if (bound?.kind === 'value' && bound.path.length === 0)
        return isSentByClient(file, bound.value, inside, left - 1);
      return bound?.kind === 'parameter' && isBound(file, bound.parameter, inside);
    }
    case 'member':
      return isPart(value) || isSentByClient(file, value.of, inside, left - 1);
    case 'index':
      return isSentByClient(file, value.of, inside, left - 1);
    case 'call': {
      const { callee, args } = value;
      // `new Uri(url)`, `Request.Query["url"].ToString()`.
      if (value.isNew && callee.kind === 'name' && callee.name === 'Uri' && args[0])
        return isSentByClient(file, args[0], inside, left - 1);
      const isSame = callee.kind === 'member' && /^(?:ToString|Trim|First|FirstOrDefault|Single)$/.test(callee.name);
      return isSame && isSentByClient(file, callee.of, inside, left - 1);
    }
    default:
      return false;
  }
}

/** `Request.Query`, `HttpContext.Request.Form`. */
function isPart(value: Extract<Expr, { kind: 'member' }>): boolean {
  const { of, name } = value;
  return PARTS.has(name) && (of.kind === 'name' || of.kind === 'member') && /^(?:Request|request|req)$/.test(of.name);
}

function isBound(file: ProgramFile, parameter: Parameter, inside: Inside): boolean {
  const { decorators, pattern } = parameter;
  if (decorators.some(one => BOUND.has(attributeOf(one).name))) return true;
  // What a service gives is no part of the request.
  const isPlain = pattern.type !== undefined && /^(?:string|String|Uri)$/.test(pattern.type.name);
  return isPlain && inside.some(fn => fn.parameters.includes(parameter) && isAction(file, fn));
}

function isAction(file: ProgramFile, fn: FunctionNode): boolean {
  return file.classes.some(({ members }) =>
    members.some(
      member =>
        member.kind === 'method' &&
        member.fn === fn &&
        member.decorators.some(one => ROUTED.has(attributeOf(one).name)),
    ),
  );
}
