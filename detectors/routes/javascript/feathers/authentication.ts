import type { GuardEffect, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { mechanismNamed } from '../mechanism-name.ts';
import { exportOf } from '../origins.ts';
import { type LocalValues, optionOf } from '../values.ts';

const HOOKS: readonly string[] = ['feathers-hooks-common'];

/** Guards of Feathers' own packages. Sources: Feathers, Authentication, Hook; feathers-hooks-common. */
export function guardFacts(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'feathers', site: call } as const;
  const [first, second] = call.args;
  if (/^(?:hooks\.)?authenticate$/.test(exportOf(origin, '@feathersjs/authentication') ?? '')) {
    const strategies = strategiesOf(call.args, local);
    return [
      {
        kind: 'guard-kind',
        ...base,
        effect: effectOf(strategies),
        mechanism: mechanismNamed(strategies?.[0] ?? ''),
        why: 'authenticate() refuses calls from outside without a valid credential',
      },
    ];
  }
  const name = exportOf(origin, HOOKS);
  if (name === 'disallow')
    return [
      {
        kind: 'guard-kind',
        ...base,
        effect: 'required',
        mechanism: 'custom',
        why: 'disallow() refuses calls from outside',
      },
    ];
  // `iff(isProvider('external'), hook)`: every call over HTTP comes from outside.
  if (name === 'iff' && first && second && isExternal(file, first))
    return [{ kind: 'alias', ...base, value: { kind: 'list', at: call.at, items: call.args.slice(1) } }];
  return [];
}

/** The names that are given, each by itself, in a list, or as `{ strategies }`; undefined when one is not written out. */
function strategiesOf(args: readonly Expr[], local: LocalValues): readonly string[] | undefined {
  const [first] = args;
  const given = first?.kind === 'record' ? optionOf(first, 'strategies', local) : undefined;
  const items = (given ? [given] : args).flatMap(arg => {
    const value = local.valueOf(arg);
    return value.kind === 'list' ? value.items : [value];
  });
  if (items.length === 0 || items.some(({ kind }) => kind !== 'text')) return undefined;
  return items.flatMap(item => (item.kind === 'text' ? [item.value] : []));
}

/** The strategy `anonymous` lets everyone in. Source: Feathers cookbook, Anonymous authentication. */
function effectOf(strategies: readonly string[] | undefined): GuardEffect {
  if (!strategies) return 'unknown';
  return strategies.some(name => name.toLowerCase().includes('anonymous')) ? 'optional' : 'required';
}

function isExternal(file: ProgramFile, expr: Expr): boolean {
  if (expr.kind !== 'call' || exportOf(file.originOf(expr.callee), HOOKS) !== 'isProvider') return false;
  const [given] = expr.args;
  return given?.kind === 'text' && given.value === 'external';
}
