/**
 * Modules. One is a class: its functions are static methods, its attributes static fields (`@prefix`), and what its body does
 * beside is a static block, which runs when the module is made. Functions that a `quote` holds are members of the module that
 * has the macro: whoever uses it has them from there.
 */
import type { ClassMember, Expr, Statement } from '../../core/program.ts';
import { staticBlock } from '../static-block.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { choosing, CHOOSING, type Clause, sides } from './control.ts';
import { expression, itemsOf, testOf } from './expressions.ts';
import { clausedFunction } from './functions.ts';
import {
  aliasText,
  argumentNodes,
  callExpr,
  doBlock,
  type ElixirSource,
  type Env,
  expanded,
  fork,
  keywordValue,
  moduleExpr,
  operatorOf,
  statementsOf,
  targetName,
} from './source.ts';

const DEFINING: ReadonlySet<string> = new Set(['def', 'defp', 'defmacro', 'defmacrop', 'defguard', 'defguardp']);

const MODULES: ReadonlySet<string> = new Set(['defmodule', 'defprotocol', 'defimpl']);

/** Attributes that say something of functions and types, and hold no value that code asks for. */
const SAID: ReadonlySet<string> = new Set([
  'after_compile',
  'after_verify',
  'before_compile',
  'behaviour',
  'callback',
  'compile',
  'deprecated',
  'derive',
  'dialyzer',
  'doc',
  'enforce_keys',
  'external_resource',
  'impl',
  'macrocallback',
  'moduledoc',
  'on_definition',
  'on_load',
  'opaque',
  'optional_callbacks',
  'shortdoc',
  'since',
  'spec',
  'type',
  'typedoc',
  'typep',
  'vsn',
]);

/** What the body of a file or module, or the code of a `quote`, does when it runs. Declarations are members, and not here. */
export function moduleStatements(source: ElixirSource, env: Env, nodes: readonly SyntaxNode[]): readonly Statement[] {
  return nodes.flatMap(node => deeper(source, node, () => moduleStatement(source, env, node)) ?? []);
}

function moduleStatement(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const attribute = attributeOf(source, node);
  if (attribute) {
    if (SAID.has(attribute.name)) return [];
    return [
      {
        kind: 'assign',
        at,
        target: { kind: 'name', at, name: `@${attribute.name}` },
        value: expression(source, env, attribute.value),
      },
    ];
  }
  const name = targetName(source, node);
  if (name === undefined) return [{ kind: 'evaluate', at, value: expression(source, env, node) }];
  if (MODULES.has(name)) return moduleDeclaration(source, env, node);
  if (DEFINING.has(name) || name === 'defdelegate') return [];
  if (name === 'alias' || name === 'import' || name === 'require') {
    noteAliases(source, env, node, name);
    return [];
  }
  if (name === 'use') return useOf(source, env, node);
  if (name === 'if' || name === 'unless') {
    const [condition] = argumentNodes(node);
    const { then, otherwise } = sides(source, node);
    const test: Expr = condition ? testOf(source, env, condition) : { kind: 'unknown', at, text: '', parts: [] };
    const yes = moduleStatements(source, fork(env), then);
    const no = moduleStatements(source, fork(env), otherwise ?? []);
    // A module that a file defines under a condition (`if Code.ensure_loaded?(Plug)`) is there for those who name it.
    if (env.module === '' && [...yes, ...no].every(({ kind }) => kind === 'declare')) return [...yes, ...no];
    return [{ kind: 'branch', at, test, then: name === 'if' ? yes : no, otherwise: name === 'if' ? no : yes }];
  }
  if (name === 'unquote') {
    // The code that a macro was given, or that another function of the module makes, runs here.
    const [of] = argumentNodes(node);
    if (!of) return [];
    const value = expression(source, env, of);
    const isCode = value.kind === 'name';
    return [{ kind: 'evaluate', at, value: isCode ? callExpr(source, node, { callee: value, args: [] }) : value }];
  }
  if (CHOOSING.has(name)) return loosened(choosing(source, fork(env), node, name));
  return [{ kind: 'evaluate', at, value: expression(source, env, node) }];
}

/** At the top of a module nothing returns. */
function loosened(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement): readonly Statement[] => {
    if (statement.kind === 'return')
      return statement.value ? [{ kind: 'evaluate', at: statement.at, value: statement.value }] : [];
    if (statement.kind === 'throw') return [];
    if (statement.kind !== 'branch') return [statement];
    return [{ ...statement, then: loosened(statement.then), otherwise: loosened(statement.otherwise) }];
  });
}

function attributeOf(
  source: ElixirSource,
  node: SyntaxNode,
): { readonly name: string; readonly value: SyntaxNode } | undefined {
  if (node.type !== 'unary_operator' || operatorOf(source, node) !== '@') return undefined;
  const operand = childNamed(node, 'operand');
  const name = operand && targetName(source, operand);
  const [value] = operand ? argumentNodes(operand) : [];
  return name !== undefined && value ? { name, value } : undefined;
}

/** `use Shop.Web, :router` runs a macro of that module here. */
function useOf(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const out: Statement[] = [];
  const [first, ...rest] = argumentNodes(node);
  if (!first) return [];
  for (const { written, node: place } of modulesNamed(source, first)) {
    const name = expanded(env, written);
    const [option] = rest;
    env.imported.add(`${name}#${option?.type === 'atom' ? textOf(source, option).slice(1) : ''}`);
    const nameAt = placeOf(source, place);
    const of = moduleExpr(source, env, place, written);
    const callee: Expr = { kind: 'member', at: nameAt, of, name: '__using__', nameAt };
    out.push({
      kind: 'evaluate',
      at,
      value: callExpr(source, node, { callee, args: itemsOf(source, env, rest), nameAt: place }),
    });
  }
  return out;
}

type Named = { readonly written: string; readonly node: SyntaxNode };

/** `A.B`, or `A.{B, C.D}`. */
function modulesNamed(source: ElixirSource, node: SyntaxNode): readonly Named[] {
  const plain = aliasText(source, node);
  if (plain !== undefined) return [{ written: plain, node }];
  if (node.type !== 'dot') return [];
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  const outer = left && aliasText(source, left);
  if (outer === undefined || right?.type !== 'tuple') return [];
  return namedChildren(right).flatMap(child =>
    child.type === 'alias' ? [{ written: `${outer}.${textOf(source, child)}`, node: child }] : [],
  );
}

/** What `alias`, `import` and `require` make of names from here on. Source: Elixir, alias, require, import, and use. */
export function noteAliases(source: ElixirSource, env: Env, node: SyntaxNode, kind: string): void {
  const [first] = argumentNodes(node);
  if (!first) return;
  const as = keywordValue(source, node, 'as');
  const given = as && aliasText(source, as);
  for (const { written, node: place } of modulesNamed(source, first)) {
    const full = expanded(env, written);
    if (kind === 'import') {
      env.imported.add(full);
      moduleExpr(source, env, place, written);
    } else if (given !== undefined) env.aliases.set(given, full);
    else if (kind === 'alias') env.aliases.set(full.split('.').at(-1) ?? full, full);
  }
}

/** `defmodule Shop.Cart do … end`, declared under its full name. */
export function moduleDeclaration(source: ElixirSource, env: Env, node: SyntaxNode): readonly Statement[] {
  const [first] = argumentNodes(node);
  const block = doBlock(node);
  const written = first && aliasText(source, first);
  if (!first || written === undefined || !block) return [];
  const target = targetName(source, node) === 'defimpl' ? keywordValue(source, node, 'for') : undefined;
  const suffix = target && aliasText(source, target);
  const outer = env.module === '' || targetName(source, node) === 'defimpl' ? '' : `${env.module}.`;
  const base = written.startsWith('__MODULE__') || outer === '' ? expanded(env, written) : `${outer}${written}`;
  const name = suffix === undefined ? base : `${base}.${expanded(env, suffix)}`;
  // A module in another one goes by its last name there.
  if (outer !== '') {
    const [short = written] = written.split('.');
    if (short !== '__MODULE__') env.aliases.set(short, `${outer}${short}`);
  }
  source.declared.add(name);
  const at = placeOf(source, node);
  const nameAt = placeOf(source, first);
  const nodes = statementsOf(block);
  const inside: Env = {
    module: name,
    aliases: new Map(env.aliases),
    variables: new Map(),
    functions: functionNames(source, nodes),
    imported: new Set(env.imported),
    isModuleCode: true,
  };
  const statements = moduleStatements(source, inside, nodes);
  const inner = statements.filter(statement => isClass(statement));
  const own = statements.filter(statement => !isClass(statement));
  const members = membersOf(source, inside, nodes);
  const attributes = attributesIn(own);
  const rest = own.filter(statement => !isOnlyAttribute(statement, attributes));
  const fields = own.flatMap((statement): readonly ClassMember[] =>
    statement.kind === 'assign' && isOnlyAttribute(statement, attributes)
      ? [
          {
            kind: 'field',
            at: statement.at,
            name: statement.target.kind === 'name' ? statement.target.name : '',
            nameAt: statement.target.at,
            value: statement.value,
            isStatic: true,
            decorators: [],
          },
        ]
      : [],
  );
  const used = own.flatMap(usedIn);
  const running: readonly ClassMember[] =
    rest.length > 0
      ? [
          staticBlock(
            at,
            rest.map(statement => ofModule(statement, name)),
          ),
        ]
      : [];
  return [
    ...inner,
    {
      kind: 'declare',
      at,
      pattern: { kind: 'name', at: nameAt, name },
      value: {
        kind: 'class',
        at,
        cls: {
          id: `${at.file}#${at.line}:${at.column}`,
          at,
          name,
          nameAt,
          // What a module uses gives it functions, as a base does.
          ...(used.length > 0 && { others: used }),
          implements: [],
          decorators: [],
          members: [...members, ...fields, ...running],
          isAbstract: false,
          doc: '',
        },
      },
    },
  ];
}

function usedIn(statement: Statement): readonly Expr[] {
  const call = statement.kind === 'evaluate' ? statement.value : undefined;
  return call?.kind === 'call' && call.callee.kind === 'member' && call.callee.name === '__using__'
    ? [call.callee.of]
    : [];
}

function isClass(statement: Statement): boolean {
  return statement.kind === 'declare' && statement.value?.kind === 'class';
}

/** How often the body of a module gives each attribute a value. */
function attributesIn(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const statement of statements)
    if (statement.kind === 'assign' && statement.target.kind === 'name')
      counts.set(statement.target.name, (counts.get(statement.target.name) ?? 0) + 1);
  return counts;
}

function isOnlyAttribute(statement: Statement, counts: ReadonlyMap<string, number>): boolean {
  return statement.kind === 'assign' && statement.target.kind === 'name' && counts.get(statement.target.name) === 1;
}

/** An attribute that is given several values has each from its line on. */
function ofModule(statement: Statement, name: string): Statement {
  if (statement.kind === 'assign' && statement.target.kind === 'name') {
    const { at } = statement.target;
    const of: Expr = { kind: 'name', at, name };
    return { ...statement, target: { kind: 'member', at, of, name: statement.target.name, nameAt: at } };
  }
  if (statement.kind !== 'branch') return statement;
  return {
    ...statement,
    then: statement.then.map(one => ofModule(one, name)),
    otherwise: statement.otherwise.map(one => ofModule(one, name)),
  };
}

/** Definitions in the body of a module, also those in branches, loops and the code that its macros make. */
function definitionsIn(source: ElixirSource, nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = nodes.toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    const name = targetName(source, node);
    if (name !== undefined && MODULES.has(name)) continue;
    if (name !== undefined && (DEFINING.has(name) || name === 'defdelegate')) found.push(node);
    const isHolding = name !== undefined && (HOLDING.has(name) || DEFINING.has(name));
    if (!isHolding && node.type !== 'do_block' && node.type !== 'else_block' && node.type !== 'body') {
      if (node.type === 'stab_clause') open.push(...node.children.toReversed());
      continue;
    }
    open.push(
      ...node.children
        .filter(({ type }) => type === 'do_block' || type === 'else_block' || type === 'arguments')
        .toReversed(),
    );
    if (node.type === 'do_block' || node.type === 'else_block' || node.type === 'body')
      open.push(...node.children.filter(child => child.isNamed).toReversed());
  }
  return found;
}

/** What may hold definitions that count for the module around. */
const HOLDING: ReadonlySet<string> = new Set(['if', 'unless', 'for', 'quote', 'case', 'cond', 'with', 'unquote']);

type Definition = Clause & { readonly name: string };

function definitionOf(source: ElixirSource, node: SyntaxNode): Definition | undefined {
  const [head] = argumentNodes(node);
  if (!head) return undefined;
  const isGuarded = head.type === 'binary_operator' && operatorOf(source, head) === 'when';
  const signature = isGuarded ? childNamed(head, 'left') : head;
  if (!signature) return undefined;
  const name = signature.type === 'identifier' ? textOf(source, signature) : targetName(source, signature);
  if (name === undefined || name === 'unquote') return undefined;
  const block = doBlock(node);
  const only = keywordValue(source, node, 'do');
  return {
    node,
    name,
    patterns: signature.type === 'call' ? argumentNodes(signature) : [],
    guard: isGuarded ? childNamed(head, 'right') : undefined,
    body: block ? statementsOf(block) : only ? [only] : [],
  };
}

function functionNames(source: ElixirSource, nodes: readonly SyntaxNode[]): ReadonlySet<string> {
  return new Set(definitionsIn(source, nodes).flatMap(node => definitionOf(source, node)?.name ?? []));
}

/** The functions and macros of a module, each with all its clauses; a head without a body gives defaults alone. */
function membersOf(source: ElixirSource, env: Env, nodes: readonly SyntaxNode[]): readonly ClassMember[] {
  const byName = new Map<string, Definition[]>();
  const members: ClassMember[] = [];
  for (const node of definitionsIn(source, nodes)) {
    const definition = definitionOf(source, node);
    if (!definition) continue;
    if (targetName(source, node) === 'defdelegate') {
      const delegated = delegation(source, env, node, definition);
      if (delegated) members.push(delegated);
      continue;
    }
    const known = byName.get(definition.name);
    if (known) known.push(definition);
    else byName.set(definition.name, [definition]);
  }
  for (const [name, all] of byName) {
    const [first] = all;
    const bodies = all.filter(({ node, body }) => body.length > 0 || doBlock(node));
    if (!first || bodies.length === 0) continue;
    const heads = all.filter(one => !bodies.includes(one));
    const inside: Env = { ...fork(env), variables: new Map(), isModuleCode: false };
    const fn = clausedFunction(source, inside, first.node, bodies, {
      name: `${env.module.split('.').at(-1) ?? ''}.${name}`,
      bindsSelf: true,
    });
    members.push({
      kind: 'method',
      at: placeOf(source, first.node),
      name,
      nameAt: nameAtOf(source, first.node),
      fn: heads.length === 0 ? fn : withDefaults(source, inside, fn, heads),
      isStatic: true,
      decorators: [],
    });
  }
  return members;
}

function withDefaults(
  source: ElixirSource,
  env: Env,
  fn: Extract<ClassMember, { kind: 'method' }>['fn'],
  heads: readonly Definition[],
): Extract<ClassMember, { kind: 'method' }>['fn'] {
  const defaults = clausedFunction(source, env, heads[0]?.node ?? { ...source.tree.root }, heads, {}).parameters;
  return {
    ...fn,
    parameters: fn.parameters.map((parameter, index) => {
      const byDefault = defaults[index]?.pattern.byDefault;
      return byDefault ? { ...parameter, pattern: { ...parameter.pattern, byDefault } } : parameter;
    }),
  };
}

function nameAtOf(source: ElixirSource, node: SyntaxNode): ReturnType<typeof placeOf> {
  const [head] = argumentNodes(node);
  const signature = head?.type === 'binary_operator' ? childNamed(head, 'left') : head;
  const target = signature?.type === 'call' ? childNamed(signature, 'target') : signature;
  return placeOf(source, target ?? node);
}

/** `defdelegate find(id), to: Shop.Users, as: :get`. */
function delegation(source: ElixirSource, env: Env, node: SyntaxNode, definition: Definition): ClassMember | undefined {
  const to = keywordValue(source, node, 'to');
  const as = keywordValue(source, node, 'as');
  const written = to && aliasText(source, to);
  if (!to || written === undefined) return undefined;
  const at = placeOf(source, node);
  const inside: Env = { ...fork(env), variables: new Map(), isModuleCode: false };
  const fn = clausedFunction(source, inside, node, [{ ...definition, body: [] }], {
    name: definition.name,
    bindsSelf: true,
  });
  const args = fn.parameters.map(({ at: place, pattern }): Expr => ({
    kind: 'name',
    at: place,
    name: pattern.kind === 'name' ? pattern.name : '',
  }));
  const name = as?.type === 'atom' ? textOf(source, as).slice(1) : definition.name;
  const callee: Expr = {
    kind: 'member',
    at,
    of: moduleExpr(source, env, to, written),
    name,
    nameAt: placeOf(source, to),
  };
  const value = callExpr(source, node, { callee, args, nameAt: to });
  return {
    kind: 'method',
    at,
    name: definition.name,
    nameAt: nameAtOf(source, node),
    fn: { ...fn, body: [{ kind: 'return', at, value }] },
    isStatic: true,
    decorators: [],
  };
}
