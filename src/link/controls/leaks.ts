/** Where a function sends the text of an exception to whoever asked, on a way that nothing but the failure decides about. */
import type { Expr, FunctionNode, Pattern, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { visitNodes } from '../walk.ts';
import { OWN_WORDS, catchesAnything, isHttpError, shownByCall } from './leaks-python.ts';

export type Leak = {
  readonly at: Location;
  /** `message`: its words. `error`: its trace, or the error as a whole. */
  readonly what: 'message' | 'error';
};

/** Leaks of a function that is called with an error, at the parameter of this position. */
export function leaksOfError(fn: FunctionNode, position: number): readonly Leak[] {
  const found: Leak[] = [];
  const errors = new Map<string, Leak['what']>();
  take(errors, fn.parameters[position]?.pattern, 'error');
  scan({ errors, found, isPython: isPython(fn) }, fn.body);
  return found;
}

function isPython(fn: FunctionNode): boolean {
  return fn.at.file.endsWith('.py');
}

/** Leaks of what a function catches itself. */
export function leaksOfCaught(fn: FunctionNode): readonly Leak[] {
  const found: Leak[] = [];
  visitNodes(fn.body, node => {
    if (node.kind === 'attempt') {
      const errors = new Map<string, Leak['what']>();
      if (node.caught && catchesAnything(node.caught)) take(errors, node.caught, 'error');
      if (node.caught || isPython(fn)) scan({ errors, found, isPython: isPython(fn) }, node.handler);
    }
    if (node.kind !== 'call' || node.callee.kind !== 'member' || node.callee.name !== 'catch') return;
    const [handler] = node.args;
    if (handler?.kind === 'function') found.push(...leaksOfError(handler.fn, 0));
  });
  return found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

type Scan = {
  /** Names that hold the error, or words of it. */
  readonly errors: Map<string, Leak['what']>;
  readonly found: Leak[];
  /** Python answers with what it returns, and with exceptions that are made for it. */
  readonly isPython: boolean;
};

function take(errors: Map<string, Leak['what']>, pattern: Pattern | undefined, what: Leak['what']): void {
  if (pattern?.kind === 'name') errors.set(pattern.name, what);
  if (pattern?.kind !== 'record') return;
  for (const { key, pattern: inner } of pattern.entries) {
    if (inner.kind !== 'name') continue;
    if (key === 'message') errors.set(inner.name, 'message');
    if (key === 'stack') errors.set(inner.name, 'error');
  }
}

/** Gives false where the rest of the statements runs in development alone, or never. */
function scan(state: Scan, statements: readonly Statement[]): boolean {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (!statement.value) break;
        // Of several `except`, each declares what it caught.
        if (state.isPython && statement.value.kind === 'unknown' && statement.pattern.type) {
          if (catchesAnything(statement.pattern)) take(state.errors, statement.pattern, 'error');
          break;
        }
        look(state, statement.value);
        bind(state, statement.pattern, statement.value);
        break;
      case 'assign':
        look(state, statement.value);
        if (isBody(statement.target)) report(state, [statement.value]);
        if (state.isPython && statement.target.kind === 'name')
          bind(state, { kind: 'name', at: statement.at, name: statement.target.name }, statement.value);
        break;
      case 'evaluate':
        look(state, statement.value);
        break;
      case 'return':
      case 'throw':
        if (statement.value) look(state, statement.value);
        if (state.isPython && statement.value && statement.kind === 'return') report(state, [statement.value]);
        return false;
      case 'branch': {
        // Each of several `except` may be the one that runs.
        if (state.isPython && statement.test.kind === 'unknown') {
          scan({ ...state, errors: new Map(state.errors) }, statement.then);
          return scan(state, statement.otherwise);
        }
        if (speaksOfStage(statement.test) && (ends(statement.then) || ends(statement.otherwise))) return false;
        if (!isOfFailureAlone(state, statement.test)) break;
        const goesOn = scan(state, statement.then);
        if (!goesOn) return scan(state, statement.otherwise);
        break;
      }
      case 'block':
        if (!scan(state, statement.body)) return false;
        break;
      case 'attempt':
        scan(state, statement.body);
        break;
      case 'select':
      case 'each':
      case 'repeat':
      case 'leave':
        break;
    }
  }
  return true;
}

function bind(state: Scan, pattern: Pattern, value: Expr): void {
  const what = exposed(state, value);
  if (what === undefined) return;
  if (pattern.kind === 'name') state.errors.set(pattern.name, what);
  else take(state.errors, pattern, what);
}

/** Looks for answers among the calls that an expression certainly makes. */
function look(state: Scan, expr: Expr): void {
  if (expr.kind === 'assigned') {
    look(state, expr.value);
    if (isBody(expr.target)) report(state, [expr.value]);
  }
  if (expr.kind !== 'call') return;
  for (const arg of expr.args) look(state, arg);
  if (expr.callee.kind === 'member') look(state, expr.callee.of);
  if (state.isPython ? isHttpError(expr) : isAnswer(expr)) report(state, expr.args);
}

function report(state: Scan, values: readonly Expr[]): void {
  for (const value of values) {
    const what = exposed(state, value);
    if (what) state.found.push({ at: value.at, what });
  }
}

/** Functions that send what they are given. */
const ANSWERS: ReadonlySet<string> = new Set([
  'json',
  'send',
  'end',
  'jsonp',
  'write',
  'text',
  'html',
  'body',
  'reply',
]);
const RESPONSES = /^(?:res|resp|response|reply|rep|c|ctx|context|httpAdapter|NextResponse|Response)$/;

function isAnswer(call: Extract<Expr, { kind: 'call' }>): boolean {
  if (call.callee.kind === 'name') return call.isNew && /^(?:Next)?Response$/.test(call.callee.name);
  return call.callee.kind === 'member' && ANSWERS.has(call.callee.name) && RESPONSES.test(rootOf(call.callee.of));
}

/** Whether a function answers: sends something, sets the body of a context, or (Python) gives the answer back. */
export function answers(fn: FunctionNode): boolean {
  if (!isPython(fn)) return sends(fn.body);
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'return' && node.value && node.value.kind !== 'nothing') found = true;
  });
  return found;
}

export function sends(statements: readonly Statement[]): boolean {
  let found = false;
  visitNodes(statements, node => {
    if (node.kind === 'call' && (isAnswer(node) || isRendered(node))) found = true;
    if ((node.kind === 'assign' || node.kind === 'assigned') && isBody(node.target)) found = true;
  });
  return found;
}

function isRendered(call: Extract<Expr, { kind: 'call' }>): boolean {
  return (
    call.callee.kind === 'member' &&
    /^(?:render|sendStatus|redirect|sendFile)$/.test(call.callee.name) &&
    RESPONSES.test(rootOf(call.callee.of))
  );
}

/** The name that a chain of members and calls starts with: `res` of `res.status(500).json`; a field goes by its own name. */
function rootOf(expr: Expr): string {
  let current = expr;
  for (;;) {
    if (current.kind === 'member') {
      if (current.of.kind === 'self' || RESPONSES.test(current.name)) return current.name;
      current = current.of;
    } else if (current.kind === 'call') current = current.callee;
    else return current.kind === 'name' ? current.name : '';
  }
}

/** `ctx.body`, `ctx.response.body`. */
function isBody(target: Expr): boolean {
  return (
    target.kind === 'member' && target.name === 'body' && /^(?:c|ctx|context|res|response)$/.test(rootOf(target.of))
  );
}

/** What of the error a value shows. A part that something but the failure decides about is left out. */
function exposed(state: Scan, expr: Expr): Leak['what'] | undefined {
  switch (expr.kind) {
    case 'name':
      return state.errors.get(expr.name);
    case 'member': {
      const of = expr.of.kind === 'name' ? state.errors.get(expr.of.name) : undefined;
      if (of !== 'error') return undefined;
      if (state.isPython) return OWN_WORDS.has(expr.name) ? 'message' : undefined;
      return expr.name === 'message' ? 'message' : expr.name === 'stack' ? 'error' : undefined;
    }
    case 'record':
      return most(expr.entries.map(entry => exposed(state, entry.value)));
    case 'list':
      return most(expr.items.map(item => exposed(state, item)));
    case 'concat': {
      const what = most(expr.parts.map(part => exposed(state, part)));
      // An error in a text is its words.
      return what && (expr.parts.some(part => part.kind === 'member' && part.name === 'stack') ? 'error' : 'message');
    }
    case 'spread':
    case 'named':
      return exposed(state, expr.value);
    case 'choice': {
      const otherwise = exposed(state, expr.otherwise);
      if (isOfFailureAlone(state, expr.test)) return most([exposed(state, expr.then), otherwise]);
      // `error instanceof Known ? … : error.message`: all other classes of errors are shown.
      return isOfOneClass(state, expr.test) ? otherwise : undefined;
    }
    case 'index':
      return state.isPython ? exposed(state, expr.of) : undefined;
    case 'unknown':
      // `{e!r}` in a text.
      return state.isPython ? most(expr.parts.map(part => exposed(state, part))) : undefined;
    case 'call': {
      const { callee } = expr;
      if (state.isPython) return shownByCall(expr, arg => exposed(state, arg));
      if (callee.kind === 'name' && callee.name === 'String')
        return most(expr.args.map(arg => exposed(state, arg))) && 'message';
      if (callee.kind !== 'member') return undefined;
      if (callee.name === 'toString') return exposed(state, callee.of) && 'message';
      return callee.name === 'stringify' || callee.name === 'inspect'
        ? most(expr.args.map(arg => exposed(state, arg)))
        : undefined;
    }
    default:
      return undefined;
  }
}

function most(found: readonly (Leak['what'] | undefined)[]): Leak['what'] | undefined {
  return found.includes('error') ? 'error' : found.find(one => one !== undefined);
}

/** `err`, `!err`, `err.message`, `err instanceof Error`: true of every failure, or so nearly. */
function isOfFailureAlone(state: Scan, test: Expr): boolean {
  if (test.kind === 'name') return state.errors.has(test.name);
  if (test.kind === 'member') return test.name === 'message' && isOfFailureAlone(state, test.of);
  if (test.kind !== 'operation' || test.operator !== 'instance-of') return false;
  const [of, cls] = test.operands;
  return of !== undefined && isOfFailureAlone(state, of) && cls?.kind === 'name' && cls.name === 'Error';
}

function isOfOneClass(state: Scan, test: Expr): boolean {
  const [of] = test.kind === 'operation' && test.operator === 'instance-of' ? test.operands : [];
  return of !== undefined && isOfFailureAlone(state, of);
}

function speaksOfStage(test: Expr): boolean {
  let found = false;
  visitNodes([test], node => {
    const word = node.kind === 'name' || node.kind === 'member' ? node.name : node.kind === 'text' ? node.value : '';
    if (/env|prod|dev|debug|verbose/i.test(word)) found = true;
  });
  return found;
}

function ends(statements: readonly Statement[]): boolean {
  return statements.some(({ kind }) => kind === 'return' || kind === 'throw');
}
