/** Options of calls, which Ruby takes as keywords or as a hash in the last place. */
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { argument } from '../calls.ts';
import { type Option, optionIn } from '../constants.ts';

/** An option by its name; `index` is the place of the hash. `unknown` where it is made elsewhere. */
export function optionOf(file: ProgramFile, { call, inside }: CallSite, name: string, index: number): Option {
  const named = argument(file, call, inside, { name });
  if (named.kind !== 'absent') return named;
  const options = call.args.filter(arg => arg.kind !== 'named')[index];
  return optionIn(file, options, name, inside);
}
