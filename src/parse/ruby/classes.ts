/**
 * Classes and modules. Each is declared at the top of the module under its full name, whatever it stands in; constants too.
 *
 * What stands in its body besides methods is a static block. Methods that a block in the body defines (`included do … end`,
 * `helpers do … end`) are methods of the class; those of `class_methods do … end` are of its module `ClassMethods`, as Active
 * Support has it.
 */
import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Expr, FunctionNode, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf } from './chains.ts';
import { constantPath, fullName } from './constants.ts';
import { expression } from './expressions.ts';
import { blockExpr, methodNode } from './functions.ts';
import { keyOf } from './literals.ts';
import { localsIn } from './locals.ts';
import { inScope, type RubySource } from './source.ts';
import { NO_SINK, statements } from './statements.ts';

export function classStatement(source: RubySource, node: SyntaxNode): readonly Statement[] {
  declareClass(source, node);
  return [];
}

/** A class that is written where a value is wanted. */
export function classExpr(source: RubySource, node: SyntaxNode): Expr {
  declareClass(source, node);
  return unknownExpr(source, node);
}

function declareClass(source: RubySource, node: SyntaxNode): void {
  const name = childNamed(node, 'name');
  const full = name && fullName(source, name);
  if (!name || full === undefined) return;
  const above = childNamed(node, 'superclass');
  const [base] = above ? namedChildren(above) : [];
  const body = childNamed(node, 'body');
  deeper(source, node, () =>
    addClass(source, {
      node,
      nameNode: name,
      full,
      isModule: node.type === 'module',
      base: base && expression(source, base),
      lines: body ? body.children : [],
    }),
  );
}

type Written = {
  readonly node: SyntaxNode;
  readonly nameNode: SyntaxNode;
  readonly full: string;
  readonly isModule: boolean;
  readonly base: Expr | undefined;
  readonly lines: readonly SyntaxNode[];
};

function addClass(source: RubySource, written: Written): void {
  const { node, nameNode, full, isModule, base, lines } = written;
  source.modules.push(full);
  const locals = localsIn(source.text, lines);
  const at = placeOf(source, node);
  const cls = inScope(source, locals, false, (): ClassNode => {
    const { members, ofClass } = definitions(source, lines);
    if (ofClass.length > 0) addNamed(source, nameNode, `${full}::ClassMethods`, ofClass);
    return {
      id: idAt(at),
      at,
      name: full,
      nameAt: placeOf(source, nameNode),
      ...(base && { extends: base }),
      implements: [],
      ...(isModule ? { form: 'interface' as const } : {}),
      decorators: [],
      mixins: mixins(source, lines),
      members: [...members, ...hooks(source, lines), staticBlock(source, node, lines, locals)],
      isAbstract: false,
      doc: '',
    };
  });
  source.modules.pop();
  declareNamed(source, full, cls);
}

/** A module of methods that is written as a block. */
function addNamed(source: RubySource, nameNode: SyntaxNode, full: string, members: readonly ClassMember[]): void {
  const [first] = members;
  const at = first?.at ?? placeOf(source, nameNode);
  declareNamed(source, full, {
    id: `${idAt(at)} ClassMethods`,
    at,
    name: full,
    nameAt: at,
    implements: [],
    form: 'interface',
    decorators: [],
    members,
    isAbstract: false,
    doc: '',
  });
}

/** What opens a class again adds to it. */
function declareNamed(source: RubySource, full: string, cls: ClassNode): void {
  const known = source.classes.get(full);
  const base = known?.extends ?? cls.extends;
  const whole: ClassNode = known
    ? {
        ...known,
        ...(base && { extends: base }),
        mixins: [...(known.mixins ?? []), ...(cls.mixins ?? [])],
        members: [...known.members, ...cls.members],
      }
    : cls;
  source.classes.set(full, whole);
  source.declared.set(full, declaration(full, whole));
}

function declaration(name: string, cls: ClassNode): Statement {
  return {
    kind: 'declare',
    at: cls.at,
    pattern: { kind: 'name', at: cls.nameAt, name },
    value: { kind: 'class', at: cls.at, cls },
  };
}

/** `NAME = value`; `Class.new(Base) do … end` and its like are classes. */
export function constantDeclared(source: RubySource, node: SyntaxNode, full: string, right: SyntaxNode): void {
  const made = classMade(source, right);
  if (made) {
    const body = childNamed(made.block, 'body');
    const nameNode = childNamed(node, 'left') ?? node;
    deeper(source, node, () =>
      addClass(source, { node, nameNode, full, isModule: false, base: made.base, lines: body ? body.children : [] }),
    );
    return;
  }
  const at = placeOf(source, node);
  const value = expression(source, right);
  if (!source.declared.has(full))
    source.declared.set(full, { kind: 'declare', at, pattern: { kind: 'name', at, name: full }, value });
}

const MAKERS: ReadonlySet<string> = new Set(['Class', 'Module', 'Struct', 'Data']);

function classMade(
  source: RubySource,
  right: SyntaxNode,
): { readonly block: SyntaxNode; readonly base: Expr | undefined } | undefined {
  const of = right.type === 'call' ? childNamed(right, 'receiver') : undefined;
  const name = of && constantPath(source, of)?.name;
  const block = childNamed(right, 'block');
  if (name === undefined || !MAKERS.has(name)) return undefined;
  const [base] = name === 'Class' ? argumentsOf(source, childNamed(right, 'arguments'), undefined) : [];
  if (block) return { block, base };
  return name === 'Class' && base ? { block: { ...right, children: [] }, base } : undefined;
}

/** `helpers` of Sinatra and Grape includes the modules that it is given. */
const MIXING: ReadonlySet<string> = new Set(['include', 'prepend', 'extend', 'helpers']);

/**
 * `include A, B`, `prepend C`, `extend D`, in the order of the text. What a module includes into those who include it
 * (`included do include A end`) it includes itself; `helpers` may stand in any block.
 */
function mixins(source: RubySource, lines: readonly SyntaxNode[]): NonNullable<ClassNode['mixins']> {
  const found: { readonly value: Expr; readonly into: 'instances' | 'class' }[] = [];
  const waiting: { readonly line: SyntaxNode; readonly isOwn: boolean }[] = lines
    .toReversed()
    .map(line => ({ line, isOwn: true }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { line, isOwn } = next;
    const method = line.type === 'call' && !childNamed(line, 'receiver') ? childNamed(line, 'method') : undefined;
    const word = method && textOf(source, method);
    if (word === undefined) continue;
    if (isOwn ? MIXING.has(word) : word === 'helpers') {
      const args = argumentsOf(source, childNamed(line, 'arguments'), undefined).filter(({ kind }) => kind === 'name');
      found.push(
        ...args.map(value => ({ value, into: word === 'extend' ? ('class' as const) : ('instances' as const) })),
      );
      continue;
    }
    const block = childNamed(line, 'block');
    const isHook = isOwn && HOOKS.has(word);
    for (const inner of (block ? blockLines(block) : []).toReversed()) waiting.push({ line: inner, isOwn: isHook });
  }
  return found;
}

/** The statements of a block. */
function blockLines(block: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(childNamed(block, 'body') ?? block);
}

/** Blocks that run in those who include a module. */
const HOOKS: ReadonlySet<string> = new Set(['included', 'prepended']);

/** `included do … end`: what runs in each class that takes the module in. */
function hooks(source: RubySource, lines: readonly SyntaxNode[]): readonly ClassMember[] {
  return lines.flatMap((line): readonly ClassMember[] => {
    const block = hookBlock(source, line);
    const value = block && blockExpr(source, block);
    if (!block || value?.kind !== 'function') return [];
    const at = placeOf(source, line);
    return [{ kind: 'method', at, name: INCLUDED_BLOCK, nameAt: at, fn: value.fn, isStatic: true, decorators: [] }];
  });
}

/** The name under which a module has the block that runs in those who include it. */
export const INCLUDED_BLOCK = '(included)';

function hookBlock(source: RubySource, line: SyntaxNode): SyntaxNode | undefined {
  const method = line.type === 'call' && !childNamed(line, 'receiver') ? childNamed(line, 'method') : undefined;
  const word = method && textOf(source, method);
  return word !== undefined && HOOKS.has(word) ? childNamed(line, 'block') : undefined;
}

/** The rest of the body, in its order. */
function staticBlock(
  source: RubySource,
  node: SyntaxNode,
  lines: readonly SyntaxNode[],
  locals: ReadonlyMap<string, number>,
): ClassMember {
  const at = placeOf(source, node);
  const start = placeOf(source, { ...node, end: node.start });
  const kept = lines.filter(line => !hookBlock(source, line) && line.type !== 'singleton_class');
  const fn: FunctionNode = {
    id: `${idAt(at)} static`,
    at,
    parameters: [],
    body: [
      ...[...locals.keys()].map((name): Statement => ({
        kind: 'declare',
        at: start,
        pattern: { kind: 'name', at: start, name },
      })),
      ...statements(source, kept, NO_SINK),
    ],
    isAsync: false,
    bindsSelf: true,
    decorators: [],
    doc: '',
  };
  return { kind: 'method', at, name: 'static', nameAt: start, fn, isStatic: true, decorators: [] };
}

type Found = { readonly members: ClassMember[]; readonly ofClass: ClassMember[] };

type Place = 'instance' | 'static' | 'class-methods';

/** Methods that the lines of a body define, wherever among conditions and blocks they stand. */
function definitions(source: RubySource, lines: readonly SyntaxNode[]): Found {
  const found: Found = { members: [], ofClass: [] };
  const waiting: { readonly node: SyntaxNode; readonly place: Place }[] = lines
    .toReversed()
    .map(node => ({ node, place: 'instance' }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, place } = next;
    const into = place === 'class-methods' ? found.ofClass : found.members;
    switch (node.type) {
      case 'method':
        into.push(...methodMember(source, node, place === 'static'));
        continue;
      case 'singleton_method':
        into.push(...methodMember(source, node, true));
        continue;
      case 'alias':
        into.push(...aliased(source, node, into));
        continue;
      case 'class':
      case 'module':
      case 'lambda':
        continue;
      case 'singleton_class': {
        const body = childNamed(node, 'body');
        waiting.push(
          ...namedChildren(body ?? node)
            .toReversed()
            .map(child => ({ node: child, place: 'static' as const })),
        );
        continue;
      }
      case 'call': {
        const made = definedMethod(source, node);
        if (made) {
          into.push(made);
          continue;
        }
        const read = attributeReaders(source, node);
        if (read) {
          into.push(...read);
          continue;
        }
        const method = childNamed(node, 'method');
        const inside = method && textOf(source, method) === 'class_methods' ? 'class-methods' : place;
        waiting.push(
          ...namedChildren(node)
            .toReversed()
            .map(child => ({ node: child, place: inside })),
        );
        continue;
      }
      default:
        if (HOLDERS.has(node.type))
          waiting.push(
            ...namedChildren(node)
              .toReversed()
              .map(child => ({ node: child, place })),
          );
    }
  }
  return found;
}

/** Nodes in which a definition may stand and still be one of the body. */
const HOLDERS: ReadonlySet<string> = new Set([
  'argument_list',
  'begin',
  'block',
  'block_body',
  'body_statement',
  'do_block',
  'else',
  'elsif',
  'if',
  'if_modifier',
  'then',
  'unless',
  'unless_modifier',
]);

function methodMember(source: RubySource, node: SyntaxNode, isStatic: boolean): readonly ClassMember[] {
  const name = childNamed(node, 'name');
  if (!name) return [];
  const at = placeOf(source, node);
  const fn = methodNode(source, node, 'method');
  const text = textOf(source, name);
  if (text === 'initialize' && !isStatic) return [{ kind: 'constructor', at, fn }];
  return [{ kind: 'method', at, name: text, nameAt: placeOf(source, name), fn, isStatic, decorators: [] }];
}

/** `define_method(:name) { … }`. */
function definedMethod(source: RubySource, node: SyntaxNode): ClassMember | undefined {
  const method = childNamed(node, 'method');
  const block = childNamed(node, 'block');
  if (!method || !block || childNamed(node, 'receiver') || textOf(source, method) !== 'define_method') return undefined;
  const [key] = namedChildren(childNamed(node, 'arguments') ?? node);
  const name = key && keyOf(source, key);
  const value = name === undefined ? undefined : blockExpr(source, block);
  if (!key || name === undefined || value?.kind !== 'function') return undefined;
  const at = placeOf(source, node);
  const fn: FunctionNode = { ...value.fn, bindsSelf: true };
  return { kind: 'method', at, name, nameAt: placeOf(source, key), fn, isStatic: false, decorators: [] };
}

const READERS: ReadonlySet<string> = new Set(['attr_reader', 'attr_accessor']);

/** `attr_reader :user`: a method that gives what the field holds. Source: Ruby, Module, `attr_reader`. */
function attributeReaders(source: RubySource, node: SyntaxNode): readonly ClassMember[] | undefined {
  const method = childNamed(node, 'method');
  if (!method || childNamed(node, 'receiver') || !READERS.has(textOf(source, method))) return undefined;
  return namedChildren(childNamed(node, 'arguments') ?? node).flatMap((key): readonly ClassMember[] => {
    const name = key.type === 'simple_symbol' || key.type === 'string' ? keyOf(source, key) : undefined;
    if (name === undefined) return [];
    const at = placeOf(source, key);
    const value: Expr = { kind: 'member', at, of: { kind: 'self', at }, name: `@${name}`, nameAt: at };
    const fn: FunctionNode = {
      id: idAt(at),
      at,
      parameters: [],
      body: [{ kind: 'return', at, value }],
      isAsync: false,
      bindsSelf: true,
      decorators: [],
      doc: '',
    };
    return [{ kind: 'method', at, name, nameAt: at, fn, isStatic: false, decorators: [] }];
  });
}

/** `alias new old`: the method goes by both names. */
function aliased(source: RubySource, node: SyntaxNode, members: readonly ClassMember[]): readonly ClassMember[] {
  const name = childNamed(node, 'name');
  const old = childNamed(node, 'alias');
  if (!name || !old) return [];
  const plain = (one: SyntaxNode): string => textOf(source, one).replace(/^:/, '');
  const known = members.find(member => member.kind === 'method' && member.name === plain(old));
  return known?.kind === 'method' ? [{ ...known, name: plain(name), nameAt: placeOf(source, name) }] : [];
}
