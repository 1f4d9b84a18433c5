import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr, RecordEntry } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedValue } from '../exported-handlers.ts';
import { httpMethod } from '../methods.ts';
import { entryOf, localValues, memberOf, textAt } from '../values.ts';
import { policyOf } from './policies.ts';

const RULES: RouterRules = { syntax: 'express', guards: 'always' };

/** `module.exports.routes = { 'GET /users/:id': 'user/show' }`. */
export function configuredRoutes(file: ProgramFile): readonly ProgramFact[] {
  const routes = exportedValue(file, 'routes');
  const value = routes && localValues(file.module).valueOf(routes.value);
  return value?.kind === 'record' ? value.entries.flatMap(routeOf) : [];
}

function routeOf(entry: RecordEntry): readonly ProgramFact[] {
  if (entry.kind !== 'entry') return [];
  const [, verb = 'ALL', path] = /^(?:(\w+)\s+)?(\/\S*)$/.exec(entry.key.trim()) ?? [];
  const method = httpMethod(verb);
  if (path === undefined || !method) return [];
  const target = targetOf(entry.value);
  if (!target) return [];
  const policy = target.action === undefined ? undefined : policyOf(entry.keyAt, target.action, '../api/policies');
  return [
    {
      kind: 'route',
      at: entry.keyAt,
      framework: 'sails',
      site: entry.value,
      methods: [method],
      path: textAt(entry.keyAt, path),
      guards: [...target.guards, ...(policy ? [policy.value] : [])],
      chain: target.handler ? [target.handler] : [],
      rules: RULES,
    },
    ...(policy?.facts ?? []),
  ];
}

/** What answers, the policies named beside it, and the action by which policies are looked up. */
type Target = { readonly action?: string; readonly handler?: Expr; readonly guards: readonly Expr[] };

/** Source: Sails, Custom routes, Route target syntax. */
function targetOf(value: Expr): Target | undefined {
  switch (value.kind) {
    case 'text':
      // A path or an address is a redirect.
      return /^(?:\/|\w+:)/.test(value.value) ? undefined : actionTarget(value.value, value.at);
    case 'function':
    case 'name':
    case 'member':
      return { handler: value, guards: [] };
    case 'list': {
      const targets = value.items.map(item => targetOf(item));
      const last = targets.at(-1);
      return last && { ...last, guards: targets.flatMap(target => target?.guards ?? []) };
    }
    case 'record':
      return recordTarget(value);
    default:
      return { guards: [] };
  }
}

function recordTarget(value: Extract<Expr, { kind: 'record' }>): Target {
  const textOf = (key: string): string | undefined => {
    const found = entryOf(value, key)?.value;
    return found?.kind === 'text' ? found.value : undefined;
  };
  const [action, controller, policy, fn] = [
    textOf('action'),
    textOf('controller'),
    textOf('policy'),
    entryOf(value, 'fn'),
  ];
  const guards = policy === undefined ? [] : [loaded(value.at, `../api/policies/${policy}`)];
  if (fn) return { handler: fn.value, guards };
  if (action === undefined) return { guards };
  const name = controller === undefined ? action : `${controller.replace(/Controller$/, '')}/${action}`;
  return { ...actionTarget(name, value.at), guards };
}

/** `UserController.show` is a member of a controller file, `user/show` a file of its own or such a member. */
function actionTarget(name: string, at: Location): Target {
  const [, controller, member] = /^(.+?)Controller\.(\w+)$/.exec(name) ?? [];
  if (controller !== undefined && member !== undefined) {
    const handler = memberOf(loaded(at, `../api/controllers/${controller}Controller`), member);
    return { action: `${controller}/${member}`.toLowerCase(), handler, guards: [] };
  }
  return { action: name.toLowerCase(), handler: memberOf(loaded(at, `../api/controllers/${name}`), 'fn'), guards: [] };
}

function loaded(at: Location, file: string): Expr {
  return { kind: 'load', at, module: textAt(at, file) };
}
