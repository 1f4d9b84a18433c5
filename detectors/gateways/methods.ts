import { HTTP_METHODS, type Method } from '../../src/core/facts/program.ts';

const KNOWN: ReadonlySet<string> = new Set(HTTP_METHODS);

/** Methods as a gateway lists them; none listed means all of them. A method outside HTTP's is left out. */
export function methodsOf(names: readonly string[]): readonly Method[] {
  if (names.length === 0 || names.includes('*')) return ['ANY'];
  return names.map(name => name.toUpperCase()).filter((name): name is Method => KNOWN.has(name));
}
