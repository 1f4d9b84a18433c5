/** How Java and Kotlin answer, and by which words they show what an exception says. */
import { type FailureWords, rootOf } from './leaks-thrown.ts';

const WRITES = /^(?:write|print|println|append|sendError|respond\w*|send|end|result|json|html|text)$/;
const SENDS = /^(?:res|resp|response|\w*Response|call|ctx|context|rc|routingContext|exchange|writer|out)$/;

export const FAILURES_JVM: FailureWords = {
  general:
    /^(?:Throwable|Exception|RuntimeException|Error|SQLException|DataAccessException|IOException|PersistenceException)$/,
  words: /^(?:getMessage|getLocalizedMessage|toString|message|localizedMessage)$/,
  traces: /^(?:getStackTrace|getStackTraceAsString|stackTraceToString|stackTrace|getFullStackTrace)$/,
  takesIn:
    /^(?:equals\w*|contains|startsWith|endsWith|matches|valueOf|parse\w*|log|debug|info|warn|error|trace|hash\w*|status|isEmpty|isBlank)$/,
  bodies: /^(?:body|entity|ok|json|respond|ResponseEntity)$/,
  sends: ({ callee, args }) => {
    if (callee.kind !== 'member') return false;
    if (callee.name === 'printStackTrace') return args.some(arg => SENDS.test(rootOf(arg)));
    return WRITES.test(callee.name) && SENDS.test(rootOf(callee.of));
  },
};
