/**
 * How C# answers, and by which words it shows what an exception says. Sources: .NET, Exception; ASP.NET Core, ControllerBase,
 * Results and HttpResponse; FastEndpoints, Sending responses.
 */
import type { Expr } from '../../core/program.ts';
import { type FailureWords, rootOf } from './leaks-thrown.ts';

const WRITES = /^(?:WriteAsync|Write|WriteAsJsonAsync|Send\w*Async|ThrowError|AddError)$/;
const SENDS = /^(?:context|ctx|httpContext|Context|HttpContext|Response|response|Send)$/;

export const FAILURES_CSHARP: FailureWords = {
  // What an application says by an `InvalidOperationException` or an `ArgumentException` may be made for clients.
  general:
    /^(?:Exception|SystemException|AggregateException|DbException|SqlException|NpgsqlException|MySqlException|MongoException|DbUpdateException|IOException|NullReferenceException)$/,
  words: /^(?:Message|InnerException|GetBaseException)$/,
  traces: /^(?:StackTrace|ToString|Demystify|ToStringDemystified)$/,
  takesIn:
    /^(?:Log\w*|Trace\w*|Debug|Information|Warning|Error|Fatal|Critical|Contains|StartsWith|EndsWith|Equals|IsMatch|Match|IndexOf|IsNullOrEmpty|IsNullOrWhiteSpace|Parse|TryParse|nameof|GetHashCode|Capture\w*|Track\w*|Record\w*)$/,
  bodies:
    /^(?:Ok|Json|BadRequest|StatusCode|Problem|NotFound|Conflict|ObjectResult|JsonResult|Content|InternalServerError)$/,
  sends: ({ callee }) => {
    if (callee.kind === 'name') return /^(?:ThrowError|AddError|SendAsync|SendStringAsync)$/.test(callee.name);
    return callee.kind === 'member' && WRITES.test(callee.name) && SENDS.test(rootOf(callee.of));
  },
  leads: isElsewhere,
};

/** `return RedirectToAction("Index", new { error = e.Message })`: the page that is shown next tells it. */
function isElsewhere(value: Expr): boolean {
  const callee = value.kind === 'call' ? value.callee : undefined;
  const name = callee?.kind === 'name' || callee?.kind === 'member' ? callee.name : '';
  return /^(?:Local)?Redirect(?:ToAction|ToPage|ToRoute|Permanent)?$/.test(name);
}
