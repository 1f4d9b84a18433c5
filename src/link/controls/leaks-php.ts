/**
 * How PHP answers, and by which words it shows what an exception says. Sources: PHP, Predefined Exceptions; Laravel, HTTP
 * Responses; Symfony, `ExceptionEvent`; PSR-7, `StreamInterface`; WordPress, `wp_send_json_error`.
 */
import type { Expr } from '../../core/program.ts';
import { type FailureWords, rootOf } from './leaks-thrown.ts';

export const FAILURES_PHP: FailureWords = {
  general:
    /(?:^|\\)(?:Throwable|Exception|ErrorException|Error|RuntimeException|PDOException|QueryException|DBALException|ORMException)$/,
  words: /^(?:getMessage|__toString)$/,
  traces: /^(?:getTraceAsString|getTrace)$/,
  takesIn:
    /^\\?(?:log|debug|info|notice|warning|critical|alert|emergency|report|captureException|logger|hash|md5|sha1|crc32|strlen|str_contains|str_starts_with|str_ends_with|strpos|stripos|preg_match|in_array|is_\w+|isset|empty|count|status)$/,
  bodies: /^(?:json|JsonResponse)$/,
  gives: /^(?:getThrowable|getException)$/,
  sends: ({ callee, args }) => {
    if (callee.kind === 'name') return /^\\?(?:abort|wp_send_json(?:_error)?|wp_die)$/.test(callee.name);
    if (callee.kind !== 'member') return false;
    if (callee.name === 'setResponse') return args.length === 1;
    return callee.name === 'write' && /^(?:response|body|stream)$/i.test(rootOf(callee.of));
  },
  prints: ({ text }) => /^\s{0,10}(?:echo|print|die|exit|printf)\b/.test(text),
  leads: isElsewhere,
};

/** `return back()->with('error', $e->getMessage())`: the page that is shown next tells it, to who has the session. */
function isElsewhere(value: Expr): boolean {
  let root = value;
  while (root.kind === 'call') {
    const { callee } = root;
    const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
    if (/^\\?(?:redirect\w*|back|RedirectResponse|Redirect)$/i.test(name)) return true;
    if (callee.kind !== 'member') return false;
    root = callee.of;
  }
  return root.kind === 'name' && root.name === 'Redirect';
}
