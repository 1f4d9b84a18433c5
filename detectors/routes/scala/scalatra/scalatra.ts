import { callAt } from '../../../../src/core/program-nodes.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES, calledName, imports, textAt } from '../source-files.ts';

export const scalatra = defineDetector({
  id: 'scalatra',
  title: 'Scalatra',
  kind: 'framework',
  docs: 'https://scalatra.org/guides/2.8/http/routes.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['get(', 'post(', 'put(', 'delete(', 'patch(', 'options(', 'head(', 'before(', 'mount('],
  emits: ['router-base', 'route', 'guard', 'mount', 'compose'],
  limits: [
    'What a `before` filter refuses is reported as unknown where its body speaks of callers.',
    'Routes with a condition or a regular expression in place of a path are not read.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [...bases(file), ...file.calls.flatMap(site => factsOf(file, site))],
});

const FRAMEWORK = 'scalatra';
const RULES: RouterRules = { syntax: 'express', guards: 'always' };
const BASES: readonly string[] = ['ScalatraServlet', 'ScalatraFilter', 'ScalatraBase', 'ScalatraKernel'];

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['delete', 'DELETE'],
  ['patch', 'PATCH'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
]);

/** Servlets and filters of the framework are routers; paths of filters are those of the application. Source: Scalatra, `ScalatraFilter.requestPath`. */
function bases(file: ProgramFile): readonly ProgramFact[] {
  const [binding] = file.module.imports.filter(({ module }) => module.split(',').includes('org.scalatra'));
  if (!binding) return [];
  return BASES.map(name => ({
    kind: 'router-base',
    at: binding.at,
    framework: FRAMEWORK,
    site: textAt(binding.at, name),
    module: 'org.scalatra',
    name,
    role: 'router',
    rules: name === 'ScalatraFilter' ? { ...RULES, keepsPaths: true } : RULES,
  }));
}

/** Routes and filters are stated where a class is made: in its body, and not in its methods. */
function factsOf(file: ProgramFile, { call, inside }: CallSite): readonly ProgramFact[] {
  const name = calledName(call);
  if (call.callee.kind === 'member') return name === 'mount' ? mountOf(file, call) : [];
  if (inside.length > 1) return [];
  // `get("/x") { … }`: the route is stated by the call that is given the block.
  const { callee } = call;
  if (callee.kind !== 'call' || callee.callee.kind !== 'name') return [];
  const word = callee.callee.name;
  const [action] = call.args;
  const on: Expr = { kind: 'self', at: callee.at };
  const shared = { framework: FRAMEWORK, site: call, on };
  const method = METHODS.get(word);
  const [path] = callee.args;
  // What a path is given beside (`get("/x", form)`) is asked of a request that has found its way.
  if (method && action && path && (callee.args.length === 1 || (path.kind === 'text' && path.value.startsWith('/'))))
    return [
      ...wrapper(action),
      { kind: 'route', at: path.at, ...shared, methods: [method], path: pathOf(path), chain: [action], rules: RULES },
    ];
  if (word !== 'before' || action?.kind !== 'function') return [];
  return [
    {
      kind: 'guard',
      at: callee.nameAt,
      ...shared,
      guards: [action],
      ...(path?.kind === 'text' && { prefix: pathOf(path), covers: 'matching' as const }),
    },
  ];
}

/** `get("/x")(adminOnly { … })`: a function of the application stands before the block. */
function wrapper(action: Expr): readonly ProgramFact[] {
  const of = action.kind === 'call' ? action.args.at(-1) : undefined;
  if (action.kind !== 'call' || of?.kind !== 'function') return [];
  return [
    {
      kind: 'compose',
      at: action.nameAt,
      framework: FRAMEWORK,
      site: action,
      guards: [action.callee],
      of,
      rules: RULES,
    },
  ];
}

/** `/x/?` has a slash that may be left out. */
function pathOf(path: Expr): Expr {
  return path.kind === 'text' ? { ...path, value: path.value.replace(/\/\?$/, '') } : path;
}

/** `context.mount(new Users, "/api/*")`, `context.mount(classOf[Users], "/api")`. */
function mountOf(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const [servlet, path] = call.args;
  if (!servlet || !path || !imports(file, ['org.scalatra', 'javax.servlet', 'jakarta.servlet'])) return [];
  const made: Expr = servlet.kind === 'call' ? servlet : { ...callAt(servlet.at, servlet), isNew: true };
  const isClass = servlet.kind === 'name' && /^\p{Lu}/u.test(servlet.name);
  return [
    {
      kind: 'mount',
      at: path.at,
      framework: FRAMEWORK,
      site: call,
      // Applications that gather their filters in one of their own have a `mount` there, too.
      implicit: { otherwise: 'root', rules: RULES, mayBeOwn: true },
      prefix: path.kind === 'text' ? { ...path, value: path.value.replace(/\/\*$/, '') } : path,
      chain: [isClass ? made : servlet],
      onlyRouters: true,
    },
  ];
}
