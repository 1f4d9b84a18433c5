/**
 * Where a function of Go answers a failure of the server with the words of its error, on a way that nothing but the failure
 * decides about. Sources: net/http, Gin, Echo and Fiber, package documentation.
 */
import type { CallExpr, Expr, FunctionNode, Statement } from '../../core/program.ts';
import type { Leak } from './leaks.ts';
import { visitNodes } from '../walk.ts';

/** What is known inside one branch. */
type Scan = {
  /** The name of the error, and names that hold words of it. */
  readonly error: string;
  readonly words: Set<string>;
  /** What answers are sent by: the parameters of the function. */
  readonly senders: ReadonlySet<string>;
  /** The status was set before (`w.WriteHeader(500)`). */
  isFailure: boolean;
  readonly found: Leak[];
};

/** Leaks in `if err != nil { … }`, wherever it stands. */
export function leaksOfCaughtGo(fn: FunctionNode): readonly Leak[] {
  const found: Leak[] = [];
  const senders = parametersOf(fn);
  visitNodes(fn.body, node => {
    const error = node.kind === 'branch' ? failed(node.test) : undefined;
    if (node.kind !== 'branch' || error === undefined) return;
    follow({ error, words: new Set(), senders, isFailure: false, found }, node.then);
  });
  const distinct = found.filter(({ at }, index) => found.findIndex(one => one.at === at) === index);
  return distinct.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

/** Leaks of a function that is handed an error: every status that it answers with may be that of a failure. */
export function leaksOfErrorGo(fn: FunctionNode): readonly Leak[] {
  const error = fn.parameters.find(({ pattern }) => pattern.type?.name === 'error')?.pattern;
  if (error?.kind !== 'name') return [];
  const scan: Scan = { error: error.name, words: new Set(), senders: parametersOf(fn), isFailure: true, found: [] };
  follow(scan, fn.body);
  return scan.found;
}

/** Whether a function sends something by what it is handed. */
export function answersGo(fn: FunctionNode): boolean {
  const senders = parametersOf(fn);
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'call' && isAnswer(senders, node)) found = true;
  });
  return found;
}

function parametersOf({ parameters }: FunctionNode): ReadonlySet<string> {
  return new Set(parameters.flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : [])));
}

/** The name that `err != nil` asks about. */
function failed(test: Expr): string | undefined {
  if (test.kind !== 'operation' || test.operator !== 'not-equal') return undefined;
  const [left, right] = test.operands;
  return left?.kind === 'name' && right?.kind === 'nothing' ? left.name : undefined;
}

/** Gives false where the rest does not run. Branches inside have something else that decides about them. */
function follow(scan: Scan, statements: readonly Statement[]): boolean {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (statement.value && statement.pattern.kind === 'name' && exposes(scan, statement.value))
          scan.words.add(statement.pattern.name);
        break;
      case 'evaluate':
        look(scan, statement.value);
        break;
      case 'return':
        if (statement.value) look(scan, statement.value);
        return false;
      case 'throw':
      case 'leave':
        return false;
      case 'block':
        if (!follow(scan, statement.body)) return false;
        break;
      case 'assign':
      case 'branch':
      case 'each':
      case 'repeat':
      case 'attempt':
      case 'select':
        break;
    }
  }
  return true;
}

const DEPTH = 30;

function look(scan: Scan, expr: Expr): void {
  if (expr.kind !== 'call') return;
  const status = statusIn(expr);
  if (expr.callee.kind === 'member' && expr.callee.name === 'WriteHeader') scan.isFailure = status === 'failure';
  if (!isAnswer(scan.senders, expr) || status === 'other') return;
  if (status === undefined && !scan.isFailure) return;
  for (const arg of expr.args) {
    const what = isTrace(arg) ? 'error' : exposes(scan, arg) ? 'message' : undefined;
    if (what) scan.found.push({ at: arg.at, what });
  }
}

/** Functions that answer with what they are given; those of packages make the answer that a handler returns, or send it. */
const METHODS =
  /^(?:JSON|IndentedJSON|PureJSON|SecureJSON|AbortWithStatusJSON|AbortWithStatusPureJSON|JSONP|JSONPretty|XML|YAML|String|HTML|Send|SendString|SendStatus|Blob|Data|Write|WriteString|Error|WriteHeader|Status)$/;

function isAnswer(senders: ReadonlySet<string>, { callee, args }: CallExpr): boolean {
  if (callee.kind !== 'member') return false;
  const { of, name } = callee;
  if (of.kind === 'name' && /^(?:http|echo|fiber|fmt|io)$/.test(of.name) && !senders.has(of.name)) {
    if (of.name === 'echo' || of.name === 'fiber') return /^New(?:HTTP)?Error$/.test(name);
    const isWriting = /^(?:Error|Fprint|Fprintf|Fprintln|WriteString)$/.test(name);
    const [writer] = args;
    return isWriting && writer?.kind === 'name' && senders.has(writer.name);
  }
  return METHODS.test(name) && senders.has(rootOf(of));
}

/** The name that a chain of members and calls starts with: `c` of `c.Status(500).JSON`. */
function rootOf(expr: Expr): string {
  let current = expr;
  for (;;) {
    if (current.kind === 'member') current = current.of;
    else if (current.kind === 'call') current = current.callee;
    else return current.kind === 'name' ? current.name : '';
  }
}

const FAILURE = /^Status(?:InternalServerError|NotImplemented|BadGateway|ServiceUnavailable|GatewayTimeout)$/;

/** Whether a call, or one before it in its chain, says a status of the server's own failure. */
function statusIn(call: CallExpr): 'failure' | 'other' | undefined {
  let current: Expr = call;
  for (let step = 0; step < DEPTH; step++) {
    if (current.kind === 'call') {
      for (const arg of current.args) {
        if (arg.kind === 'number' && arg.value >= 100 && arg.value < 600) return arg.value >= 500 ? 'failure' : 'other';
        if (arg.kind === 'member' && /^Status[A-Z]/.test(arg.name)) return FAILURE.test(arg.name) ? 'failure' : 'other';
      }
      current = current.callee;
    } else if (current.kind === 'member') current = current.of;
    else return undefined;
  }
  return undefined;
}

/** `debug.Stack()`, also as text. */
function isTrace(expr: Expr, left = DEPTH): boolean {
  if (left === 0) return false;
  const next = (inner: Expr): boolean => isTrace(inner, left - 1);
  switch (expr.kind) {
    case 'call':
      if (expr.callee.kind === 'member' && expr.callee.name === 'Stack' && rootOf(expr.callee.of) === 'debug')
        return true;
      return expr.args.some(next);
    case 'record':
      return expr.entries.some(entry => next(entry.value));
    case 'named':
      return next(expr.value);
    case 'concat':
      return expr.parts.some(next);
    default:
      return false;
  }
}

/** What takes words in and gives none of them on. */
const TAKES_IN =
  /^(?:Is|As|Contains|HasPrefix|HasSuffix|Equal\w*|len|Print\w*|Log\w*|Info\w*|Warn\w*|Debug\w*|Translate\w*)$/;

/** Whether a value shows the words of the error. */
function exposes(scan: Scan, expr: Expr, left = DEPTH): boolean {
  if (left === 0) return false;
  const next = (inner: Expr): boolean => exposes(scan, inner, left - 1);
  switch (expr.kind) {
    case 'name':
      return scan.words.has(expr.name);
    case 'call': {
      const { callee, args } = expr;
      const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
      if (callee.kind === 'member' && isError(scan, callee.of)) return name === 'Error' && args.length === 0;
      // A format takes the error itself.
      if (/^(?:Sprint\w*|Errorf)$/.test(name)) return args.some(arg => isError(scan, arg) || next(arg));
      return !TAKES_IN.test(name) && args.some(next);
    }
    case 'concat':
      return expr.parts.some(next);
    case 'record':
      return expr.entries.some(entry => next(entry.value));
    case 'list':
      return expr.items.some(next);
    case 'named':
    case 'spread':
      return next(expr.value);
    default:
      return false;
  }
}

function isError({ error }: Scan, expr: Expr): boolean {
  return expr.kind === 'name' && expr.name === error;
}
