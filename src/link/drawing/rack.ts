/**
 * Middleware of Rack that guards what stands behind it: `use Rack::Auth::Basic do |name, password| … end`, classes of the tree.
 *
 * Sources: Rack, SPEC, Rack::Auth::Basic; Grape, README, Middleware; rack-jwt, README.
 */
import type { Mechanism } from '../../core/facts/program.ts';
import { opaqueInstance } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import { type Value, fullNames } from '../value.ts';
import type { Given } from './arguments.ts';

const KNOWN: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ['Rack::Auth::Basic', 'basic'],
  ['Rack::Auth::Digest::MD5', 'custom'],
  ['Rack::JWT::Auth', 'jwt'],
]);

/** What `use` is given, as a guard; undefined where it is none. */
export function rackGuard(machine: Machine, given: Given): Value | undefined {
  const app = given.positional[0]?.value;
  if (app?.kind === 'external') {
    const [name] = fullNames(app).filter(one => KNOWN.has(one));
    if (name === undefined) return undefined;
    // Paths may be spared.
    const isWhole = !given.options.has('exclude') && !given.options.has('optional');
    return {
      kind: 'guard',
      at: given.at,
      what: name,
      effect: isWhole ? 'required' : 'unknown',
      mechanism: KNOWN.get(name) ?? 'custom',
      scopes: [],
      limiter: false,
      why: isWhole ? 'it refuses requests without good credentials' : 'it spares some paths',
    };
  }
  if (app?.kind !== 'class') return undefined;
  const self = opaqueInstance(machine, app);
  for (const name of ['call', 'before']) {
    const method = methodOf(machine, app, name, self);
    if (method?.kind !== 'closure') continue;
    machine.namesOf.set(method.fn.id, app.cls.name ?? name);
    return method;
  }
  return undefined;
}
