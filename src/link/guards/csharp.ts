/** What functions of C# that answer, and those that decide, come to. */
import type { CallExpr, FunctionNode } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';
import { decidesRequirement } from './csharp-roles.ts';
import type { GuardStyle } from './explore.ts';
import { type Way, booleanSeen } from './seen.ts';

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
