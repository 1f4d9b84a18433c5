import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type DecoratedMethod, decoratedMethods, type Named } from '../decorated-classes.ts';
import { mechanismNamed } from '../mechanism-name.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { textAt } from '../values.ts';

export const tsoa = defineDetector({
  id: 'tsoa',
  title: 'tsoa',
  kind: 'framework',
  docs: 'https://tsoa-community.github.io/docs/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['tsoa'],
  emits: ['route', 'guard-kind'],
  limits: [
    'The base path of `tsoa.json`, and a router that `RegisterRoutes` is given, are not applied.',
    '`@Security` is taken to be enforced, as the generated routes do; the authentication module is not read.',
    'Methods that a controller inherits are not listed.',
  ],
  version: 1,
  detect: file => decoratedMethods(file, PACKAGES).flatMap(routesOf),
});

const PACKAGES: readonly string[] = ['tsoa', '@tsoa/runtime'];
const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['Get', 'GET'],
  ['Head', 'HEAD'],
  ['Post', 'POST'],
  ['Put', 'PUT'],
  ['Patch', 'PATCH'],
  ['Delete', 'DELETE'],
  ['Options', 'OPTIONS'],
]);

function routesOf({ member, onClass, onMethod }: DecoratedMethod): readonly ProgramFact[] {
  const prefix = onClass.find(({ name }) => name === 'Route');
  if (!prefix) return [];
  const guards = [...securityOf(onClass, onMethod), ...middlewaresOf([...onClass, ...onMethod])];
  return [
    ...onMethod.flatMap(({ name, call, at }): readonly ProgramFact[] => {
      const method = METHODS.get(name);
      if (!method) return [];
      const [path] = call?.args ?? [];
      const handler: Expr = { kind: 'function', at: member.at, fn: member.fn };
      return [
        {
          kind: 'route',
          at: path?.at ?? at,
          framework: 'tsoa',
          site: handler,
          methods: [method],
          path: joined(prefix.call?.args[0], path, at),
          guards: guards.map(({ guard }) => guard),
          chain: [handler],
          rules: RULES,
          // Everything that a method takes is checked against its type. Source: tsoa, Error handling, Validation.
          ...(member.fn.parameters.length > 0 && { validated: at }),
        },
      ];
    }),
    ...guards.flatMap(({ fact }) => (fact ? [fact] : [])),
  ];
}

/** `users` and `{id}` as `users/{id}`. */
function joined(prefix: Expr | undefined, path: Expr | undefined, at: Expr['at']): Expr {
  const parts = [prefix, path].filter(part => part !== undefined);
  return { kind: 'concat', at: path?.at ?? at, parts: parts.flatMap(part => [textAt(part.at, '/'), part]) };
}

type Guard = { readonly guard: Expr; readonly fact?: ProgramFact };

/**
 * `@Security(name, scopes)` of the method, else of its class; `@NoSecurity()` switches that of the class off. Several of
 * them are alternatives, so that the first one stands for all. Source: tsoa, Authentication.
 */
function securityOf(onClass: readonly Named[], onMethod: readonly Named[]): readonly Guard[] {
  if (onMethod.some(({ name }) => name === 'NoSecurity')) return [];
  const isSecurity = ({ name }: Named): boolean => name === 'Security';
  const given = onMethod.find(isSecurity) ?? onClass.find(isSecurity);
  if (!given?.call) return [];
  const [strategy, scopes] = given.call.args;
  const guard: Expr = { kind: 'unknown', at: given.at, text: 'Security', parts: [] };
  const named = strategy?.kind === 'text' ? strategy.value : '';
  const fact: ProgramFact = {
    kind: 'guard-kind',
    at: given.at,
    framework: 'tsoa',
    site: guard,
    effect: 'required',
    mechanism: mechanismNamed(named),
    ...(scopes && { scopes: [scopes] }),
    why: '@Security: the generated routes ask the authentication module of the application, and refuse when it does',
  };
  return [{ guard, fact }];
}

/** `@Middlewares(first, second)`. */
function middlewaresOf(decorators: readonly Named[]): readonly Guard[] {
  return decorators.flatMap(({ name, call }) =>
    name === 'Middlewares' ? (call?.args ?? []).map((guard): Guard => ({ guard })) : [],
  );
}
