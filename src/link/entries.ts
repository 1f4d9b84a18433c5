import { languageRules } from './language.ts';
import type { Program } from './machine.ts';
import { visitNodes } from './walk.ts';

/**
 * The modules of a program in the order in which they are entered: first those that nothing in the tree loads, as they
 * are where a program starts, then what is only reached in circles. Both in the order of their paths.
 *
 * A module that others load is evaluated where they load it: what it does to a shared application happens then.
 */
export function entryOrder(program: Program): readonly string[] {
  const files = [...program.modules.keys()].toSorted();
  const loaded = new Set<string>();
  for (const file of files)
    for (const { specifier, imported } of specifiersIn(program, file)) {
      const target = program.resolve(file, specifier, imported);
      if (target.kind === 'file' && target.file !== file) loaded.add(target.file);
    }
  return [...files.filter(file => !loaded.has(file)), ...files.filter(file => loaded.has(file))];
}

/**
 * Files that register on whatever includes them: they are entered where something does, and by themselves only once all else
 * has run.
 */
export function includedFiles(program: Program): ReadonlySet<string> {
  const files = new Set<string>();
  for (const fact of program.facts) {
    const module = program.modules.get(fact.at.file);
    if (!('implicit' in fact) || !fact.implicit || !module || !languageRules(module.language).includes) continue;
    const isDeclaring = module.body.some(
      statement =>
        statement.kind === 'declare' && statement.value?.kind === 'class' && statement.value.cls.name !== undefined,
    );
    if (!isDeclaring) files.add(fact.at.file);
  }
  return files;
}

type Specifier = { readonly specifier: string; readonly imported?: string };

function specifiersIn(program: Program, file: string): readonly Specifier[] {
  const module = program.modules.get(file);
  if (!module) return [];
  const named = [
    ...module.imports.filter(({ isTypeOnly }) => !isTypeOnly),
    ...module.exports.filter(exported => exported.kind === 'from' || exported.kind === 'all-from'),
  ].map(({ module: specifier, ...binding }): Specifier =>
    'imported' in binding ? { specifier, imported: binding.imported } : { specifier },
  );
  const loads: Specifier[] = [];
  visitNodes(
    [...module.body, ...module.exports.flatMap(exported => (exported.kind === 'value' ? [exported.value] : []))],
    node => {
      if (node.kind === 'load' && node.module.kind === 'text') loads.push({ specifier: node.module.value });
    },
  );
  return [...named, ...loads];
}
