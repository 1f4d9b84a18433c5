import type { FactBody } from '../../../../src/core/fact.ts';
import { HTTP_METHODS, type Method, type ProgramFact, type RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../javascript/values.ts';
import { madeAt } from '../lambdas.ts';

export const jdkHttpserver = defineDetector({
  id: 'jdk-httpserver',
  title: 'JDK HttpServer',
  kind: 'framework',
  docs: 'https://docs.oracle.com/en/java/javase/21/docs/api/jdk.httpserver/com/sun/net/httpserver/HttpServer.html',
  reads: 'jvm',
  files: ['**/*.{java,kt}'],
  words: ['com.sun.net.httpserver'],
  emits: ['router', 'route', 'guard', 'guard-kind'],
  limits: [
    'A context answers every path below its own; the inventory has the path itself.',
    'Methods are those that the handler asks for by name in the same file; all of them where it asks for none.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => file.calls.flatMap(site => factsOf(file, site)),
});

const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };
const PACKAGE = 'com.sun.net.httpserver';

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'jdk-httpserver', site: call } as const;
  if (isFrom(origin, PACKAGE, 'HttpServer.create') || isFrom(origin, PACKAGE, 'HttpsServer.create'))
    return [{ kind: 'router', ...base, role: 'application', rules: RULES }];
  const [first, handler] = call.args;
  if (!receiver || !first) return [];
  if (name === 'createContext') {
    const methods = handler ? methodsIn(file, handler) : [];
    return [
      { kind: 'router', ...base, at: first.at, role: 'router', rules: RULES, from: receiver, prefix: first },
      {
        kind: 'route',
        ...base,
        at: first.at,
        on: call,
        methods: methods.length > 0 ? methods : ['ANY'],
        chain: [handler ?? madeAt(call.nameAt)],
      },
    ];
  }
  if (name !== 'setAuthenticator') return [];
  const guard = madeAt(call.nameAt);
  const isBasic = first.kind === 'call' && /BasicAuthenticator/.test(nameOf(first.callee));
  return [
    {
      kind: 'guard-kind',
      ...base,
      site: guard,
      effect: isBasic ? 'required' : 'unknown',
      ...(isBasic ? { mechanism: 'basic' } : {}),
      why: isBasic ? 'its authenticator asks for user and password' : 'what its authenticator accepts is not followed',
    },
    { kind: 'guard', ...base, on: receiver, guards: [guard] },
  ];
}

function nameOf(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** Methods that a handler compares `getRequestMethod()` with, or selects by. */
function methodsIn(file: ProgramFile, handler: Expr): readonly Method[] {
  const found = new Set<Method>();
  for (const fn of bodiesOf(file, handler)) {
    const asked = new Set([...nodesIn(fn.body)].flatMap(node => namesOfMethod(node)));
    for (const node of nodesIn(fn.body)) for (const method of methodsAsked(node, asked)) found.add(method);
  }
  return HTTP_METHODS.filter(method => found.has(method));
}

type Node = ReturnType<typeof nodesIn> extends Generator<infer N> ? N : never;

/** `var method = exchange.getRequestMethod()`. */
function namesOfMethod(node: Node): readonly string[] {
  if (node['kind'] !== 'declare') return [];
  const { pattern, value } = node as unknown as { readonly pattern: { name?: string }; readonly value?: Expr };
  return value && pattern.name !== undefined && isMethod(value, new Set()) ? [pattern.name] : [];
}

function isMethod(expr: Expr, names: ReadonlySet<string>): boolean {
  if (expr.kind === 'name') return names.has(expr.name);
  if (expr.kind === 'member') return expr.name === 'requestMethod';
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return false;
  return expr.callee.name === 'getRequestMethod' || (CASES.has(expr.callee.name) && isMethod(expr.callee.of, names));
}

const CASES: ReadonlySet<string> = new Set(['toUpperCase', 'toLowerCase', 'uppercase', 'lowercase', 'trim']);
const COMPARISONS: ReadonlySet<string> = new Set(['equals', 'equalsIgnoreCase', 'contentEquals']);

function methodsAsked(node: Node, names: ReadonlySet<string>): readonly Method[] {
  const expr = node as unknown as Expr;
  if (node['kind'] === 'select') {
    const { subject, cases } = node as unknown as { subject: Expr; cases: readonly { test?: Expr }[] };
    return isMethod(subject, names) ? cases.flatMap(({ test }) => (test ? literal(test) : [])) : [];
  }
  if (expr.kind === 'operation' && (expr.operator === 'equal' || expr.operator === 'not-equal'))
    return expr.operands.some(one => isMethod(one, names)) ? expr.operands.flatMap(literal) : [];
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || !COMPARISONS.has(expr.callee.name)) return [];
  const sides = [expr.callee.of, ...expr.args];
  return sides.some(side => isMethod(side, names)) ? sides.flatMap(literal) : [];
}

function literal(expr: Expr): readonly Method[] {
  if (expr.kind === 'list') return expr.items.flatMap(literal);
  return expr.kind === 'text' ? HTTP_METHODS.filter(method => method === expr.value.toUpperCase()) : [];
}

/** The functions that a handler may be, as far as the file has them: written out, a method, an object of a class. */
function bodiesOf(file: ProgramFile, handler: Expr): readonly FunctionNode[] {
  switch (handler.kind) {
    case 'function':
      return [handler.fn];
    case 'member':
      return file.classes.flatMap(cls => methodsNamed(cls, handler.name));
    case 'call':
      return handler.callee.kind === 'class'
        ? methodsNamed(handler.callee.cls, 'handle')
        : file.classes
            .filter(cls => cls.name !== undefined && cls.name === nameOf(handler.callee))
            .flatMap(cls => methodsNamed(cls, 'handle'));
    default:
      return [];
  }
}

function methodsNamed(cls: ClassNode, name: string): readonly FunctionNode[] {
  return cls.members.flatMap(member => (member.kind === 'method' && member.name === name ? [member.fn] : []));
}
