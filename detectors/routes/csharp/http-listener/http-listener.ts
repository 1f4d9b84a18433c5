import { type Method, HTTP_METHODS, type ProgramFact } from '../../../../src/core/facts/program.ts';
import { idAt } from '../../../../src/core/location.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { CSHARP_FILES, madeAt } from '../names.ts';
import { RULES } from '../rules.ts';

const FRAMEWORK = 'http-listener';

export const httpListener = defineDetector({
  id: 'http-listener',
  title: 'HttpListener',
  kind: 'framework',
  docs: 'https://learn.microsoft.com/dotnet/api/system.net.httplistener',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['HttpListener'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Paths are read where they are compared with a text, by `==`, `Equals` or `switch`; tables of handlers and regular expressions are not.',
    'Prefixes of the listener are not put before paths.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    if (!file.text.includes('HttpListenerContext') && !file.text.includes('GetContext')) return [];
    const bodies = [file.module.body, ...file.functions.map(({ body }) => body)];
    return bodies.flatMap(body => {
      const parts = partsIn(body);
      const found: Found[] = [];
      walk(body, { methods: undefined, path: undefined }, { parts, found, depth: 0 });
      return found.flatMap(one => routeFacts(file, one));
    });
  },
});

/** A part of the request that is compared. */
type Part = 'method' | 'path';
type Parts = ReadonlyMap<string, Part>;
/** What is known of a request at a place of the code. */
type Known = { readonly methods: readonly Method[] | undefined; readonly path: TextExpr | undefined };
type TextExpr = Extract<Expr, { kind: 'text' }>;
type Found = { readonly path: TextExpr; readonly methods: readonly Method[]; readonly body: readonly Statement[] };
type Walk = { readonly parts: Parts; readonly found: Found[]; readonly depth: number };

function routeFacts({ text }: ProgramFile, { path, methods, body }: Found): readonly ProgramFact[] {
  // Who calls is asked by the same code; whether it is, is not followed.
  const mayAsk = /AuthenticationSchemes|Authorization|Unauthorized|\b401\b/.test(text);
  const guard = madeAt(path.at);
  const base = { at: path.at, framework: FRAMEWORK } as const;
  const why = 'the code that answers may ask who calls, which is not followed';
  return [
    {
      kind: 'route',
      ...base,
      site: madeAt(path.at),
      methods,
      path,
      chain: [answering(path, body)],
      rules: RULES,
      guards: mayAsk ? [guard] : [],
    },
    ...(mayAsk ? [{ kind: 'guard-kind' as const, ...base, site: guard, effect: 'unknown' as const, why }] : []),
  ];
}

/** The code that answers, as the function that it would be. */
function answering({ at }: TextExpr, body: readonly Statement[]): Expr {
  return {
    kind: 'function',
    at,
    fn: { id: idAt(at), at, parameters: [], body, isAsync: false, bindsSelf: false, decorators: [], doc: '' },
  };
}

/** Variables that hold the method or the path of the request. */
function partsIn(body: readonly Statement[]): Parts {
  const parts = new Map<string, Part>();
  for (const statement of body) {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || !statement.value) continue;
    const part = partOf(statement.value, parts);
    if (part) parts.set(statement.pattern.name, part);
  }
  return parts;
}

const PATHS: ReadonlySet<string> = new Set(['AbsolutePath', 'LocalPath', 'RawUrl', 'PathAndQuery']);
const SAME: ReadonlySet<string> = new Set([
  'ToUpper',
  'ToUpperInvariant',
  'ToLower',
  'ToLowerInvariant',
  'Trim',
  'TrimEnd',
  'ToString',
]);

function partOf(expr: Expr, parts: Parts): Part | undefined {
  if (expr.kind === 'name') return parts.get(expr.name);
  if (expr.kind === 'member') return expr.name === 'HttpMethod' ? 'method' : PATHS.has(expr.name) ? 'path' : undefined;
  // `request.Url?.AbsolutePath ?? "/"`.
  if (expr.kind === 'choice') return partOf(expr.then, parts);
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || !SAME.has(expr.callee.name)) return undefined;
  return partOf(expr.callee.of, parts);
}

/** Code nested more deeply than any program is left alone. */
const DEPTH = 60;

/** Gives whether something in the body is told apart further. */
function walk(body: readonly Statement[], known: Known, at: Walk): boolean {
  if (at.depth > DEPTH) return false;
  const inner = { ...at, depth: at.depth + 1 };
  return body.map(statement => visit(statement, known, inner)).includes(true);
}

function visit(statement: Statement, known: Known, at: Walk): boolean {
  switch (statement.kind) {
    case 'branch': {
      const told = toldBy(statement.test, at.parts);
      const isIn = within(statement.then, known, told, at);
      return walk(statement.otherwise, known, at) || isIn;
    }
    case 'select': {
      let waiting: Told[] = [];
      let isIn = false;
      for (const { test, body } of statement.cases) {
        if (test) waiting.push(toldByCase(statement.subject, test, at.parts));
        if (body.length === 0) continue;
        for (const told of waiting) isIn = within(body, known, told, at) || isIn;
        waiting = [];
      }
      return isIn;
    }
    case 'block':
    case 'each':
    case 'repeat':
    case 'attempt':
      return walk(statement.body, known, at);
    default:
      return false;
  }
}

type Told = { readonly methods: readonly Method[]; readonly paths: readonly TextExpr[] };
const NOTHING: Told = { methods: [], paths: [] };

/** What is served where a test holds: by the code further in that tells requests apart, or else here. */
function within(body: readonly Statement[], known: Known, told: Told, at: Walk): boolean {
  const methods = told.methods.length > 0 ? told.methods : known.methods;
  const paths = told.paths.length > 0 ? told.paths : [known.path];
  const isTold = told.methods.length > 0 || told.paths.length > 0;
  let isIn = false;
  for (const path of paths) {
    const isFurther = walk(body, { methods, path }, at);
    if (path && isTold && !isFurther) at.found.push({ path, methods: methods ?? ['ANY'], body });
    isIn ||= isFurther || (path !== undefined && isTold);
  }
  return isIn;
}

/** What a test says of the request, where it holds. */
function toldBy(test: Expr, parts: Parts): Told {
  if (test.kind === 'operation' && (test.operator === 'and' || test.operator === 'or')) {
    const all = test.operands.map(operand => toldBy(operand, parts));
    // One side that says nothing of a part leaves it open.
    const some = (of: (told: Told) => readonly unknown[]): boolean =>
      test.operator === 'and' || all.every(told => of(told).length > 0);
    return {
      methods: some(told => told.methods) ? all.flatMap(told => told.methods) : [],
      paths: some(told => told.paths) ? all.flatMap(told => told.paths) : [],
    };
  }
  if (test.kind === 'operation' && test.operator === 'equal')
    return compared(test.operands[0], test.operands[1], parts);
  if (test.kind === 'call' && test.callee.kind === 'member' && test.callee.name === 'Equals')
    return compared(test.callee.of, test.args[0], parts);
  return NOTHING;
}

function compared(left: Expr | undefined, right: Expr | undefined, parts: Parts): Told {
  if (!left || !right) return NOTHING;
  const [text, other] = left.kind === 'text' ? [left, right] : [right, left];
  return text.kind === 'text' ? toldAs(partOf(other, parts), text) : NOTHING;
}

function toldAs(part: Part | undefined, text: TextExpr): Told {
  if (part === 'path') return text.value.startsWith('/') ? { methods: [], paths: [text] } : NOTHING;
  const method = HTTP_METHODS.find(one => one === text.value.toUpperCase());
  return part === 'method' && method ? { methods: [method], paths: [] } : NOTHING;
}

/** `case "/status":`, and `case ("GET", "/status"):` of a `switch` over both. */
function toldByCase(subject: Expr, test: Expr, parts: Parts): Told {
  if (subject.kind !== 'list') return compared(subject, test, parts);
  if (test.kind !== 'list') return NOTHING;
  const all = subject.items.map((item, index) => compared(item, test.items[index], parts));
  return { methods: all.flatMap(told => told.methods), paths: all.flatMap(told => told.paths) };
}
