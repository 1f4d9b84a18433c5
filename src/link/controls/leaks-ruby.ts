/**
 * How Ruby answers, and by which words it shows what an exception says. Sources: Ruby, Exception; Action Controller, Rendering;
 * Sinatra, README; Grape, Exception Handling.
 */
import type { Expr } from '../../core/program.ts';
import type { FailureWords } from './leaks-thrown.ts';

/** Methods of controllers and applications that answer with what they are given. */
const ANSWERS = /^(?:render|halt|error!|json|body|render_json|render_error|error_response|rack_response)$/;

export const FAILURES_RUBY: FailureWords = {
  general:
    /^(?:::)?(?:StandardError|Exception|RuntimeError|NoMethodError|NameError|TypeError|SystemCallError|IOError|ActiveRecord::StatementInvalid|ActiveRecord::ActiveRecordError|PG::Error|Mysql2::Error|Sequel::Error|Sequel::DatabaseError)$/,
  words: /^(?:message|full_message|to_s|inspect|detailed_message)$/,
  traces: /^(?:backtrace|backtrace_locations)$/,
  takesIn:
    /^(?:debug|info|warn|error|fatal|log|puts|p|pp|capture_exception|notify|report|track|include\?|start_with\?|end_with\?|match\?|==|=~|raise|fail)$/,
  bodies: /^(?:render|json|error!)$/,
  sends: ({ callee }) =>
    callee.kind === 'name'
      ? ANSWERS.test(callee.name)
      : callee.kind === 'member' && callee.of.kind === 'self' && ANSWERS.test(callee.name),
  leads: isElsewhere,
};

/** What a method of a controller gives back is no answer; what a block of Sinatra gives back is, where it is one by its form. */
function isElsewhere(value: Expr): boolean {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return false;
  const { name, of } = value.callee;
  if (ANSWERS.test(name) && of.kind === 'self') return false;
  return !/^(?:to_json|generate|dump|message|to_s|full_message|backtrace|join)$/.test(name);
}
