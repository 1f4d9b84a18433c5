/** What the front end of Elixir knows while it translates a file. */
import type { Expr, FunctionNode } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';

export type ElixirSource = SyntaxSource & {
  /** Modules of the file by their full names, and modules that it names. */
  readonly declared: Set<string>;
  readonly mentioned: Map<string, SyntaxNode>;
  /** Names that code calls without saying whose they are, with the modules that may give them, in order. */
  readonly free: Map<string, { readonly node: SyntaxNode; readonly from: Set<string> }>;
  /** The modules that each module of the file names. */
  readonly mentions: Map<string, Set<string>>;
  readonly counts: { made: number };
};

/** What names mean at a place. `fork` it before something is added that holds in a block alone. */
export type Env = {
  /** Full name of the module around; empty outside of all. */
  readonly module: string;
  readonly aliases: Map<string, string>;
  /** Variables; one of a pattern whose parts are not bound yet is an expression. */
  readonly variables: Map<string, Expr | true>;
  /** Functions of the module around, by name. */
  readonly functions: ReadonlySet<string>;
  /** Modules whose functions go by their plain names here: imported, or given by `use` (`Shop.Web#router`). */
  readonly imported: Set<string>;
  /** The code of a module, or one that a macro makes, rather than that of a function: atoms in it may name functions. */
  readonly isModuleCode: boolean;
};

export function fork(env: Env): Env {
  return {
    ...env,
    aliases: new Map(env.aliases),
    variables: new Map(env.variables),
    imported: new Set(env.imported),
  };
}

/** The full name of a module that is written so here. Source: Elixir, `alias`. */
export function expanded(env: Env, name: string): string {
  if (name === '__MODULE__') return env.module;
  const [first = '', ...rest] = name.split('.');
  if (first === 'Elixir') return rest.join('.');
  const start = first === '__MODULE__' ? env.module : (env.aliases.get(first) ?? first);
  return [start, ...rest].join('.');
}

/** A module as a value; the file then imports it, unless it declares it itself. */
export function moduleExpr(source: ElixirSource, env: Env, node: SyntaxNode, written: string): Expr {
  const name = expanded(env, written);
  if (!source.mentioned.has(name)) source.mentioned.set(name, node);
  source.mentions.set(env.module, (source.mentions.get(env.module) ?? new Set()).add(name));
  return { kind: 'name', at: placeOf(source, node), name };
}

/** Notes that a name is called which this module does not have. */
export function noteFree(source: ElixirSource, env: Env, node: SyntaxNode, name: string): void {
  const known = source.free.get(name) ?? { node, from: new Set<string>() };
  for (const one of env.imported) known.from.add(one);
  source.free.set(name, known);
}

/** The text of an alias node, without the spaces that it may be written with: `A.B`, `__MODULE__.C`. */
export function aliasText(source: ElixirSource, node: SyntaxNode): string | undefined {
  if (node.type === 'alias') return textOf(source, node).replace(/\s+/g, '');
  if (node.type === 'identifier' && textOf(source, node) === '__MODULE__') return '__MODULE__';
  if (node.type !== 'dot') return undefined;
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  const outer = left && aliasText(source, left);
  return outer !== undefined && right?.type === 'alias' ? `${outer}.${textOf(source, right)}` : undefined;
}

/** The plain name of what a call calls: `def` of `def f do … end`. */
export function targetName(source: ElixirSource, node: SyntaxNode): string | undefined {
  const target = node.type === 'call' ? childNamed(node, 'target') : undefined;
  return target?.type === 'identifier' ? textOf(source, target) : undefined;
}

/** Arguments of a call as they are written, keywords last; the do block is no part of them. */
export function argumentNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const list = childOfType(node, 'arguments');
  return list ? namedChildren(list) : [];
}

export function doBlock(node: SyntaxNode): SyntaxNode | undefined {
  return childOfType(node, 'do_block');
}

/** The value of a keyword: `do:` of `if a, do: b`. */
export function keywordValue(source: ElixirSource, node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const list of argumentNodes(node)) {
    if (list.type !== 'keywords') continue;
    for (const pair of list.children) {
      const key = pair.type === 'pair' ? childNamed(pair, 'key') : undefined;
      if (key && keyName(source, key) === name) return childNamed(pair, 'value');
    }
  }
  return undefined;
}

/** `only: ` is `only`, `"a b": ` is `a b`. */
export function keyName(source: ElixirSource, node: SyntaxNode): string | undefined {
  if (node.type === 'keyword') return textOf(source, node).replace(/:\s*$/, '');
  const content = namedChildren(node).filter(({ type }) => type === 'quoted_content');
  const [only] = content;
  return node.type === 'quoted_keyword' && only && content.length === 1 ? textOf(source, only) : undefined;
}

export function operatorOf(source: ElixirSource, node: SyntaxNode): string {
  const operator = childNamed(node, 'operator');
  return operator ? textOf(source, operator).replace(/\s+/g, ' ') : '';
}

/** The expressions of a block, in order. */
export function statementsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (!node) return [];
  return namedChildren(node).filter(({ type }) => !type.endsWith('_block') || type === 'do_block');
}

export function functionNode(
  source: ElixirSource,
  node: SyntaxNode,
  given: Pick<FunctionNode, 'parameters' | 'body'> & Partial<Pick<FunctionNode, 'name' | 'bindsSelf' | 'doc'>>,
): FunctionNode {
  const at = placeOf(source, node);
  const { name, ...rest } = given;
  // Blocks that stand at one place are several functions: what they are for is counted.
  source.counts.made++;
  return {
    id: `${at.file}#${at.line}:${at.column}~${source.counts.made}`,
    at,
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
    ...rest,
    ...(name === undefined ? {} : { name }),
  };
}

export function callExpr(
  source: ElixirSource,
  node: SyntaxNode,
  given: { readonly callee: Expr; readonly args: readonly Expr[]; readonly nameAt?: SyntaxNode },
): Expr {
  return {
    kind: 'call',
    at: placeOf(source, node),
    nameAt: placeOf(source, given.nameAt ?? node),
    callee: given.callee,
    args: given.args,
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

export function unknown(source: ElixirSource, node: SyntaxNode, parts: readonly Expr[] = []): Expr {
  return unknownExpr(source, node, parts);
}
