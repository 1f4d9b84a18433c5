import type {
  GuardEffect,
  Implicit,
  Mechanism,
  Method,
  ProgramFact,
  RouterRules,
} from '../../../../src/core/facts/program.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, argumentAt, itemsOf, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const mezzio = defineDetector({
  id: 'mezzio',
  title: 'Mezzio',
  kind: 'framework',
  docs: 'https://docs.mezzio.dev/mezzio/v3/features/router/intro/',
  reads: 'php',
  files: PHP_FILES,
  words: ['Mezzio\\Application', 'Zend\\Expressive\\Application'],
  emits: ['route', 'guard', 'guard-export'],
  limits: [
    'Routes that stand in configuration, and not in code, are not listed.',
    'Middleware that a container knows by name is unknown.',
  ],
  version: 1,
  detect: file => {
    if (!/Mezzio\\Application\b|Zend\\Expressive\\Application\b/.test(file.text)) return [];
    const names = applicationsIn(file);
    const sites = file.calls.filter(({ receiver }) => receiver?.kind === 'name' && names.has(receiver.name));
    const straight = straightIn(file);
    const isDispatch = ({ call, name }: CallSite): boolean =>
      name === 'pipe' && call.args.some(arg => arg.kind === 'name' && /(?:^|\\)DispatchMiddleware$/.test(arg.name));
    const dispatch = sites.findIndex(isDispatch);
    return [
      ...exportsOf(file),
      ...sites.flatMap(routed),
      // What stands behind the middleware that runs the handlers is for what no route matches.
      ...sites.slice(0, dispatch === -1 ? sites.length : dispatch).flatMap(site => piped(site, straight)),
    ];
  },
});

const RULES: RouterRules = {
  syntax: 'fastroute',
  guards: 'always',
  named: { guards: [], namespace: '', harmlessBases: ['Mezzio\\', 'Laminas\\', 'Psr\\'] },
};
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };

/** `$app`, as the skeleton calls it, and parameters that are declared as applications. */
function applicationsIn(file: ProgramFile): ReadonlySet<string> {
  const declared = file.functions.flatMap(({ parameters }) =>
    parameters.flatMap(({ pattern }) => {
      if (pattern.kind !== 'name' || !pattern.type) return [];
      return isFrom(file.originOfType(pattern.type), ['Mezzio', 'Zend\\Expressive'], 'Application')
        ? [pattern.name]
        : [];
    }),
  );
  return new Set(['app', ...declared]);
}

/** `$app->get('/x', Handler::class)`; `$app->route('/x', [First::class, Handler::class], ['GET'])`, which answers all without methods. */
function routed({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const method = VERBS.get(name);
  const path = argumentAt(call, 0, 'path');
  const middleware = argumentAt(call, 1, 'middleware');
  if (!receiver || !path || !middleware || !(method || name === 'any' || name === 'route')) return [];
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'mezzio',
      site: call,
      implicit: IMPLICIT,
      methods: method ? [method] : name === 'any' ? ['ANY'] : methodsOf(argumentAt(call, 2, 'methods')),
      path: pathOf(path),
      chain: itemsOf(middleware),
    },
  ];
}

/** Nothing, and `Route::HTTP_METHOD_ANY`, which is nothing, too, stand for every method. */
function methodsOf(methods: Expr | undefined): readonly Method[] | Expr {
  if (!methods || methods.kind === 'nothing') return ['ANY'];
  if (methods.kind === 'member' && methods.name === 'HTTP_METHOD_ANY') return ['ANY'];
  const words = itemsOf(methods).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
  return methods.kind === 'list' && words.every(word => word !== undefined) ? words : methods;
}

/** With the router of Laminas in place of FastRoute, parameters are `:id`. Source: Mezzio, Using the Laminas Router. */
function pathOf(path: Expr): Expr {
  return path.kind === 'text' ? textAt(path.at, path.value.replace(/([/[]):(\w+)/g, '$1{$2}')) : path;
}

/** Calls that are statements of a file or function themselves, before anything that may leave it: no condition stands around them. */
function straightIn(file: ProgramFile): ReadonlySet<Expr> {
  const bodies = [file.module.body, ...file.functions.map(({ body }) => body)];
  return new Set(
    bodies.flatMap(body => {
      const end = body.findIndex(one => mayLeave(one, 0));
      return body.slice(0, end === -1 ? body.length : end).flatMap(one => (one.kind === 'evaluate' ? [one.value] : []));
    }),
  );
}

/** Statements inside statements. */
const DEPTH = 10;

function mayLeave(statement: Statement, depth: number): boolean {
  switch (statement.kind) {
    case 'declare':
    case 'assign':
    case 'evaluate':
      return false;
    case 'branch':
      return depth > DEPTH || [...statement.then, ...statement.otherwise].some(one => mayLeave(one, depth + 1));
    case 'block':
      return depth > DEPTH || statement.body.some(one => mayLeave(one, depth + 1));
    default:
      return true;
  }
}

/** `$app->pipe(Middleware::class)`; `$app->pipe('/api', Middleware::class)`, which is for that path and all below. */
function piped({ call, name }: CallSite, straight: ReadonlySet<Expr>): readonly ProgramFact[] {
  if (name !== 'pipe') return [];
  const [first, second] = call.args;
  const middleware = second ?? first;
  if (!first || !middleware) return [];
  const { at } = middleware;
  return [
    {
      kind: 'guard',
      at: call.nameAt,
      framework: 'mezzio',
      site: call,
      rules: RULES,
      guards: straight.has(call)
        ? itemsOf(middleware)
        : [{ kind: 'unknown', at, text: 'middleware that is piped on a condition', parts: [] }],
      ...(second && first.kind !== 'nothing' && { prefix: first }),
    },
  ];
}

type Known = { readonly effect: GuardEffect; readonly mechanism?: Mechanism; readonly why: string };

/** Sources: mezzio-authentication, `AuthenticationMiddleware::process`; mezzio-authorization, `AuthorizationMiddleware::process`. */
const DECIDING: ReadonlyMap<string, Known> = new Map<string, Known>([
  [
    'Mezzio\\Authentication\\AuthenticationMiddleware',
    { effect: 'required', why: 'Mezzio refuses whom it cannot authenticate' },
  ],
  [
    'Zend\\Expressive\\Authentication\\AuthenticationMiddleware',
    { effect: 'required', why: 'Expressive refuses whom it cannot authenticate' },
  ],
  [
    'Mezzio\\Authorization\\AuthorizationMiddleware',
    { effect: 'required', why: 'Mezzio refuses who is not authenticated' },
  ],
  [
    'Zend\\Expressive\\Authorization\\AuthorizationMiddleware',
    { effect: 'required', why: 'Expressive refuses who is not authenticated' },
  ],
]);

/** Middleware of the skeleton and of packages beside it that is not about who calls. */
const HARMLESS =
  /^(?:Mezzio|Zend\\Expressive)\\(?:Router\\Middleware|Router|Handler|Middleware|Helper|Helper\\BodyParams|Session|Flash|Csrf|Cors\\Middleware|ProblemDetails)$|^(?:Laminas|Zend)\\(?:Stratigility\\Middleware|ProblemDetails)$|^Mezzio\\ProblemDetails$/;

function exportsOf(file: ProgramFile): readonly ProgramFact[] {
  return file.module.imports.flatMap((binding): readonly ProgramFact[] => {
    const known: Known | undefined =
      DECIDING.get(`${binding.module}\\${binding.imported}`) ??
      (HARMLESS.test(binding.module)
        ? { effect: 'none', why: 'middleware of the framework that is not about who calls' }
        : undefined);
    if (!known) return [];
    return [
      {
        kind: 'guard-export',
        at: binding.at,
        framework: 'mezzio',
        site: { kind: 'name', at: binding.at, name: binding.local },
        module: binding.module,
        name: binding.imported,
        ...known,
      },
    ];
  });
}
