/** Reads who may call by lists of classes: those of a view, or those of the settings of its project. */
import type { Mechanism } from '../../core/facts/program.ts';
import { lineOf } from '../ancestors.ts';
import { opaqueInstance } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { memberOf, methodOf } from '../members.ts';
import { hasApplication, namedValue, settingNear } from '../project-settings.ts';
import { type ClassValue, type PolicyValue, type Value, either, optionsOf, unknown } from '../value.ts';
import { exportedGuard, readBody, readGuard } from './reading.ts';
import { type Reading, oneOf, simple, strongest } from './readings.ts';
import type { Request } from './request.ts';

/** What the policy of an operation does to a stranger; all classes of the list must let pass. */
export function readPolicy(machine: Machine, policy: PolicyValue, request: Request): Reading {
  const { rules, at } = policy;
  const classes = policy.given ?? settingOf(machine, policy, rules.setting.policy);
  const readers = policy.credentials ?? settingOf(machine, policy, rules.setting.credentials);
  const first = classes
    ? oneOf(optionsOf(classes).map(option => readList(machine, policy, option, request)))
    : simple('none', rules.attribute, 'nothing says who may call, and the framework lets everybody', at);
  const second = readers
    ? oneOf(optionsOf(readers).map(option => readCredentials(machine, policy, option, request)))
    : simple('none', rules.credentials.attribute, 'nothing that reads credentials refuses');
  const reading = strongest([first, second]);
  const mechanisms = reading.effect === 'none' ? [] : mechanismsOf(machine, policy, readers);
  return mechanisms.length > 0 ? { ...reading, mechanisms } : reading;
}

/** What the settings around say; unknown where no project was found whose default would hold. */
function settingOf(machine: Machine, { file, rules }: PolicyValue, key: string): Value | undefined {
  const setting = settingNear(machine, rules.setting.name, file);
  if (!setting) {
    return hasApplication(machine)
      ? undefined
      : unknown('no settings that would say it were found', rules.setting.name);
  }
  const values = optionsOf(setting).map(option => memberOf(machine, option, key));
  const given = values.filter(value => value.kind !== 'nothing');
  return given.length === 0 ? undefined : either(values);
}

function readList(machine: Machine, policy: PolicyValue, list: Value, request: Request): Reading {
  const name = policy.rules.attribute;
  if (list.kind === 'nothing')
    return simple('none', name, 'nothing says who may call, and the framework lets everybody');
  if (list.kind !== 'list') {
    const reading = readOne(machine, policy, list, request);
    return list.kind === 'unknown' ? { ...reading, what: name, at: policy.at } : reading;
  }
  const readings = list.items.map(item => readOne(machine, policy, item, request));
  const whole =
    readings.length === 0
      ? simple('none', name, 'the list is empty, so everybody may call', policy.at)
      : strongest(readings);
  // What else is in the list can only refuse more.
  return list.isOpen && whole.effect !== 'required'
    ? { ...whole, effect: 'unknown', why: `not all of ${name} could be read` }
    : whole;
}

function readOne(machine: Machine, policy: PolicyValue, item: Value, request: Request): Reading {
  const value = namedValue(machine, policy.file, item);
  if (value.kind === 'either') return oneOf(value.options.map(option => readOne(machine, policy, option, request)));
  const cls = value.kind === 'class' ? value : value.kind === 'instance' ? value.of : undefined;
  if (!cls) return readGuard(machine, value, request);
  const decides = methodOf(machine, cls, policy.rules.decides, opaqueInstance(machine, cls));
  if (decides?.kind === 'closure') return readGuard(machine, value, request);
  const base = lineOf(cls).find(above => above.kind === 'external' && exportedGuard(machine, above));
  const reading = base ? readGuard(machine, base, request) : readGuard(machine, value, request);
  return { ...reading, what: cls.cls.name ?? reading.what, at: cls.cls.nameAt };
}

/** A class that reads credentials may refuse who sends none, by an error. */
function readCredentials(machine: Machine, policy: PolicyValue, list: Value, request: Request): Reading {
  const items = list.kind === 'list' ? list.items : [];
  const readings = items.flatMap((item): readonly Reading[] => {
    const value = namedValue(machine, policy.file, item);
    const cls = value.kind === 'class' ? value : undefined;
    const reads = cls && methodOf(machine, cls, policy.rules.credentials.reads, opaqueInstance(machine, cls));
    if (!cls || reads?.kind !== 'closure') return [];
    const what = cls.cls.name ?? 'a class';
    const reading = readBody(machine, reads, request, { style: 'supplier' }, { what, at: cls.cls.nameAt, name: what });
    return reading.effect === 'required' ? [reading] : [];
  });
  // The first that finds a credential ends the search: an earlier one that asks for none lets none of the later ones refuse.
  return readings.length > 0
    ? strongest(readings)
    : simple('none', 'credentials', 'nothing that reads credentials refuses');
}

function mechanismsOf(machine: Machine, policy: PolicyValue, readers: Value | undefined): readonly Mechanism[] {
  const items = readers ? optionsOf(readers).flatMap(option => (option.kind === 'list' ? option.items : [])) : [];
  const found = items.flatMap(item => mechanismOf(machine, namedValue(machine, policy.file, item)) ?? []);
  return [...new Set(found)].toSorted();
}

function mechanismOf(machine: Machine, value: Value): Mechanism | undefined {
  const line: readonly Value[] = value.kind === 'class' ? lineOf(value satisfies ClassValue) : [value];
  for (const above of line) {
    const known = above.kind === 'external' ? exportedGuard(machine, above) : undefined;
    if (known?.kind === 'guard' && known.mechanism) return known.mechanism;
  }
  return value.kind === 'class' ? 'custom' : undefined;
}
