/** The action of a controller that a route names, with what stands before it. */
import { heededBy } from './callback-state.ts';
import { guardsBefore } from './callbacks.ts';
import { opaqueInstance } from './calling.ts';
import type { Machine } from './machine.ts';
import { importedValue } from './modules.ts';
import { methodOf } from './members.ts';
import { type Value, unknown } from './value.ts';

type Asked = {
  /** Where the route stands. */
  readonly file: string;
  /** Paths of the controller, the first that the tree has counts: `api/v1/users`. */
  readonly names: readonly string[];
  readonly action: string;
};

/** What Rails brings along and lets everybody see. Source: Rails guides, Rails Routing, health checks; Progressive Web Apps. */
const OF_RAILS = /^(?:rails\/(?:health|pwa|welcome|info)|active_storage\/.*|action_mailbox\/.*)$/;

/** A controller that is not in the tree may guard its actions or not. */
export function actionOf(
  machine: Machine,
  { file, names, action }: Asked,
): { readonly guards: readonly Value[]; readonly handler: Value } {
  const cls = withoutConditions(machine, () => controllerNamed(machine, file, names));
  const [name = ''] = names;
  if (!cls) {
    if (OF_RAILS.test(name))
      return { guards: [], handler: { kind: 'external', module: 'Rails', path: [name, action] } };
    const missing = unknown('its controller is not in the tree', `${name}#${action}`);
    return { guards: [missing], handler: missing };
  }
  const self = opaqueInstance(machine, cls);
  const method = methodOf(machine, cls, action, self);
  const { guards, ran } = guardsBefore(machine, cls, action);
  return {
    guards,
    // Without a method, the template of the action is shown.
    handler:
      method?.kind === 'closure'
        ? { ...method, after: heededBy(machine, cls, method, ran) }
        : { kind: 'external', module: 'Rails', path: [name, action] },
  };
}

function controllerNamed(machine: Machine, file: string, names: readonly string[]) {
  for (const name of names) {
    const value = importedValue(machine, file, '*', `~${name}_controller`);
    if (value?.kind === 'class') return value;
  }
  return undefined;
}

/** A class is what it is, whatever leads to the route that names it. */
function withoutConditions<T>(machine: Machine, run: () => T): T {
  const conditions = machine.conditions.splice(0);
  const result = run();
  machine.conditions.push(...conditions);
  return result;
}
