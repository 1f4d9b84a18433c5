import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import { RULES } from './packages.ts';

/** What settings put before everything that the application of the component serves. */
export function basePath(path: string, at: Location): ProgramFact {
  const prefix = { kind: 'text', value: path, at } as const;
  return { kind: 'base-path', at, framework: 'ktor', site: prefix, rules: RULES, prefix };
}
