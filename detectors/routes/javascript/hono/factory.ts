import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { mayBeRouter } from '../receiver.ts';
import type { LocalValues } from '../values.ts';
import { createdRoute } from './openapi.ts';

const FACTORY_PACKAGES: readonly string[] = ['hono/factory', '@hono/hono/factory'];

/**
 * What `createFactory()` of `hono/factory` gives: applications, lists of handlers, middleware; and the functions of that
 * package and of `@hono/zod-openapi` that give back what they are given.
 */
export function factoryFacts(
  file: ProgramFile,
  site: CallSite,
  local: LocalValues,
  rules: RouterRules,
): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const base = { framework: 'hono', site: call, at: call.nameAt } as const;
  const [first] = call.args;
  if (first && isFrom(file.originOf(call.callee), FACTORY_PACKAGES, 'createMiddleware')) {
    return [{ kind: 'alias', ...base, value: first }];
  }
  if (!receiver || !mayBeRouter(file, receiver, 'hono', local)) return createdRoute(file, call);
  const of = isFactory(file, receiver, local) ? undefined : { value: receiver, modules: FACTORY_PACKAGES };
  switch (name) {
    case 'createApp':
      return [{ kind: 'router', ...base, role: 'application', rules, ...(of && { of }) }];
    case 'createMiddleware':
      return first ? [{ kind: 'alias', ...base, value: first }] : [];
    case 'createHandlers':
      return first ? [{ kind: 'alias', ...base, value: { kind: 'list', at: call.at, items: call.args } }] : [];
    default:
      return createdRoute(file, call);
  }
}

function isFactory(file: ProgramFile, receiver: Expr, local: LocalValues): boolean {
  const value = local.valueOf(receiver);
  if (value.kind !== 'call') return false;
  const origin = file.originOf(value.callee);
  return (
    isFrom(origin, FACTORY_PACKAGES, 'createFactory') || (value.isNew && isFrom(origin, FACTORY_PACKAGES, 'Factory'))
  );
}
