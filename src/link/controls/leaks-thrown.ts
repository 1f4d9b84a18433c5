/**
 * Where a function answers with the text of an exception, on a way that nothing but the failure decides about: for languages that
 * throw and give their answers back, each with words of its own.
 */
import type { CallExpr, Expr, FunctionNode, Pattern, Statement, TypeRef } from '../../core/program.ts';
import type { Leak } from './leaks.ts';
import { visitNodes } from '../walk.ts';

/** How a language and its frameworks speak of failures and answers. */
export type FailureWords = {
  /** Exceptions that say nothing of what went wrong: their text is of the inside. Those of an application may be made for clients. */
  readonly general: RegExp;
  /** Members that give the words of an exception, and its trace. */
  readonly words: RegExp;
  readonly traces: RegExp;
  /** What is called with words and gives none of them on. */
  readonly takesIn: RegExp;
  /** What takes the exception itself for the answer. */
  readonly bodies: RegExp;
  /** Methods of something that the failure is asked of: `$event->getThrowable()`. */
  readonly gives?: RegExp;
  /** Whether a call sends what it is given. */
  readonly sends: (call: CallExpr) => boolean;
  /** Whether an expression that is no call sends its parts: `echo`. */
  readonly prints?: (expr: Extract<Expr, { kind: 'unknown' }>) => boolean;
  /** Whether what is given back goes elsewhere than into the answer. */
  readonly leads?: (value: Expr) => boolean;
};

/** Leaks of what a function catches itself. */
export function leaksOfCaughtBy(words: FailureWords, fn: FunctionNode): readonly Leak[] {
  const found: Leak[] = [];
  visitNodes(fn.body, node => {
    if (node.kind !== 'attempt' || node.caught?.kind !== 'name') return;
    const { name, type } = node.caught;
    const several = chosenBy(words, node.caught, node.handler);
    if (several) for (const body of several) found.push(...leaksIn(words, body, name));
    else if (isGeneral(words, type)) found.push(...leaksIn(words, node.handler, name));
  });
  return found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** What an attempt does about failures of any kind. */
export function generalBodies(
  words: FailureWords,
  { caught, handler }: Extract<Statement, { kind: 'attempt' }>,
): readonly (readonly Statement[])[] {
  if (caught?.kind !== 'name') return [];
  return chosenBy(words, caught, handler) ?? (!caught.type || isGeneral(words, caught.type) ? [handler] : []);
}

/** Leaks of a function that is handed an exception of any kind. */
export function leaksOfErrorBy(words: FailureWords, fn: FunctionNode): readonly Leak[] {
  const error = fn.parameters.find(({ pattern }) => pattern.kind === 'name' && isGeneral(words, pattern.type));
  if (error?.pattern.kind === 'name') return leaksIn(words, fn.body, error.pattern.name);
  return words.gives ? leaksIn(words, fn.body, undefined) : [];
}

/** Leaks of a function that is handed an exception first, whatever it is declared to be. */
export function leaksOfErrorIn(words: FailureWords, { parameters, body }: FunctionNode): readonly Leak[] {
  const [first] = parameters;
  return first?.pattern.kind === 'name' ? leaksIn(words, body, first.pattern.name) : [];
}

/**
 * Several catches that a front end made branches on the class of what was caught: the bodies that are for failures of any
 * kind. Undefined where the handler is one body.
 */
function chosenBy(
  words: FailureWords,
  { name, type }: Extract<Pattern, { kind: 'name' }>,
  handler: readonly Statement[],
): readonly (readonly Statement[])[] | undefined {
  const [own = type] = type?.arguments ?? [];
  const bodies: (readonly Statement[])[] = [];
  let rest = handler;
  for (let step = 0; step < DEPTH; step++) {
    const [only, ...others] = rest;
    if (only?.kind !== 'branch' || others.length > 0) break;
    const classes = classesOf(only.test, name);
    // Code of its own may ask for a class as well; the first branch is for what the first catch is for.
    if (!classes || (step === 0 && classes[0] !== own?.name)) break;
    if (classes.some(cls => words.general.test(cls))) bodies.push(only.then);
    rest = only.otherwise;
  }
  return rest === handler ? undefined : [...bodies, rest];
}

/** Names of the classes that a test asks about. */
function classesOf(test: Expr, name: string): readonly string[] | undefined {
  if (test.kind !== 'operation') return undefined;
  if (test.operator === 'or') {
    const each = test.operands.map(operand => classesOf(operand, name));
    return each.some(one => one === undefined) ? undefined : each.flatMap(one => one ?? []);
  }
  const [of, cls] = test.operands;
  if (test.operator !== 'instance-of' || of?.kind !== 'name' || of.name !== name || cls?.kind !== 'name')
    return undefined;
  return [cls.name];
}

/** Whether a function answers: gives a value back, or writes one. */
export function answersBy(words: FailureWords, fn: FunctionNode): boolean {
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'return' && node.value !== undefined && node.value.kind !== 'nothing') found = true;
    if (node.kind === 'call' && words.sends(node)) found = true;
    if (node.kind === 'unknown' && words.prints?.(node)) found = true;
  });
  return found;
}

function isGeneral(words: FailureWords, type: TypeRef | undefined): boolean {
  if (!type) return false;
  return type.name === '' ? type.arguments.some(one => isGeneral(words, one)) : words.general.test(type.name);
}

type Scan = {
  readonly words: FailureWords;
  /** Names that hold the exception. */
  readonly errors: Set<string>;
  /** Names that hold words of it. */
  readonly shown: Map<string, Leak['what']>;
  readonly found: Leak[];
};

function leaksIn(words: FailureWords, statements: readonly Statement[], error: string | undefined): readonly Leak[] {
  const scan: Scan = { words, errors: new Set(error === undefined ? [] : [error]), shown: new Map(), found: [] };
  follow(scan, statements);
  return scan.found;
}

/** Gives false where the rest does not run. */
function follow(scan: Scan, statements: readonly Statement[]): boolean {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (statement.value && statement.pattern.kind === 'name') take(scan, statement.pattern, statement.value);
        break;
      case 'assign':
        if (statement.target.kind === 'name') take(scan, statement.target, statement.value);
        else put(scan, statement.target, statement.value);
        break;
      case 'evaluate':
        look(scan, statement.value);
        break;
      case 'return':
        if (statement.value && !scan.words.leads?.(statement.value)) report(scan, statement.value);
        return false;
      case 'throw':
        // `die($e->getMessage())` ends a function as well.
        if (statement.value) look(scan, statement.value);
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

type Named = { readonly name: string; readonly type?: TypeRef };

/** A clause for one class gives the failure a name of that class. */
function take(scan: Scan, { name, type }: Named, value: Expr): void {
  if (isError(scan, value) && (!type || isGeneral(scan.words, type))) scan.errors.add(name);
  const what = exposed(scan, value);
  if (what) scan.shown.set(name, what);
}

/** `answer.Error = e.Message` puts it into what is sent later. */
function put(scan: Scan, target: Expr, value: Expr): void {
  const what = exposed(scan, value);
  if (what && target.kind === 'member' && target.of.kind === 'name') scan.shown.set(target.of.name, what);
}

/** `body.put("message", e.getMessage())` puts it into what is sent later; `response.getWriter().write(…)` sends it. */
function look(scan: Scan, expr: Expr): void {
  if (expr.kind === 'unknown' && scan.words.prints?.(expr)) {
    for (const part of expr.parts) report(scan, part);
    return;
  }
  if (expr.kind !== 'call') return;
  const [what] = expr.args.flatMap(arg => exposed(scan, arg) ?? []);
  const { callee } = expr;
  // `e.printStackTrace(response.getWriter())`.
  if (callee.kind === 'member' && isError(scan, callee.of) && scan.words.sends(expr))
    scan.found.push({ at: expr.at, what: 'error' });
  if (!what) return;
  if (scan.words.sends(expr)) scan.found.push({ at: expr.at, what });
  else if (callee.kind === 'member' && callee.of.kind === 'name' && /^(?:set|put|add|with)/.test(callee.name))
    scan.shown.set(callee.of.name, what);
}

function report(scan: Scan, value: Expr): void {
  look(scan, value);
  const what = exposed(scan, value);
  if (what && !scan.found.some(({ at }) => at === value.at)) scan.found.push({ at: value.at, what });
}

/** The name that a chain of members and calls starts with; a field goes by its own name. */
export function rootOf(expr: Expr): string {
  let current = expr;
  for (;;) {
    if (current.kind === 'call') current = current.callee;
    else if (current.kind === 'member' && current.of.kind !== 'self') current = current.of;
    else return current.kind === 'name' || current.kind === 'member' ? current.name : '';
  }
}

function isError({ errors, words }: Scan, expr: Expr): boolean {
  if (expr.kind === 'call' && expr.callee.kind === 'member') return words.gives?.test(expr.callee.name) === true;
  return expr.kind === 'name' && errors.has(expr.name);
}

const DEPTH = 40;

/** What of the exception a value shows. */
function exposed(scan: Scan, expr: Expr, left = DEPTH): Leak['what'] | undefined {
  const next = (inner: Expr): Leak['what'] | undefined => exposed(scan, inner, left - 1);
  if (left === 0) return undefined;
  const { words, traces, takesIn, bodies } = scan.words;
  switch (expr.kind) {
    case 'name':
      return scan.shown.get(expr.name);
    case 'member':
      if (isError(scan, expr.of))
        return traces.test(expr.name) ? 'error' : words.test(expr.name) ? 'message' : undefined;
      return next(expr.of);
    case 'call': {
      const { callee, args } = expr;
      const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
      if (callee.kind === 'member' && isError(scan, callee.of))
        return traces.test(name) ? 'error' : words.test(name) ? 'message' : undefined;
      if (traces.test(name) && args.some(arg => isError(scan, arg))) return 'error';
      if (bodies.test(name) && args.some(arg => isError(scan, arg))) return 'error';
      const inner = takesIn.test(name) ? [] : args;
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
