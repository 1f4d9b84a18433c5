import { type Method, HTTP_METHODS, type ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Attribute, argument, attributeOf, CSHARP_FILES, lastName, madeAt } from '../names.ts';
import { RULES } from '../rules.ts';

const FRAMEWORK = 'servicestack';

export const servicestack = defineDetector({
  id: 'servicestack',
  title: 'ServiceStack',
  kind: 'framework',
  docs: 'https://docs.servicestack.net/routing',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['ServiceStack', 'IReturn', 'Routes'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Attributes on services, which the requests do not name, are not followed: an operation whose request asks for no caller is reported as unknown.',
    'Predefined routes (`/json/reply/…`) are not listed.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [...file.classes.flatMap(cls => requestFacts(file, cls)), ...added(file)],
});

/** `[Route("/hello/{Name}", "GET POST")]` on the class of a request. */
function requestFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const attributes = cls.decorators.map(attributeOf);
  const routes = attributes.filter(({ name }) => name === 'Route');
  const extended = cls.extends ? lastName(cls.extends) : '';
  if (routes.length === 0 || extended.endsWith('Controller') || extended.endsWith('ControllerBase')) return [];
  if (!isOfServiceStack(file) && !cls.implements.some(({ name }) => /^IReturn(?:Void)?$/.test(name))) return [];
  const asked = attributes.find(({ name }) => ASKING.has(name));
  return routes.flatMap((route): readonly ProgramFact[] => {
    const path = argument(route.args, 0, 'path', 'Path');
    const verbs = argument(route.args, 1, 'verbs', 'Verbs');
    return path ? routeFacts({ at: path.at, path, methods: methodsOf(verbs), asked }) : [];
  });
}

/** Attributes by which only authenticated callers pass. Source: ServiceStack, Declarative validation; Authentication. */
const ASKING: ReadonlySet<string> = new Set([
  'Authenticate',
  'RequiredRole',
  'RequiresAnyRole',
  'RequiredPermission',
  'RequiresAnyPermission',
  'ValidateIsAuthenticated',
  'ValidateIsAdmin',
  'ValidateHasRole',
  'ValidateHasPermission',
]);

function isOfServiceStack(file: ProgramFile): boolean {
  return file.module.imports.some(({ module }) =>
    module.split(',').some(name => name === 'ServiceStack' || name.startsWith('ServiceStack.')),
  );
}

/** "GET,POST", "GET POST"; none, or ANY, is all of them. */
function methodsOf(verbs: Expr | undefined): readonly Method[] {
  if (verbs?.kind !== 'text') return ['ANY'];
  const words = verbs.value.toUpperCase().split(/[\s,]+/);
  const methods = HTTP_METHODS.filter(method => words.includes(method));
  return methods.length > 0 ? methods : ['ANY'];
}

type Route = {
  readonly at: Expr['at'];
  readonly path: Expr;
  readonly methods: readonly Method[];
  readonly asked: Attribute | undefined;
};

function routeFacts({ at, path, methods, asked }: Route): readonly ProgramFact[] {
  const guard = madeAt(asked?.at ?? at);
  const why = asked
    ? 'ServiceStack refuses callers that are not authenticated'
    : 'attributes of the service that answers may ask for a caller; they were not looked for';
  return [
    // Each has a site of its own: they are there from the start.
    {
      kind: 'route',
      at,
      framework: FRAMEWORK,
      site: madeAt(at),
      methods,
      path,
      chain: [],
      guards: [guard],
      rules: RULES,
    },
    {
      kind: 'guard-kind',
      at: guard.at,
      framework: FRAMEWORK,
      site: guard,
      effect: asked ? 'required' : 'unknown',
      why,
    },
  ];
}

/** `Routes.Add<Hello>("/hello2").Add<Other>("/other", "GET")`. */
function added(file: ProgramFile): readonly ProgramFact[] {
  if (!isOfServiceStack(file)) return [];
  return file.calls.flatMap(({ call, name, receiver }): readonly ProgramFact[] => {
    const [path, verbs] = call.args;
    if (name !== 'Add' || call.typeArguments.length !== 1 || !path || !receiver || !isOnRoutes(receiver)) return [];
    return routeFacts({ at: path.at, path, methods: methodsOf(verbs), asked: undefined });
  });
}

function isOnRoutes(receiver: Expr): boolean {
  let root = receiver;
  while (root.kind === 'call' && root.callee.kind === 'member' && root.callee.name === 'Add') root = root.callee.of;
  return lastName(root) === 'Routes';
}
