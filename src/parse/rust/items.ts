/** Items: functions, types with their `impl` blocks, constants, and the modules that stand in the text of a file. */
import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Decorator, Expr, RecordEntry, Statement } from '../../core/program.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './attributes.ts';
import { expression } from './expressions.ts';
import { decorated, functionNode, takesSelf } from './functions.ts';
import { endingMacro } from './macro-rules.ts';
import { pathExpr, typeRef } from './paths.ts';
import { type ModuleScope, qualified, targetOf } from './scopes.ts';
import { docOf, madeName, nameText, type RustSource, withBefore } from './source.ts';
import { itemSnippet } from './tokens.ts';
import { type Item, itemsOf, segmentsOf } from './uses.ts';

/** The declarations of a file or of a module in its text, those first that others may use while they are made. */
export function declarations(source: RustSource, items: readonly Item[]): readonly Statement[] {
  const { scope } = source.at;
  return declared(source, items, name => qualified(scope, name));
}

/** Items that stand in a function. */
export function innerItems(source: RustSource, block: SyntaxNode): readonly Statement[] {
  const items = itemsOf(source, block).filter(({ node }) => node.type.endsWith('_item') && node.type !== 'mod_item');
  return items.length === 0 ? [] : declared(source, items, name => name);
}

const TYPES: ReadonlySet<string> = new Set(['struct_item', 'enum_item', 'union_item']);

function declared(source: RustSource, items: readonly Item[], named: (name: string) => string): readonly Statement[] {
  const ofType = (...types: readonly string[]): readonly Item[] =>
    items.filter(({ node }) => types.includes(node.type));
  const modules = ofType('mod_item').flatMap(item => deeper(source, item.node, () => innerModule(source, item)) ?? []);
  const functions = ofType('function_item').flatMap(item => declaredFunction(source, item, named));
  const macros = ofType('macro_definition').flatMap(item => declaredMacro(source, item, named));
  const traits = ofType('trait_item').flatMap(item => traitClass(source, item, named));
  const types = items.filter(({ node }) => TYPES.has(node.type));
  const blocks = ofType('impl_item');
  const owners = new Map<Item, Item | undefined>(blocks.map(block => [block, ownerOf(source, block, types)]));
  const classes = types.flatMap(item =>
    declaredClass(
      source,
      item,
      blocks.filter(block => owners.get(block) === item),
      named,
    ),
  );
  const others = blocks.filter(block => !owners.get(block)).flatMap(block => foreignImpl(source, block));
  const constants = ofType(
    'const_item',
    'static_item',
    'type_item',
    'macro_invocation',
    'expression_statement',
  ).flatMap(item => constant(source, item, named));
  // Attributes of functions may ask for the types of their parameters.
  return [...modules, ...traits, ...classes, ...others, ...macros, ...functions, ...constants];
}

function declare(source: RustSource, name: SyntaxNode, local: string, value: Expr): Statement {
  const at = placeOf(source, name);
  return { kind: 'declare', at, pattern: { kind: 'name', at, name: local }, value };
}

function declaredFunction(
  source: RustSource,
  { node, attributes }: Item,
  named: (name: string) => string,
): readonly Statement[] {
  const name = childNamed(node, 'name');
  if (!name) return [];
  const text = nameText(source, name);
  const fn = functionNode(source, node, text);
  const made: Expr = { kind: 'function', at: fn.at, fn };
  return [declare(source, name, named(text), decorated(decoratorsOf(source, attributes), made))];
}

/** A macro that ends the function it is called in. */
function declaredMacro(source: RustSource, { node }: Item, named: (name: string) => string): readonly Statement[] {
  const name = childNamed(node, 'name');
  const text = `${nameText(source, name)}!`;
  const fn = name && endingMacro(source, node, text);
  return fn ? [declare(source, name, named(text), { kind: 'function', at: fn.at, fn })] : [];
}

/** A module in the text: its items are declared with the path before their names, and the module holds them. */
function innerModule(source: RustSource, { node, attributes }: Item): readonly Statement[] {
  const name = childNamed(node, 'name');
  const body = childNamed(node, 'body');
  const outer = source.at.scope;
  const text = nameText(source, name);
  const scope = outer.modules.get(text);
  if (!name || !body || !scope || scope === 'file') return [];
  source.at.scope = scope;
  const inside = declarations(source, itemsOf(source, body));
  const entries = entriesOf(source, name, scope);
  source.at.scope = outer;
  const at = placeOf(source, name);
  const record: Expr = { kind: 'record', at, entries };
  const decorators = decoratorsOf(source, attributes);
  return [...inside, declare(source, name, qualified(outer, text), decorated(decorators, record))];
}

/** What a module in the text gives to others: its items, the modules in it, and what it hands on. */
function entriesOf(source: RustSource, place: SyntaxNode, scope: ModuleScope): readonly RecordEntry[] {
  const at = placeOf(source, place);
  const entry = (key: string, value: Expr): RecordEntry => ({ kind: 'entry', at, key, keyAt: at, value });
  const own = [...scope.items, ...[...scope.modules].flatMap(([name, below]) => (below === 'file' ? [] : [name]))];
  return [
    ...own.map(name => entry(name, { kind: 'name', at, name: qualified(scope, name) })),
    ...[...scope.uses].flatMap(([local, use]) =>
      use.isPublic ? [entry(local, pathExpr(source, lastOf(use.node)))] : [],
    ),
  ];
}

/** The node of a `use` that names what it brings in. */
function lastOf(node: SyntaxNode): SyntaxNode {
  return node.type === 'use_as_clause' ? (childNamed(node, 'path') ?? node) : node;
}

// Types

type OfType = {
  readonly decorators: readonly Decorator[];
  readonly members: readonly ClassMember[];
  readonly others: readonly Expr[];
};

function declaredClass(
  source: RustSource,
  { node, attributes }: Item,
  blocks: readonly Item[],
  named: (name: string) => string,
): readonly Statement[] {
  const name = childNamed(node, 'name');
  if (!name) return [];
  const text = nameText(source, name);
  const at = placeOf(source, node);
  const outer = source.at.self;
  source.at.self = named(text);
  const parts = blocks.map(block => implOf(source, block));
  source.at.self = outer;
  const others = parts.flatMap(part => part.others);
  const cls: ClassNode = {
    id: idAt(at),
    at,
    name: text,
    nameAt: placeOf(source, name),
    ...(others.length > 0 && { others }),
    implements: blocks.flatMap(block => traitOf(source, block)),
    ...(node.type === 'enum_item' && { form: 'enum' as const }),
    decorators: [...decoratorsOf(source, attributes), ...parts.flatMap(part => part.decorators)],
    members: [...fieldsOf(source, childNamed(node, 'body')), ...parts.flatMap(part => part.members)],
    isAbstract: false,
    doc: docOf(source, attributes[0]?.start ?? node.start),
  };
  return [declare(source, name, named(text), { kind: 'class', at, cls })];
}

function traitOf(source: RustSource, { node }: Item): ClassNode['implements'] {
  const trait = childNamed(node, 'trait');
  return trait ? [typeRef(source, trait)] : [];
}

/** Fields are declared with the class, as it is made with them: `User { name }`, `Id(7)`. */
function fieldsOf(source: RustSource, body: SyntaxNode | undefined): readonly ClassMember[] {
  if (!body || (body.type !== 'field_declaration_list' && body.type !== 'ordered_field_declaration_list')) return [];
  if (body.type === 'ordered_field_declaration_list')
    return namedChildren(body)
      .filter(child => child.field === 'type')
      .map((type, index) => field(source, type, String(index), type, []));
  return itemsOf(source, body).flatMap(({ node, attributes }) => {
    const name = childNamed(node, 'name');
    const type = childNamed(node, 'type');
    return name && type ? [field(source, name, nameText(source, name), type, attributes)] : [];
  });
}

function field(
  source: RustSource,
  place: SyntaxNode,
  name: string,
  type: SyntaxNode,
  attributes: readonly SyntaxNode[],
): ClassMember {
  const at = placeOf(source, place);
  return {
    kind: 'field',
    at,
    name,
    nameAt: at,
    type: typeRef(source, type),
    isStatic: true,
    decorators: decoratorsOf(source, attributes),
  };
}

/** The type of the same module that a block belongs to. */
function ownerOf(source: RustSource, { node }: Item, types: readonly Item[]): Item | undefined {
  const type = childNamed(node, 'type');
  const segments = type ? segmentsOf(source, type) : [];
  const [only] = segments;
  if (only === undefined) return undefined;
  const { scope } = source.at;
  const target = segments.length === 1 ? undefined : targetOf(scope, segments);
  const name = segments.length === 1 ? only : target?.kind === 'here' ? target.name : undefined;
  return types.find(item => {
    const own = nameText(source, childNamed(item.node, 'name'));
    return own === name || qualified(scope, own) === name;
  });
}

/** Traits of the language whose methods nobody asks for by the trait. */
const PLAIN_TRAITS: ReadonlySet<string> = new Set([
  'AsRef',
  'Clone',
  'Debug',
  'Default',
  'Deref',
  'DerefMut',
  'Deserialize',
  'Display',
  'Drop',
  'Eq',
  'Error',
  'From',
  'FromStr',
  'Hash',
  'Into',
  'Iterator',
  'Ord',
  'PartialEq',
  'PartialOrd',
  'Send',
  'Serialize',
  'Sync',
  'TryFrom',
  'TryInto',
]);

function implOf(source: RustSource, { node, attributes }: Item): OfType {
  const trait = childNamed(node, 'trait');
  const isPlain = trait && PLAIN_TRAITS.has(segmentsOf(source, trait).at(-1) ?? '');
  const body = childNamed(node, 'body');
  return {
    decorators: decoratorsOf(source, attributes),
    members: body
      ? itemsOf(source, body)
          .flatMap(item => member(source, item))
          .map(one => ofTrait(one, trait ? segmentsOf(source, trait).at(-1) : undefined))
      : [],
    others: trait && !isPlain ? [pathExpr(source, trait)] : [],
  };
}

/**
 * Traits whose methods go by the same names as those of others, which a type may have beside them: they are called by the trait.
 * Source: axum, extract::OptionalFromRequestParts.
 */
const BESIDE: ReadonlySet<string> = new Set(['OptionalFromRequestParts', 'OptionalFromRequest']);

function ofTrait(one: ClassMember, trait: string | undefined): ClassMember {
  return trait !== undefined && BESIDE.has(trait) && one.kind === 'method'
    ? { ...one, name: `${trait}::${one.name}` }
    : one;
}

function member(source: RustSource, { node, attributes }: Item): readonly ClassMember[] {
  const name = childNamed(node, 'name');
  if (!name) return [];
  const at = placeOf(source, node);
  const nameAt = placeOf(source, name);
  const decorators = decoratorsOf(source, attributes);
  if (node.type === 'const_item') {
    const value = childNamed(node, 'value');
    const [read] = withBefore(source, () => value && expression(source, value));
    return [
      {
        kind: 'field',
        at,
        name: nameText(source, name),
        nameAt,
        ...(read && { value: read }),
        isStatic: true,
        decorators,
      },
    ];
  }
  if (node.type !== 'function_item' && node.type !== 'function_signature_item') return [];
  return [
    {
      kind: 'method',
      at,
      name: nameText(source, name),
      nameAt,
      fn: functionNode(source, node, undefined, decorators),
      isStatic: !takesSelf(source, node),
      ...(node.type === 'function_signature_item' && { isAbstract: true as const }),
      decorators,
    },
  ];
}

function traitClass(
  source: RustSource,
  { node, attributes }: Item,
  named: (name: string) => string,
): readonly Statement[] {
  const name = childNamed(node, 'name');
  const body = childNamed(node, 'body');
  if (!name) return [];
  const at = placeOf(source, node);
  const cls: ClassNode = {
    id: idAt(at),
    at,
    name: nameText(source, name),
    nameAt: placeOf(source, name),
    implements: [],
    form: 'interface',
    decorators: decoratorsOf(source, attributes),
    members: body ? itemsOf(source, body).flatMap(item => member(source, item)) : [],
    isAbstract: true,
    doc: docOf(source, node.start),
  };
  return [declare(source, name, named(nameText(source, name)), { kind: 'class', at, cls })];
}

/** `impl Trait for other::Type`: a class of its own that derives from that type, which other code knows nothing of by name. */
function foreignImpl(source: RustSource, item: Item): readonly Statement[] {
  const { node } = item;
  const type = childNamed(node, 'type');
  if (!type) return [];
  const at = placeOf(source, node);
  const base = pathExpr(source, type);
  const outer = source.at.self;
  source.at.self = base.kind === 'name' ? base.name : undefined;
  const part = implOf(source, item);
  source.at.self = outer;
  const segments = segmentsOf(source, type);
  const cls: ClassNode = {
    id: idAt(at),
    at,
    ...(segments.length > 0 && { name: segments.at(-1) ?? '' }),
    nameAt: placeOf(source, type),
    extends: base,
    ...(part.others.length > 0 && { others: part.others }),
    implements: traitOf(source, item),
    decorators: part.decorators,
    members: part.members,
    isAbstract: false,
    doc: '',
  };
  return [declare(source, type, `impl ${madeName(source)}`, { kind: 'class', at, cls })];
}

// Constants

function constant(source: RustSource, { node }: Item, named: (name: string) => string): readonly Statement[] {
  if (node.type === 'macro_invocation') return lazyStatics(source, node, named);
  if (node.type === 'expression_statement') {
    const call = childOfType(node, 'macro_invocation');
    return call ? lazyStatics(source, call, named) : [];
  }
  const name = childNamed(node, 'name');
  if (!name) return [];
  const text = nameText(source, name);
  if (node.type === 'type_item') {
    const type = childNamed(node, 'type');
    if (!type || segmentsOf(source, type).length === 0 || childNamed(node, 'type_parameters')) return [];
    return [declare(source, name, named(text), pathExpr(source, type))];
  }
  const value = childNamed(node, 'value');
  if (!value) return [];
  const [read, before] = withBefore(source, () => expression(source, value));
  return [...before, declare(source, name, named(text), read)];
}

/** `lazy_static! { static ref NAME: T = …; }`. */
function lazyStatics(source: RustSource, node: SyntaxNode, named: (name: string) => string): readonly Statement[] {
  const macro = childNamed(node, 'macro');
  const tree = childOfType(node, 'token_tree');
  if (!macro || !tree || segmentsOf(source, macro).at(-1) !== 'lazy_static') return [];
  const inner = tree.children.slice(1, -1);
  const found: Statement[] = [];
  let start = 0;
  for (const [index, token] of inner.entries()) {
    if (token.type !== ';') continue;
    const words = inner.slice(start, index);
    start = index + 1;
    const at = words.findIndex(word => word.type === 'ref' || nameText(source, word) === 'ref');
    const name = words[at + 1];
    const equals = words.findIndex(word => word.type === '=');
    const first = words[equals + 1];
    const last = words.at(-1);
    if (at < 0 || !name || equals < 0 || !first || !last) continue;
    const text = nameText(source, name);
    const item = itemSnippet(source, first.start, last.end);
    const value = item && namedChildren(item)[0];
    const written = value?.type === 'expression_statement' ? namedChildren(value)[0] : value;
    if (!written) continue;
    const [read, before] = withBefore(source, () => expression(source, written));
    found.push(...before, declare(source, name, named(text), read));
  }
  return found;
}
