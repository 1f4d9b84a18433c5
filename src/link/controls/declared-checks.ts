/** What a handler checks by rules that its program states: on a type, or where it asks for them. */
import type { Method } from '../../core/facts/program.ts';
import type { SeenControl } from '../../core/operation.ts';
import type { Location } from '../../core/location.ts';
import type { Machine } from '../machine.ts';
import type { ClosureValue } from '../value.ts';
import { checksOfCSharp } from './checks-csharp.ts';
import { checksOfGo } from './checks-go.ts';
import { checksOfPhp } from './checks-php.ts';
import { checksOfRuby } from './checks-ruby.ts';

/** Where something of the request is checked, in words. */
export type DeclaredCheck = {
  readonly at: Location;
  readonly what: string;
  /** It is of a body: a request without one passes. */
  readonly isOfBody?: true;
};

const BODILESS: ReadonlySet<Method> = new Set(['GET', 'HEAD', 'OPTIONS']);

type Reading = (machine: Machine, handler: ClosureValue) => DeclaredCheck | undefined;

const READINGS: ReadonlyMap<string, Reading> = new Map([
  ['c-sharp', checksOfCSharp],
  ['go', checksOfGo],
  ['php', checksOfPhp],
  ['ruby', checksOfRuby],
]);

export function declaredChecks(machine: Machine, handler: ClosureValue, method: Method): readonly SeenControl[] {
  const language = machine.modules.get(handler.fn.at.file)?.module.language ?? '';
  const check = READINGS.get(language)?.(machine, handler);
  if (!check || (check.isOfBody && BODILESS.has(method))) return [];
  return [{ control: 'validation', at: check.at, what: check.what }];
}
