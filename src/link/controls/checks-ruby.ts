/**
 * Rules by which actions of Ruby refuse what a request holds. Sources: Rails API, ActionController::Parameters (`require`, `expect`);
 * Grape, README, Parameter Validation and Coercion; Hanami guides, Actions, Parameters; dry-validation, Getting started.
 */
import type { CallExpr, Expr, FunctionNode, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { derivesFrom } from '../ancestors.ts';
import { selfIn } from '../guards/self.ts';
import { declaredBlocks } from '../inputs-ruby.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { type CertainCall, certainCalls } from './certain-calls.ts';
import type { DeclaredCheck } from './declared-checks.ts';

const STATED = 'the handler states rules for what the request holds';

export function checksOfRuby(machine: Machine, handler: ClosureValue): DeclaredCheck | undefined {
  const { self } = selfIn(handler);
  const cls = self?.kind === 'instance' ? self.of : undefined;
  const blocks = declaredBlocks(handler.fn);
  const rule = blocks.map(ruleIn).find(at => at !== undefined);
  // Grape refuses what does not fit before the endpoint; Hanami has the action ask.
  if (rule && cls && derivesFrom(cls, GRAPE)) return { at: rule, what: STATED };
  const calls = callsOf(machine, handler, cls);
  const at = calls.map(call => refusing(call, handler.fn)).find(place => place !== undefined);
  if (at) return { at, what: STATED };
  const asked = rule && calls.find(({ call }) => isQuestion(call) && isOfParams(of(call)));
  return asked && decides(handler.fn.body, node => node === asked.call)
    ? { at: asked.call.nameAt, what: STATED }
    : undefined;
}

const GRAPE = ['Grape::API', 'Grape::API::Instance'];

/** `requires :id, type: Integer`, `optional :sort, values: %w[asc desc]`, `required(:title).filled(:string)`. */
function ruleIn({ body }: FunctionNode): Location | undefined {
  let at: Location | undefined;
  visitNodes(body, node => {
    if (at || node.kind !== 'call') return;
    const { callee, args } = node;
    const name = callee.kind === 'member' && callee.of.kind === 'self' ? callee.name : '';
    const isLimited = args.some(arg => arg.kind === 'named' && LIMITS.test(arg.name));
    if (name === 'requires' || name === 'required' || (name === 'optional' && isLimited)) at = node.nameAt;
  });
  return at;
}

const LIMITS = /^(?:type|types|values|except_values|regexp|length|coerce_with|allow_blank)$/;

/** Calls that an action makes whenever it goes on, and those of the methods of its class that it calls so. */
function callsOf(machine: Machine, { fn }: ClosureValue, cls: ClassValue | undefined): readonly CertainCall[] {
  const own = certainCalls(fn.body);
  const inner = own.slice(0, LIMIT).flatMap(({ call: { callee, args } }) => {
    const isOwn = callee.kind === 'member' && callee.of.kind === 'self' && args.length === 0;
    const method = isOwn && cls ? methodOf(machine, cls, callee.name, undefined) : undefined;
    return method?.kind === 'closure' && method.fn !== fn ? certainCalls(method.fn.body) : [];
  });
  return [...own, ...inner];
}

/** Calls of one action that are looked into. */
const LIMIT = 60;

/** Where a call refuses what is not of the form that it asks for. */
function refusing({ call, kept }: CertainCall, fn: FunctionNode): Location | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member') return undefined;
  const { name } = callee;
  const found = (isOne: boolean): Location | undefined => (isOne ? call.nameAt : undefined);
  switch (name) {
    case 'expect':
      return found(isParams(callee.of) && args.length > 0);
    case 'permit':
      // `params.require(:post).permit(:title)` raises where there is no post.
      return found(args.length > 0 && isRequired(callee.of));
    case 'validate!':
      return found(/^(?:::)?JSON::Validator$/.test(nameOf(callee.of)) && args.slice(1).some(isOfParams));
    case 'call':
      // `result = contract.call(params.to_h)`, which a branch asks.
      return found(
        /contract|schema|form|validator/i.test(nameOf(callee.of)) &&
          args.some(isOfParams) &&
          kept !== undefined &&
          decides(fn.body, node => isQuestion(node) && nameOf(of(node)) === kept),
      );
    default:
      return undefined;
  }
}

/** What a contract or a set of parameters is asked. */
function isQuestion(call: CallExpr): boolean {
  return call.callee.kind === 'member' && /^(?:valid\?|success\?|failure\?|errors)$/.test(call.callee.name);
}

function of({ callee }: CallExpr): Expr | undefined {
  return callee.kind === 'member' ? callee.of : undefined;
}

function isRequired(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    expr.callee.kind === 'member' &&
    expr.callee.name === 'require' &&
    expr.args.length > 0 &&
    isParams(expr.callee.of)
  );
}

/** `params`, `request.params`, `req.params`. */
function isParams(expr: Expr | undefined): boolean {
  if (expr?.kind === 'call') return isParams(expr.callee);
  if (expr?.kind === 'name') return expr.name === 'params';
  if (expr?.kind !== 'member' || expr.name !== 'params') return false;
  return expr.of.kind === 'self' || /^(?:request|req)$/.test(nameOf(expr.of));
}

/** Parameters, or all of them in another form. */
function isOfParams(expr: Expr | undefined): boolean {
  if (isParams(expr)) return true;
  const callee = expr?.kind === 'call' ? expr.callee : undefined;
  return (
    callee?.kind === 'member' && /^(?:to_h|to_unsafe_h|permit!|to_hash)$/.test(callee.name) && isOfParams(callee.of)
  );
}

function nameOf(expr: Expr | undefined): string {
  if (expr?.kind === 'call') return nameOf(expr.callee);
  return expr?.kind === 'name' || expr?.kind === 'member' ? expr.name : '';
}

/** Whether a branch asks something, one side of which is left or tells of a failure. */
function decides(body: readonly Statement[], isAsked: (call: CallExpr) => boolean): boolean {
  return body.some(statement => {
    if (statement.kind !== 'branch') return false;
    let found = false;
    visitNodes([statement.test], node => {
      if (node.kind === 'call') found ||= isAsked(node);
    });
    return found && (refuses(statement.then) || refuses(statement.otherwise));
  });
}

function refuses(side: readonly Statement[]): boolean {
  return side.some(statement => {
    if (statement.kind === 'throw') return true;
    const value = statement.kind === 'evaluate' || statement.kind === 'return' ? statement.value : undefined;
    if (value?.kind !== 'call') return false;
    const name = nameOf(value.callee);
    const isFailure = value.args.some(
      arg =>
        (arg.kind === 'named' && arg.name === 'status' && arg.value.kind !== 'name' && !isSuccess(arg.value)) ||
        (arg.kind === 'number' && arg.value >= 400),
    );
    return /^(?:halt|error!|raise|fail)$/.test(name) || (/^(?:render|head|json)$/.test(name) && isFailure);
  });
}

function isSuccess(status: Expr): boolean {
  if (status.kind === 'number') return status.value < 400;
  return status.kind === 'text' && /^(?:ok|created|accepted|no_content)$/.test(status.value);
}
