/** Modules of Guardian and what they are told. Source: Guardian, Guardian.Token.Jwt. */
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { type ElixirModule, modulesOf, type Use } from '../../routes/elixir/modules.ts';

/** Modules that `use Guardian`. */
export function guardianModules(file: ProgramFile): readonly (ElixirModule & { readonly use: Use })[] {
  return modulesOf(file).all.flatMap(module => {
    const use = module.uses.find(one => one.module === 'Guardian');
    return use ? [{ ...module, use }] : [];
  });
}
