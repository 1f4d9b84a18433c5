/** Where a function of Java or Kotlin answers with the text of an exception, on a way that nothing but the failure decides about. */
import type { Expr, FunctionNode, Statement, TypeRef } from '../../core/program.ts';
import type { Leak } from './leaks.ts';
import { visitNodes } from '../walk.ts';

/** Exceptions that say nothing of what went wrong: their text is of the inside. Those of an application may be made for clients. */
const GENERAL =
  /^(?:Throwable|Exception|RuntimeException|Error|SQLException|DataAccessException|IOException|PersistenceException)$/;

/** Leaks of what a function catches itself. */
export function leaksOfCaughtJvm(fn: FunctionNode): readonly Leak[] {
  const found: Leak[] = [];
  visitNodes(fn.body, node => {
    if (node.kind !== 'attempt' || node.caught?.kind !== 'name' || !isGeneral(node.caught.type)) return;
    found.push(...leaksIn(node.handler, node.caught.name));
  });
  return found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** Leaks of a function that is handed an exception of any kind. */
export function leaksOfErrorJvm(fn: FunctionNode): readonly Leak[] {
  const error = fn.parameters.find(({ pattern }) => pattern.kind === 'name' && isGeneral(pattern.type));
  return error?.pattern.kind === 'name' ? leaksIn(fn.body, error.pattern.name) : [];
}

/** Whether a function answers: gives a value back, or writes one. */
export function answersJvm(fn: FunctionNode): boolean {
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'return' && node.value !== undefined && node.value.kind !== 'nothing') found = true;
    if (node.kind === 'call' && isWritten(node)) found = true;
  });
  return found;
}

function isGeneral(type: TypeRef | undefined): boolean {
  if (!type) return false;
  return type.name === '' ? type.arguments.some(isGeneral) : GENERAL.test(type.name);
}

type Scan = {
  /** Names that hold the exception. */
  readonly errors: Set<string>;
  /** Names that hold words of it. */
  readonly shown: Map<string, Leak['what']>;
  readonly found: Leak[];
};

function leaksIn(statements: readonly Statement[], error: string): readonly Leak[] {
  const scan: Scan = { errors: new Set([error]), shown: new Map(), found: [] };
  follow(scan, statements);
  return scan.found;
}

/** Gives false where the rest does not run. */
function follow(scan: Scan, statements: readonly Statement[]): boolean {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (statement.value && statement.pattern.kind === 'name') take(scan, statement.pattern.name, statement.value);
        break;
      case 'assign':
        if (statement.target.kind === 'name') take(scan, statement.target.name, statement.value);
        break;
      case 'evaluate':
        look(scan, statement.value);
        break;
      case 'return':
        if (statement.value) report(scan, statement.value);
        return false;
      case 'throw':
        return false;
      case 'block':
      case 'attempt':
        if (!follow(scan, statement.body)) return false;
        break;
      case 'branch':
      case 'select':
      case 'each':
      case 'repeat':
      case 'leave':
        break;
    }
  }
  return true;
}

function take({ errors, shown }: Scan, name: string, value: Expr): void {
  const what = exposed({ errors, shown }, value);
  if (what) shown.set(name, what);
}

/** `body.put("message", e.getMessage())` puts it into what is sent later; `response.getWriter().write(…)` sends it. */
function look(scan: Scan, expr: Expr): void {
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return;
  const [what] = expr.args.flatMap(arg => exposed(scan, arg) ?? []);
  // `e.printStackTrace(response.getWriter())`.
  const { of, name } = expr.callee;
  const isTrace = name === 'printStackTrace' && isError(scan, of) && expr.args.some(arg => SENDS.test(rootOf(arg)));
  if (isTrace) scan.found.push({ at: expr.at, what: 'error' });
  if (!what) return;
  if (isWritten(expr)) scan.found.push({ at: expr.at, what });
  else if (of.kind === 'name' && /^(?:set|put|add|with)/.test(name)) scan.shown.set(of.name, what);
}

function report(scan: Scan, value: Expr): void {
  look(scan, value);
  const what = exposed(scan, value);
  if (what && !scan.found.some(({ at }) => at === value.at)) scan.found.push({ at: value.at, what });
}

const WRITES = /^(?:write|print|println|append|sendError|respond\w*|send|end|result|json|html|text)$/;
const SENDS = /^(?:res|resp|response|\w*Response|call|ctx|context|rc|routingContext|exchange|writer|out)$/;

function isWritten(call: Extract<Expr, { kind: 'call' }>): boolean {
  return call.callee.kind === 'member' && WRITES.test(call.callee.name) && SENDS.test(rootOf(call.callee.of));
}

function rootOf(expr: Expr): string {
  let current = expr;
  for (;;) {
    if (current.kind === 'call') current = current.callee;
    else if (current.kind === 'member' && current.of.kind !== 'self') current = current.of;
    else return current.kind === 'name' || current.kind === 'member' ? current.name : '';
  }
}

function isError({ errors }: Pick<Scan, 'errors'>, expr: Expr): boolean {
  return expr.kind === 'name' && errors.has(expr.name);
}

const WORDS = /^(?:getMessage|getLocalizedMessage|toString|message|localizedMessage)$/;
const TRACES = /^(?:getStackTrace|getStackTraceAsString|stackTraceToString|stackTrace|getFullStackTrace)$/;
/** What is called with words and gives none of them on. */
const TAKES_IN =
  /^(?:equals\w*|contains|startsWith|endsWith|matches|valueOf|parse\w*|log|debug|info|warn|error|trace|hash\w*|status|isEmpty|isBlank)$/;
/** What takes the exception itself for the answer. */
const BODIES = /^(?:body|entity|ok|json|respond|ResponseEntity)$/;
const DEPTH = 40;

/** What of the exception a value shows. */
function exposed(scan: Pick<Scan, 'errors' | 'shown'>, expr: Expr, left = DEPTH): Leak['what'] | undefined {
  const next = (inner: Expr): Leak['what'] | undefined => exposed(scan, inner, left - 1);
  if (left === 0) return undefined;
  switch (expr.kind) {
    case 'name':
      return scan.shown.get(expr.name);
    case 'member':
      if (isError(scan, expr.of))
        return TRACES.test(expr.name) ? 'error' : WORDS.test(expr.name) ? 'message' : undefined;
      return next(expr.of);
    case 'call': {
      const { callee, args } = expr;
      const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
      if (callee.kind === 'member' && isError(scan, callee.of))
        return TRACES.test(name) ? 'error' : WORDS.test(name) ? 'message' : undefined;
      if (TRACES.test(name) && args.some(arg => isError(scan, arg))) return 'error';
      if (BODIES.test(name) && args.some(arg => isError(scan, arg))) return 'error';
      const inner = TAKES_IN.test(name) ? [] : args;
      return most([...(callee.kind === 'member' ? [next(callee.of)] : []), ...inner.map(next)]);
    }
    case 'concat':
      return most(expr.parts.map(part => (isError(scan, part) ? 'message' : next(part))));
    case 'list':
      return most(expr.items.map(next));
    case 'record':
      return most(expr.entries.map(entry => next(entry.value)));
    case 'named':
    case 'spread':
      return next(expr.value);
    case 'choice':
      // Kotlin's `e.message ?: "failed"`.
      return expr.test.kind === 'operation' && expr.test.operator === 'not-equal' ? next(expr.then) : undefined;
    default:
      return undefined;
  }
}

function most(found: readonly (Leak['what'] | undefined)[]): Leak['what'] | undefined {
  return found.includes('error') ? 'error' : found.find(one => one !== undefined);
}
