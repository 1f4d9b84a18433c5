import type { FactBody } from '../../../../src/core/fact.ts';
import type { Mechanism, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { madeAt, namedValue, namesIn } from '../chains.ts';
import { methodOfName } from '../verbs.ts';

export const poemOpenapi = defineDetector({
  id: 'poem-openapi',
  title: 'Poem OpenAPI',
  kind: 'framework',
  docs: 'https://docs.rs/poem-openapi/latest/poem_openapi/attr.OpenApi.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['poem'],
  emits: ['router', 'mount', 'mark', 'guard-kind', 'alias'],
  limits: ['What `transform` puts around an endpoint is not followed: who may call it is then not known.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    /\bpoem(?:_openapi)?\b/.test(file.text)
      ? [
          ...file.classes.flatMap(cls => cls.decorators.flatMap(({ expression }) => ofClass(file, expression))),
          ...file.classes.flatMap(cls => schemeOf(file, cls)),
          ...file.classes.flatMap(cls =>
            cls.members.flatMap(member =>
              member.kind === 'method' ? member.decorators.flatMap(({ expression }) => ofMethod(file, expression)) : [],
            ),
          ),
          ...file.calls.flatMap(site => factsOf(file, site)),
        ]
      : [],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['poem_openapi']);

function isMacro(file: ProgramFile, expr: Expr, name: string): boolean {
  const callee = expr.kind === 'call' ? expr.callee : expr;
  if (callee.kind !== 'name') return false;
  // `#[oai]` belongs to the attribute around it and comes from nowhere.
  return name === 'oai!' ? callee.name === name : namesIn(file, callee, PACKAGES)?.at(-1) === name;
}

/** `#[OpenApi(prefix_path = "/v1")]` on the methods of a type. */
function ofClass(file: ProgramFile, expr: Expr): readonly ProgramFact[] {
  if (!isMacro(file, expr, 'OpenApi!')) return [];
  const prefix = expr.kind === 'call' ? namedValue(expr, 'prefix_path') : undefined;
  return [
    {
      kind: 'mark',
      at: expr.at,
      framework: 'poem-openapi',
      site: expr,
      mark: { kind: 'controller', rules: RULES, ...(prefix ? { prefix } : {}) },
    },
  ];
}

/**
 * `#[derive(SecurityScheme)] #[oai(ty = "bearer", checker = "check")]`: whoever takes one is only called for requests with such a
 * credential, which the checker is asked about. Source: Poem OpenAPI, SecurityScheme.
 */
function schemeOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const calls = cls.decorators.flatMap(({ expression }) => (expression.kind === 'call' ? [expression] : []));
  const isScheme = calls.some(
    ({ callee, args }) =>
      callee.kind === 'name' &&
      callee.name === 'derive!' &&
      args.some(arg => namesIn(file, arg, PACKAGES)?.at(-1) === 'SecurityScheme'),
  );
  if (!isScheme) return [];
  const said = calls.find(({ callee }) => callee.kind === 'name' && callee.name === 'oai!');
  const type = said && (namedValue(said, 'ty') ?? namedValue(said, 'type'));
  const mechanism = type?.kind === 'text' ? MECHANISMS.get(type.value) : undefined;
  const checker = said && namedValue(said, 'checker');
  const guard = madeAt(cls.nameAt);
  const base = { at: cls.nameAt, framework: 'poem-openapi' } as const;
  const demand = 'refuses requests without the credential of a security scheme';
  return [
    { kind: 'mark', ...base, site: cls, mark: { kind: 'extracted', guards: [guard] } },
    {
      kind: 'guard-kind',
      ...base,
      site: guard,
      ...(mechanism ? { mechanism } : {}),
      ...(checker?.kind === 'text'
        ? { effect: 'required', check: { kind: 'name', at: checker.at, name: checker.value }, why: demand }
        : said
          ? { effect: 'unknown', hands: 'demanded', why: `${demand}, and whether anything verifies it is not known` }
          : { effect: 'unknown', why: 'asks for one of several security schemes' }),
    },
  ];
}

const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map([
  ['api_key', 'api-key'],
  ['basic', 'basic'],
  ['bearer', 'bearer'],
  ['oauth2', 'oauth2'],
  ['openid_connect', 'oidc'],
]);

/** `#[oai(path = "/users/:id", method = "get")]`. */
function ofMethod(file: ProgramFile, expr: Expr): readonly ProgramFact[] {
  if (expr.kind !== 'call' || !isMacro(file, expr, 'oai!')) return [];
  const path = namedValue(expr, 'path');
  const methods = expr.args.flatMap((arg): readonly Method[] => {
    const word = arg.kind === 'named' && arg.name === 'method' && arg.value.kind === 'text' ? arg.value.value : '';
    const method = methodOfName(word);
    return method ? [method] : [];
  });
  if (!path || methods.length === 0) return [];
  const base = { at: path.at, framework: 'poem-openapi', site: expr } as const;
  const transform = namedValue(expr, 'transform');
  const guard = madeAt(path.at);
  const why = 'a function that is put around it is not followed';
  return [
    { kind: 'mark', ...base, mark: { kind: 'route', methods, path } },
    ...(transform
      ? [
          { kind: 'mark', ...base, mark: { kind: 'guard', guards: [guard] } } as const,
          { kind: 'guard-kind', at: path.at, framework: 'poem-openapi', site: guard, effect: 'unknown', why } as const,
        ]
      : []),
  ];
}

const PAGES: ReadonlySet<string> = new Set([
  'swagger_ui',
  'rapidoc',
  'redoc',
  'openapi_explorer',
  'stoplight_elements',
  'scalar',
  'spec_endpoint',
  'spec_endpoint_yaml',
  'spec',
  'spec_yaml',
]);

/** `OpenApiService::new((Users, Orders), "Shop", "1.0")`. */
function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first] = call.args;
  // Pages that show the description are made of the service, and serve nothing of it.
  if (receiver && PAGES.has(name))
    return [{ kind: 'alias', at: call.nameAt, framework: 'poem-openapi', site: call, value: madeAt(call.nameAt) }];
  if (!first || namesIn(file, call.callee, PACKAGES)?.slice(-2).join('::') !== 'OpenApiService::new') return [];
  const base = { at: call.nameAt, framework: 'poem-openapi', site: call } as const;
  return [
    { kind: 'router', ...base, role: 'router', rules: RULES },
    { kind: 'mount', ...base, on: call, chain: [first], classes: true, onlyRouters: true },
  ];
}
