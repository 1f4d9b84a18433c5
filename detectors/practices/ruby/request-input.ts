/** Values that a client sends, as far as one method shows where they come from. Sources: Rails guides, Action Controller Overview; Sinatra, README. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';

type Inside = readonly FunctionNode[];

const MOST_STEPS = 10;

/** Parts of parameters and the same in another form: `params.require(:url)`, `params.fetch(:url)`, `params[:url].to_s`. */
const PARTS = /^(?:require|fetch|dig|permit|to_s|strip|presence|to_unsafe_h|expect)$/;

/** `params[:url]`, `request.params['url']`, `URI(params[:url])`, also by a name. */
export function isSentByClient(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): boolean {
  if (left === 0) return false;
  const bound = expr.kind === 'name' ? lookUp(file, expr.name, inside) : undefined;
  const value = bound?.kind === 'value' && bound.path.length === 0 ? bound.value : valueOf(file, expr, inside);
  switch (value.kind) {
    case 'member':
      return isParams(value.of) || isSentByClient(file, value.of, inside, left - 1);
    case 'index':
      return isParams(value.of) || isSentByClient(file, value.of, inside, left - 1);
    case 'call': {
      const { callee, args } = value;
      if (callee.kind !== 'member') return false;
      if (PARTS.test(callee.name)) return isParams(callee.of) || isSentByClient(file, callee.of, inside, left - 1);
      const isAddress =
        callee.of.kind === 'self'
          ? callee.name === 'URI'
          : callee.of.kind === 'name' && callee.of.name === 'URI' && callee.name === 'parse';
      return isAddress && args[0] !== undefined && isSentByClient(file, args[0], inside, left - 1);
    }
    default:
      return false;
  }
}

/** `params` of a controller or an application, and `request.params`. */
export function isParams(expr: Expr): boolean {
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.args.length > 0) return false;
  const { of, name } = expr.callee;
  if (of.kind === 'self') return name === 'params';
  const isOfRequest =
    of.kind === 'call' && of.callee.kind === 'member' && of.callee.name === 'request' && of.callee.of.kind === 'self';
  return isOfRequest && /^(?:params|query_parameters|request_parameters)$/.test(name);
}
