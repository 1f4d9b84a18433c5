/** Requests to addresses that a client of the API chooses. */
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { statementsIn } from '../statements.ts';
import { type Placed, boundTo } from '../values.ts';
import { chainOf, originOfRoot } from '../chains.ts';

/** Annotations by which a part of the request is handed to a handler. */
const INPUTS: ReadonlySet<string> = new Set([
  'RequestParam',
  'PathVariable',
  'RequestHeader',
  'CookieValue',
  'RequestBody',
  'QueryParam',
  'PathParam',
  'HeaderParam',
  'FormParam',
  'QueryValue',
  'RestQuery',
]);

const TEMPLATE_METHODS =
  /^(?:getFor(?:Object|Entity)|postFor(?:Object|Entity|Location)|patchForObject|put|delete|exchange|execute|headForHeaders)$/;

/** The name of what sends, where the address is one that the client sends and nothing in the function checks it. */
export function chosenByClient(file: ProgramFile, site: CallSite): string | undefined {
  const sent = addressAt(file, site);
  if (!sent) return undefined;
  const input = inputOf(file, { expr: sent.address, inside: site.inside });
  return input && !isChecked(file, input.fn, input.name) ? sent.client : undefined;
}

function addressAt(file: ProgramFile, site: CallSite): { readonly client: string; readonly address: Expr } | undefined {
  const { call, name, receiver, inside } = site;
  const [first] = call.args;
  if (receiver && (name === 'openConnection' || name === 'openStream')) {
    const { root } = chainOf(file, { expr: receiver, inside });
    const made = root.expr.kind === 'call' && nameOf(root.expr) === 'URL' ? root.expr.args[0] : undefined;
    return made && { client: 'java.net.URL', address: made };
  }
  if (!first || !receiver) return undefined;
  if (TEMPLATE_METHODS.test(name)) {
    const origin = originOfRoot(file, chainOf(file, { expr: receiver, inside }));
    return isFrom(origin, 'org.springframework.web.client', 'RestTemplate')
      ? { client: 'RestTemplate', address: first }
      : undefined;
  }
  if (name !== 'uri') return undefined;
  const origin = originOfRoot(file, chainOf(file, { expr: receiver, inside }));
  const client = [
    ['org.springframework.web.reactive.function.client', 'WebClient'],
    ['org.springframework.web.client', 'RestClient'],
    ['java.net.http', 'HttpRequest.newBuilder'],
  ].find(([module = '', exported]) => isFrom(origin, module, exported));
  return client?.[1] === undefined ? undefined : { client: client[1].replace('.newBuilder', ''), address: first };
}

/** The parameter that an address is, or begins with. */
function inputOf(
  file: ProgramFile,
  placed: Placed,
  left = 10,
): { readonly name: string; readonly fn: FunctionNode } | undefined {
  const { expr, inside } = placed;
  if (left === 0) return undefined;
  if (expr.kind === 'concat') {
    const first = expr.parts.find(part => part.kind !== 'text' || part.value !== '');
    return first && inputOf(file, { expr: first, inside }, left - 1);
  }
  if (expr.kind === 'call') {
    const isForm = /^(?:create|URI|URL|of|toURI|toURL|fromUriString|fromHttpUrl|decode)$/.test(nameOf(expr));
    const [arg] = expr.args;
    return isForm && arg ? inputOf(file, { expr: arg, inside }, left - 1) : undefined;
  }
  if (expr.kind !== 'name') return undefined;
  const bound = boundTo(file, placed);
  if (bound?.value) return inputOf(file, bound.value, left - 1);
  if (bound?.kind !== 'parameter' || !bound.of) return undefined;
  const isInput = bound.decorators.some(({ expression }) => INPUTS.has(nameOf(expression)));
  const isText = bound.type === undefined || /^(?:String|URI|URL)$/.test(bound.type.name);
  return isInput && isText ? { name: expr.name, fn: bound.of } : undefined;
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'call') return nameOf(expr.callee);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** A branch that asks about it, or a call that is named for a check and is handed it. */
function isChecked(file: ProgramFile, fn: FunctionNode, name: string): boolean {
  const word = new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`);
  const lines = file.text.split(/\r\n|\r|\n/);
  const asked = [...statementsIn(fn.body)].some(
    statement =>
      statement.kind === 'branch' &&
      word.test(lines.slice(statement.test.at.line - 1, statement.test.at.endLine).join(' ')),
  );
  return (
    asked ||
    file.calls.some(
      ({ call, name: called, inside }) =>
        inside.includes(fn) &&
        /valid|check|allow|verify|ensure|assert|sanitize|guard|require/i.test(called) &&
        call.args.some(arg => word.test(lines.slice(arg.at.line - 1, arg.at.endLine).join(' '))),
    )
  );
}
