import type { Origin } from '../../../src/parse/program-file.ts';

/**
 * What is taken from a module, as one dotted name: `NestFactory.create`, `Router`; `default` for the module's own value.
 * `require('x').y`, `import * as x` and `import { y }` give the same `y`; undefined when it is of another module.
 */
export function exportOf(origin: Origin | undefined, modules: string | readonly string[]): string | undefined {
  if (!origin) return undefined;
  const known = typeof modules === 'string' ? [modules] : modules;
  if (!known.includes(origin.module)) return undefined;
  const [first, ...others] = origin.path;
  const isWhole = first === 'default' || first === '*';
  return isWhole ? others.join('.') || 'default' : origin.path.join('.');
}
