/** What functions of C# that answer, and those that decide, come to. */
import type { CallExpr, FunctionNode } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';
import { decidesRequirement } from './csharp-roles.ts';
import type { GuardStyle } from './explore.ts';
import { type Way, booleanSeen } from './seen.ts';
import { speaksOfAuthentication } from './vocabulary.ts';

/** What refuses callers for who they are. Source: ASP.NET Core, `Results`, `ControllerBase`, `HttpContext`, `StatusCodes`. */
const REFUSES =
  /^(?:Unauthorized|UnauthorizedResult|UnauthorizedObjectResult|HttpUnauthorizedResult|UnauthorizedAccessException|SecurityException|Forbid|ForbidResult|Forbidden|Challenge|ChallengeResult|ChallengeAsync|ForbidAsync|Status401Unauthorized|Status403Forbidden|Error401Unauthorized|SendUnauthorizedAsync|SendForbiddenAsync)$/;
/** Sends callers somewhere else, or answers in place of what is behind. */
const TURNS_AWAY = /^(?:Redirect|RedirectToAction|RedirectResult|RedirectToActionResult|RedirectToRouteResult)$/;

/** Why a function that answers may itself refuse strangers; what it says to those who give a wrong password is no such thing. */
export function mayAskForCaller(fn: FunctionNode): string | undefined {
  let refuses = false;
  let asks = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'number') refuses ||= node.value === 401 || node.value === 403;
    if (node.kind === 'text') asks ||= /^(?:authorization|x-api-key|api-?key)$/i.test(node.value);
    if (node.kind === 'call') asks ||= authenticates(node);
    if (node.kind !== 'name' && node.kind !== 'member') return;
    refuses ||= REFUSES.test(node.name) || TURNS_AWAY.test(node.name);
    asks ||= node.name === 'IsAuthenticated' || node.name === 'Authorization';
  });
  return refuses && asks ? 'it asks who calls and refuses some, by what is not followed' : undefined;
}

/** A filter that neither answers nor throws by itself, and hands what it is given to nothing that is named for callers. */
export function refusesNobody(fn: FunctionNode): boolean {
  let mayRefuse = fn.parameters.length > 1 && !goesOn(fn);
  visitNodes(fn.body, node => {
    if (node.kind === 'throw') mayRefuse = true;
    if ((node.kind === 'assign' || node.kind === 'assigned') && node.target.kind === 'member')
      mayRefuse ||= /^(?:Result|StatusCode|Response)$/.test(node.target.name);
    if (node.kind !== 'name' && node.kind !== 'member') return;
    mayRefuse ||= REFUSES.test(node.name) || TURNS_AWAY.test(node.name) || speaksOfAuthentication(node.name);
  });
  return !mayRefuse;
}

/** Whether a function hands the request on whatever it has come to: `await next();` where nothing returns before it. */
function goesOn(fn: FunctionNode): boolean {
  const { parameters, body } = fn;
  const last = parameters.at(-1)?.pattern;
  const name = last?.kind === 'name' ? last.name : '';
  let returns = false;
  visitNodes(
    body.slice(0, -1),
    node => (returns ||= node.kind === 'return'),
    node => node.kind !== 'function',
  );
  const isHandedOn = body.some(statement => {
    const value = 'value' in statement ? statement.value : undefined;
    return value?.kind === 'call' && value.callee.kind === 'name' && value.callee.name === name;
  });
  return isHandedOn && !returns;
}

/** `HttpContext.AuthenticateAsync("Api")`, `_keys.AuthenticateAsync(Request.GetApiKey())`; who logs in is asked for a password instead. */
function authenticates({ callee, args }: CallExpr): boolean {
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  if (!/^(?:Try)?Authenticate(?:Async)?$/.test(name)) return false;
  let isOfRequest = false;
  visitNodes(callee.kind === 'member' ? [callee.of, ...args] : args, node => {
    if (node.kind === 'name' || node.kind === 'member')
      isOfRequest ||= /^(?:HttpContext|Request|Headers)$/.test(node.name);
  });
  return isOfRequest;
}

/** What is asked whether a requirement is met has said so by then; what it returns says nothing. */
export function csharpEnded(way: Way, fn: FunctionNode, style: GuardStyle): void {
  if (style !== 'decision' || !decidesRequirement(fn) || way.end?.kind === 'threw') return;
  way.end = { kind: 'returned', value: booleanSeen(way.hasPassed) };
}
