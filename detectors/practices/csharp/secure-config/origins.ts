/** Which other origins are answered with credentials. Source: ASP.NET Core, Enable Cross-Origin Requests (CORS). */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { chainOf, lastName } from '../../../routes/csharp/names.ts';
import { valueOf } from '../../bindings.ts';
import { switchAt } from '../../switch-at.ts';
import { saysYes } from '../told.ts';

const ASKS: ReadonlySet<string> = new Set(['AllowAnyOrigin', 'SetIsOriginAllowed', 'WithOrigins']);

/**
 * A policy is what is called on one builder: `policy.WithOrigins("…").AllowCredentials()`, also over several statements. What a
 * branch decides about is not judged: it may be of another policy, or of development.
 */
export function originSwitches(file: ProgramFile): readonly SwitchFact[] {
  const certain = new Set<unknown>(certainNodes(file.module.body));
  const policies = new Map<unknown, CallSite[]>();
  for (const site of file.calls) {
    if (!ASKS.has(site.name) && site.name !== 'AllowCredentials') continue;
    const key = builderOf(site);
    policies.set(key, [...(policies.get(key) ?? []), site]);
  }
  return [...policies.values()].flatMap(sites =>
    sites.every(({ call }) => certain.has(call)) ? judged(file, sites) : [],
  );
}

/** The function that is handed the builder; `new CorsPolicyBuilder()` is one by itself. */
function builderOf({ call, inside }: CallSite): unknown {
  const { calls, root } = chainOf(call);
  return root.kind === 'name' ? inside[0] : (calls.at(-1) ?? call);
}

function judged(file: ProgramFile, sites: readonly CallSite[]): readonly SwitchFact[] {
  const asks = sites.filter(({ name }) => ASKS.has(name));
  const hasCredentials = sites.some(({ name }) => name === 'AllowCredentials');
  const [first, ...others] = asks;
  if (!first) return [];
  const any = asks.find(
    ({ name, call }) => name === 'AllowAnyOrigin' || (name === 'SetIsOriginAllowed' && letsAllIn(call)),
  );
  if (any)
    return hasCredentials
      ? [switchAt(any.call.nameAt, 'cross-origin', false, 'any origin is answered with credentials')]
      : [];
  return others.length === 0 && first.name === 'WithOrigins' && areNamed(file, first)
    ? [switchAt(first.call.nameAt, 'cross-origin', true, 'origins that are answered are named')]
    : [];
}

function letsAllIn({ args }: CallExpr): boolean {
  return saysYes(args[0]);
}

/** Every origin is written out, and none of them stands for others. */
function areNamed(file: ProgramFile, { call, inside }: CallSite): boolean {
  const given = call.args.map(arg => valueOf(file, arg, inside));
  const items = given.flatMap((arg): readonly Expr[] => (arg.kind === 'list' ? arg.items : [arg]));
  return (
    items.length > 0 && items.every(item => item.kind === 'text' && item.value !== '' && !item.value.includes('*'))
  );
}

/** `new EnableCorsAttribute("*", "*", "*") { SupportsCredentials = true }` of Web API. */
export function attributeOrigins(site: CallSite): readonly SwitchFact[] {
  const { call } = site;
  if (!/^EnableCors(?:Attribute)?$/.test(lastName(call.callee))) return [];
  const named = (name: string): Expr | undefined =>
    call.args.flatMap(arg => (arg.kind === 'named' && arg.name === name ? [arg.value] : []))[0];
  const origins = named('origins') ?? call.args.find(arg => arg.kind !== 'named');
  const credentials = named('SupportsCredentials');
  const isAny = origins?.kind === 'text' && origins.value === '*';
  return isAny && credentials?.kind === 'boolean' && credentials.value
    ? [switchAt(call.nameAt, 'cross-origin', false, 'any origin is answered with credentials')]
    : [];
}
