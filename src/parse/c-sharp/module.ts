import { callAt } from '../../core/program-nodes.ts';
import type { ExportBinding, Expr, ImportBinding, Module, Statement } from '../../core/program.ts';
import { startOf } from '../../core/location.ts';
import { freeNames } from '../free-names.ts';
import { placeOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { flattened, basesFirst, isType } from './classes.ts';
import { EXTENSIONS, importsOf } from './imports.ts';
import { type CSharpSource, csharpSource, hasModifier, nameText } from './source.ts';
import { statements, typeDeclaration } from './statements.ts';

/**
 * The module of a C# file: its types, whatever namespaces they stand in, each declared and exported; then its top-level
 * statements, or a call of the `Main` that it declares.
 *
 * A name that is declared nowhere in the file is imported from all namespaces that it may come from, with commas between. The
 * binding `*` holds them once more, behind the word `this:`: methods that are called on a value of another type are found by it.
 */
export function csharpModuleOf(syntax: SyntaxSource): Module {
  const source = csharpSource(syntax);
  const { root } = source.tree;
  const types = basesFirst(source, typesIn(root));
  const body: Statement[] = types.flatMap(type => typeDeclaration(source, type));
  const exports = body.flatMap((statement): readonly ExportBinding[] =>
    statement.kind === 'declare' && statement.pattern.kind === 'name'
      ? [{ kind: 'local', at: statement.pattern.at, exported: statement.pattern.name, local: statement.pattern.name }]
      : [],
  );
  const top = root.children.filter(child => child.type === 'global_statement' || child.type === 'ERROR');
  body.push(...(top.length > 0 ? statements(source, top) : mainCall(source, types)));
  const { aliases, candidates } = importsOf(source, root);
  const everything: ImportBinding = {
    at: startOf(source.file),
    local: '*',
    imported: '*',
    module: `${EXTENSIONS}${candidates.join(',')}`,
    isTypeOnly: true,
  };
  const module: Module = { file: source.file, language: 'c-sharp', imports: aliases, exports, body };
  const free = freeNames(module, {
    candidates,
    typeParameters: typeParametersIn(source),
    given: GIVEN,
    membersHideNoTypes: true,
  });
  return { ...module, imports: [...aliases, ...free, everything] };
}

/** The types of a file, in all of its namespaces. */
function typesIn(root: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = [root];
  for (let node = open.shift(); node; node = open.shift()) {
    for (const child of flattened(node)) {
      if (isType(child)) found.push(child);
      else if (child.type === 'namespace_declaration') open.push(childNamed(child, 'body') ?? child);
      else if (child.type === 'file_scoped_namespace_declaration') open.push(child);
    }
  }
  return found;
}

/** The program begins with the static method `Main`. */
function mainCall(source: CSharpSource, types: readonly SyntaxNode[]): readonly Statement[] {
  for (const type of types) {
    const body = childNamed(type, 'body');
    const main = body?.children.find(
      child =>
        child.type === 'method_declaration' &&
        nameText(source, childNamed(child, 'name')) === 'Main' &&
        hasModifier(source, child, 'static'),
    );
    const name = childNamed(type, 'name');
    const called = main && childNamed(main, 'name');
    if (!name || !called) continue;
    const at = placeOf(source, called);
    const of: Expr = { kind: 'name', at: placeOf(source, name), name: nameText(source, name) };
    const callee: Expr = { kind: 'member', at, of, name: 'Main', nameAt: at };
    const args: readonly Expr[] = [{ kind: 'unknown', at, text: 'args', parts: [] }];
    return [{ kind: 'evaluate', at, value: callAt(at, callee, args) }];
  }
  return [];
}

function typeParametersIn(source: CSharpSource): ReadonlySet<string> {
  const names = new Set<string>();
  const open = [source.tree.root];
  for (let node = open.pop(); node; node = open.pop()) {
    const name =
      node.type === 'type_parameter' ? (childNamed(node, 'name') ?? childOfType(node, 'identifier')) : undefined;
    if (name) names.add(nameText(source, name));
    for (const child of node.children) open.push(child);
  }
  return names;
}

/** Words that stand where a name may. */
const GIVEN: ReadonlySet<string> = new Set(
  `super this value args nameof _ $caught string int long short byte sbyte uint ulong ushort char bool double float decimal
  object void dynamic nint nuint var`.split(/\s+/),
);
