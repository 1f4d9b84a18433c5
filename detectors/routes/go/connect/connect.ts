import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr, FunctionNode, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type Origin, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../source-files.ts';

export const connect = defineDetector({
  id: 'connect',
  title: 'Connect',
  kind: 'framework',
  docs: 'https://connectrpc.com/docs/go/routing',
  reads: 'go',
  files: GO_FILES,
  words: ['connect'],
  emits: ['router', 'service-handler', 'procedure', 'alias', 'guard-kind'],
  limits: [
    'A service of which neither generated code nor a description is in the tree is known by the methods that implement it, and without its package.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => factsOf(file, site)),
    ...file.functions.flatMap(fn => generated(file, fn)),
  ],
});

const MODULES = ['connectrpc.com/connect', 'github.com/bufbuild/connect-go'];
const HEALTH = ['connectrpc.com/grpchealth', 'github.com/bufbuild/connect-grpchealth-go'];
const RULES: RouterRules = { syntax: 'braces', guards: 'after', handlersDecide: 'by-asking', staysInside: true };
const BASE = { framework: 'connect', rules: RULES } as const;

/** Source: https://pkg.go.dev/connectrpc.com/connect#Handler. */
const HANDLERS = [
  'NewUnaryHandler',
  'NewUnaryHandlerSimple',
  'NewServerStreamHandler',
  'NewClientStreamHandler',
  'NewBidiStreamHandler',
];
const STREAMS = ['Request', 'ServerStream', 'ClientStream', 'BidiStream'];

function factsOf(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  if (!origin) return [];
  const name = origin.path.at(-1) ?? '';
  const site = { at: call.nameAt, site: call } as const;
  if (isFrom(origin, MODULES, name)) return ofConnect(call, name);
  if (isFrom(origin, HEALTH, 'NewHandler'))
    return [
      {
        kind: 'service-handler',
        ...site,
        ...BASE,
        service: 'grpc.health.v1.Health',
        module: origin.module,
        methods: ['Check', 'Watch'],
        parameters: STREAMS,
        guards: [],
      },
    ];
  const service = serviceIn(file, origin, name);
  const [implementation, ...guards] = call.args;
  if (service === undefined) return [];
  return [
    {
      kind: 'service-handler',
      ...site,
      ...BASE,
      service,
      module: origin.module,
      ...(implementation ? { implementation } : {}),
      parameters: STREAMS,
      guards,
    },
  ];
}

/** `userv1connect.NewUserServiceHandler`: generated packages are named so, and so are functions in them. Source: Connect for Go, Getting started. */
function serviceIn({ module }: ProgramFile, origin: Origin, name: string): string | undefined {
  const isGenerated = /\w+connect$/.test(origin.module) && !isFrom(origin, MODULES);
  const isUsed = module.imports.some(one => one.local !== '_' && one.module === origin.module);
  return isGenerated && isUsed ? /^New(\w+)Handler$/.exec(name)?.[1] : undefined;
}

function ofConnect(call: CallExpr, name: string): readonly ProgramFact[] {
  const site = { at: call.nameAt, site: call, framework: BASE.framework } as const;
  const [first, second, ...rest] = call.args;
  if (HANDLERS.includes(name) && first && second)
    return [
      {
        kind: 'procedure',
        ...site,
        at: first.at,
        rules: RULES,
        path: first,
        handler: second,
        isStream: name.includes('Stream'),
        guards: rest,
      },
    ];
  if (PASSING.has(name)) return [{ kind: 'alias', ...site, value: { kind: 'list', at: call.at, items: call.args } }];
  return name.startsWith('With')
    ? [{ kind: 'guard-kind', ...site, effect: 'none', why: `connect.${name} refuses nobody` }]
    : [];
}

/** Options that hold what stands before the methods, or further options. */
const PASSING: ReadonlySet<string> = new Set([
  'WithInterceptors',
  'WithHandlerOptions',
  'WithConditionalHandlerOptions',
  'WithOptions',
]);

/** What generated code gives for a service, `return "/user.v1.UserService/", http.HandlerFunc(…)`: all handlers that it makes. */
function generated(file: ProgramFile, fn: FunctionNode): readonly ProgramFact[] {
  const handlers = fn.body.flatMap((statement): readonly Expr[] =>
    statement.kind === 'declare' && statement.pattern.kind === 'name' && isHandler(file, statement.value)
      ? [{ kind: 'name', at: statement.pattern.at, name: statement.pattern.name }]
      : [],
  );
  if (handlers.length === 0) return [];
  return fn.body.flatMap((statement: Statement): readonly ProgramFact[] => {
    const given =
      statement.kind === 'return' && statement.value?.kind === 'list' ? statement.value.items[1] : undefined;
    return given?.kind === 'call'
      ? [{ kind: 'router', at: given.nameAt, ...BASE, site: given, role: 'router', chain: handlers }]
      : [];
  });
}

function isHandler(file: ProgramFile, value: Expr | undefined): boolean {
  if (value?.kind !== 'call') return false;
  const origin = file.originOf(value.callee);
  return HANDLERS.some(name => isFrom(origin, MODULES, name));
}
