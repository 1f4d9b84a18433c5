import type { SwitchFact, SwitchName } from '../../src/core/facts/switch.ts';
import type { Location } from '../../src/core/location.ts';

export function switchAt(at: Location, name: SwitchName, isSafe: boolean, what: string): SwitchFact {
  return { kind: 'switch', at, name, isSafe, what };
}
