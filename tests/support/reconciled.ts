/** Builders of inventories for tests: facts and operations with everything that a case does not speak of filled in. */
import type { Fact, FactOf } from '../../src/core/fact.ts';
import type { Location } from '../../src/core/location.ts';
import type { AuthStatus, CodeOperation, OperationMethod } from '../../src/core/operation.ts';
import type { Method } from '../../src/core/facts/program.ts';
import type { Component } from '../../src/core/tree.ts';
import { reconcile, type ReconcileInput, type Reconciled } from '../../src/reconcile/reconcile.ts';

let line = 0;

function at(file: string): Location {
  line++;
  return { file, line, column: 1, endLine: line, endColumn: 2 };
}

/** `GET /orders`, as code registers it. */
export function code(
  words: string,
  more: Partial<CodeOperation> & { readonly status?: AuthStatus } = {},
): CodeOperation {
  const [method, path = ''] = words.split(' ');
  const { status = 'required', ...rest } = more;
  return {
    // Tests write methods that exist.
    method: method as Method,
    path,
    component: '.',
    framework: 'express',
    at: at(`${more.component ?? '.'}/app.ts`),
    mounts: [],
    auth: { status, reason: `guards say ${status}`, mechanisms: [], scopes: [], chain: [], source: 'code' },
    parameters: [],
    deprecated: false,
    ...rest,
  };
}

export type DescribedOptions = Partial<
  Pick<
    FactOf<'description-operation'>,
    | 'sunset'
    | 'sensitiveFields'
    | 'protocol'
    | 'requestConstrained'
    | 'responseConstrained'
    | 'splitsReadAndWrite'
    | 'errorResponses'
    | 'rateLimit'
  >
> & {
  readonly deprecated?: boolean;
  readonly security?: FactOf<'description-operation'>['security']['status'];
  /** The security requirement in full, where its schemes and scopes matter. */
  readonly demands?: FactOf<'description-operation'>['security'];
};

/** A description and its operations: `GET /orders`, or with options. */
export function description(
  file: string,
  operations: readonly (string | readonly [string, DescribedOptions])[],
  more: Partial<FactOf<'description'>> = {},
): readonly Fact[] {
  const stamp = {
    detector: 'openapi',
    fileRole: more.fileRole ?? 'product',
    component: more.component ?? '.',
    excerpt: 'as written',
  } as const;
  const document: Fact = {
    kind: 'description',
    at: { ...at(file), line: 1 },
    format: 'openapi',
    formatVersion: '3.0.3',
    title: 'Shop',
    version: '1.0.0',
    basePaths: [''],
    servers: [],
    schemes: [],
    valid: 'yes',
    ...stamp,
    ...more,
  };
  return [
    document,
    ...operations.map((each): Fact => {
      const [words, options] = typeof each === 'string' ? [each, {}] : each;
      const [method, path = ''] = words.split(' ');
      const { deprecated, security, demands, protocol = 'http', ...rest } = options;
      return {
        kind: 'description-operation',
        at: at(file),
        document: file,
        protocol,
        // Tests write methods that exist.
        method: method as Exclude<OperationMethod, never>,
        path,
        ...(deprecated ? { deprecated: at(file) } : {}),
        security: demands ?? { status: security ?? 'unstated', schemes: [], scopes: [], at: at(file) },
        parameters: [],
        requestConstrained: 'no',
        responseConstrained: 'no',
        splitsReadAndWrite: false,
        errorResponses: [],
        sensitiveFields: [],
        ...rest,
        ...stamp,
      };
    }),
  ];
}

export function gatewayRoute(path: string, more: Partial<FactOf<'gateway-route'>> = {}): Fact {
  return {
    kind: 'gateway-route',
    at: at('kong.yaml'),
    product: 'kong',
    route: path,
    hosts: [],
    methods: ['ANY'],
    path,
    match: 'prefix-segment',
    upstream: 'shop',
    isCatchAll: path === '/',
    detector: 'kong',
    fileRole: 'product',
    component: '.',
    excerpt: 'as written',
    ...more,
  };
}

export function component(id: string, more: Partial<Component> = {}): Component {
  return {
    id,
    path: id,
    name: id === '.' ? 'shop' : (id.split('/').at(-1) ?? id),
    manifests: ['package.json'],
    languages: ['javascript'],
    dependencies: [],
    developmentDependencies: [],
    ...more,
  };
}

export function reconciled(input: Partial<ReconcileInput>): Reconciled {
  const components = input.components ?? [component('.')];
  return reconcile({
    facts: [],
    code: [],
    diagnostics: [],
    today: '2026-01-01',
    ...input,
    components,
    readable:
      input.readable ?? new Set(components.filter(each => each.languages.includes('javascript')).map(each => each.id)),
  });
}

/** `GET /orders matched doc:yes impl:yes exp:unknown`, one for each operation. */
export function inWords({ inventory }: Reconciled): readonly string[] {
  return inventory.operations.map(
    operation =>
      `${operation.method} ${operation.path} ${operation.component === '.' ? '' : `(${operation.component}) `}${operation.state} doc:${operation.documented} impl:${operation.implemented} exp:${operation.exposed}`,
  );
}
