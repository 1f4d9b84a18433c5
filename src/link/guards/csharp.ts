/**
 * What functions of C# that stand before endpoints do, as far as their words tell: middleware, filters and attributes of the tree.
 * Whom they let pass is not followed; that they may refuse someone for who they are is said.
 */
import type { FunctionNode } from '../../core/program.ts';
import { type Node, visitNodes } from '../walk.ts';

/** What refuses callers for who they are. Source: ASP.NET Core, `Results`, `ControllerBase`, `HttpContext`, `StatusCodes`. */
const REFUSES =
  /^(?:Unauthorized|UnauthorizedResult|UnauthorizedObjectResult|HttpUnauthorizedResult|UnauthorizedAccessException|SecurityException|Forbid|ForbidResult|Forbidden|Challenge|ChallengeResult|ChallengeAsync|ForbidAsync|Status401Unauthorized|Status403Forbidden|Error401Unauthorized|SendUnauthorizedAsync|SendForbiddenAsync)$/;
/** What is known of a caller. */
const CALLER =
  /^(?:Authorization|User|Identity|IsAuthenticated|Claims|ClaimsPrincipal|IsInRole|AuthenticateAsync|ApiKey|XApiKey|Session)$/;
/** Sends callers somewhere else, or answers in place of what is behind. */
const TURNS_AWAY = /^(?:Redirect|RedirectToAction|RedirectResult|RedirectToActionResult|RedirectToRouteResult)$/;

/** Why a function that answers may itself refuse strangers; what it says to those who give a wrong password is no such thing. */
export function mayAskForCaller(fn: FunctionNode): string | undefined {
  let refuses = false;
  let asks = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'number') refuses ||= node.value === 401 || node.value === 403;
    if (node.kind === 'text') asks ||= /^(?:authorization|x-api-key|api-?key)$/i.test(node.value);
    if (node.kind !== 'name' && node.kind !== 'member') return;
    refuses ||= REFUSES.test(node.name) || TURNS_AWAY.test(node.name);
    asks ||= node.name === 'IsAuthenticated' || node.name === 'Authorization';
  });
  return refuses && asks ? 'it asks who calls and refuses some, by what is not followed' : undefined;
}

/** Why a function may refuse callers for who they are; undefined where nothing in it says so. */
export function mayRefuseCallers(fn: FunctionNode): string | undefined {
  let refuses = false;
  let asks = false;
  let turnsAway = false;
  const compared = new Set<Node>();
  visitNodes(fn.body, node => {
    // A status that an answer is compared with is one that something else has set.
    if (node.kind === 'operation') for (const operand of node.operands) compared.add(operand);
    if (compared.has(node) && node.kind !== 'call') return;
    if (node.kind === 'number') refuses ||= node.value === 401 || node.value === 403;
    if (node.kind === 'text') asks ||= /^(?:authorization|x-api-key|api-?key|bearer\b.*)$/i.test(node.value);
    if (node.kind !== 'name' && node.kind !== 'member') return;
    refuses ||= REFUSES.test(node.name);
    asks ||= CALLER.test(node.name);
    turnsAway ||= TURNS_AWAY.test(node.name);
  });
  if (refuses) return 'it may refuse callers as unauthorised, by what is not followed';
  return asks && turnsAway ? 'it asks who calls and may send them elsewhere, by what is not followed' : undefined;
}
