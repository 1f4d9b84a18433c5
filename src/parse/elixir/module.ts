import type { ImportBinding, Module, Statement } from '../../core/program.ts';
import { placeOf, type SyntaxSource } from '../syntax/source.ts';
import { namedChildren } from '../syntax/syntax-tree.ts';
import { moduleStatements } from './modules.ts';
import type { ElixirSource, Env } from './source.ts';

/**
 * The module of a file of Elixir, which declares and exports the modules that it defines by their full names.
 *
 * Modules that it names are imports by their full names. A name that code calls and no module of the file defines is an import
 * from whatever may give it there: modules that are imported, and `Shop.Web#router` for those that `use Shop.Web, :router` runs.
 */
export function elixirModuleOf(syntax: SyntaxSource): Module {
  const source: ElixirSource = {
    ...syntax,
    declared: new Set(),
    mentioned: new Map(),
    free: new Map(),
    mentions: new Map(),
    counts: { made: 0 },
  };
  const env: Env = {
    module: '',
    aliases: new Map(),
    variables: new Map(),
    functions: new Set(),
    imported: new Set(),
    isModuleCode: true,
  };
  const body = inOrderOfNeed(source, moduleStatements(source, env, namedChildren(source.tree.root)));
  const top = placeOf(source, { ...source.tree.root, end: source.tree.root.start });
  const named = [...source.mentioned].flatMap(([name, node]): readonly ImportBinding[] =>
    source.declared.has(name)
      ? []
      : [{ at: placeOf(source, node), local: name, imported: '*', module: name, isTypeOnly: false }],
  );
  const free = [...source.free].flatMap(([name, { node, from }]): readonly ImportBinding[] =>
    from.size === 0
      ? []
      : [{ at: placeOf(source, node), local: name, imported: name, module: [...from].join(','), isTypeOnly: false }],
  );
  return {
    file: source.file,
    language: 'elixir',
    imports: [...named, ...free],
    exports: [...source.declared].map(name => ({ kind: 'local', at: top, exported: name, local: name })),
    body,
  };
}

/**
 * Modules of one file know each other whichever comes first: one that another names is made before it, as far as they do not
 * name each other in a circle. A name that a scope completes is known by its end.
 */
function inOrderOfNeed(source: ElixirSource, body: readonly Statement[]): readonly Statement[] {
  const byName = new Map<string, Statement>();
  for (const statement of body) {
    const name = moduleIn(statement);
    if (name !== undefined) byName.set(name, statement);
  }
  if (byName.size < 2) return body;
  const placed = new Set<Statement>();
  const out: Statement[] = [];
  for (const statement of body) {
    // Those that wait for what they name, the innermost last.
    const waiting = [statement];
    const entered = new Set<Statement>();
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      const needs = entered.has(next) ? [] : neededBy(source, byName, next);
      entered.add(next);
      const open = needs.filter(one => !placed.has(one) && !entered.has(one));
      if (open.length > 0) {
        waiting.push(...open.toReversed());
        continue;
      }
      waiting.pop();
      if (!placed.has(next)) out.push(next);
      placed.add(next);
    }
  }
  return out;
}

function moduleIn(statement: Statement): string | undefined {
  return statement.kind === 'declare' && statement.value?.kind === 'class' ? statement.value.cls.name : undefined;
}

function neededBy(
  source: ElixirSource,
  byName: ReadonlyMap<string, Statement>,
  statement: Statement,
): readonly Statement[] {
  const name = moduleIn(statement);
  const mentioned = [...(source.mentions.get(name ?? '') ?? [])];
  return mentioned.flatMap(one => {
    const whole = byName.get(one);
    if (whole) return [whole];
    return [...byName].flatMap(([full, found]) => (full.endsWith(`.${one}`) ? [found] : []));
  });
}
