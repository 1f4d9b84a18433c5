/**
 * Collections of routes that code fills by itself, and scripts that answer by them. Source: Symfony, The Routing Component;
 * Create your own PHP Framework (The Routing Component, The HttpKernel Component).
 */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentAt, textAt } from '../values.ts';
import { SYMFONY_NAMED_RULES } from './rules.ts';

const ROUTING = 'Symfony\\Component\\Routing';

export function collectionFacts(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (call.isNew && isFrom(file.originOf(call.callee), ROUTING, 'RouteCollection'))
    return [
      {
        kind: 'router',
        at: call.nameAt,
        framework: 'symfony',
        site: call,
        role: 'router',
        rules: SYMFONY_NAMED_RULES,
        isFound: true,
        isBelowScript: true,
      },
    ];
  if (!receiver || !file.text.includes('RouteCollection')) return [];
  const [first, second] = call.args;
  if (!first) return [];
  const base = { framework: 'symfony', site: call, on: receiver };
  switch (name) {
    case 'add':
      return second && isVariable(second) ? [addedRoute(call, receiver, second)] : [];
    case 'addCollection':
      return [{ ...base, kind: 'mount', at: call.nameAt, chain: [first], onlyRouters: true }];
    case 'addPrefix': {
      const prefix = argumentAt(call, 0, 'prefix');
      return prefix ? [{ ...base, kind: 'base-path', at: prefix.at, prefix, isSeen: true }] : [];
    }
    default:
      return [];
  }
}

/** A route that was made elsewhere; one that is written out where it is added is another matter. */
function isVariable(route: Expr): boolean {
  if (route.kind === 'call') return !route.isNew;
  return route.kind === 'name' || route.kind === 'member' || route.kind === 'index';
}

function addedRoute(call: CallExpr, on: Expr, route: Expr): ProgramFact {
  const of = (name: string): Expr => ({ kind: 'member', at: route.at, of: route, name, nameAt: route.at });
  return {
    kind: 'route',
    at: route.at,
    framework: 'symfony',
    site: call,
    on,
    methods: of('methods'),
    path: of('path'),
    chain: [of('handler')],
    onlyIfDefined: true,
    isAtHandler: true,
  };
}

/** A script that makes the request of what it is started with. */
export function scriptFacts(file: ProgramFile): readonly ProgramFact[] {
  if (file.classes.some(({ name }) => name !== undefined)) return [];
  const made = file.calls.find(
    ({ call, name, receiver, inside }) =>
      name === 'createFromGlobals' &&
      inside.length === 0 &&
      receiver !== undefined &&
      isFrom(file.originOf(receiver), 'Symfony\\Component\\HttpFoundation', 'Request') &&
      call.callee.kind === 'member',
  );
  return made
    ? [{ kind: 'entry-script', at: made.call.nameAt, framework: 'symfony', site: textAt(made.call.nameAt, '') }]
    : [];
}
