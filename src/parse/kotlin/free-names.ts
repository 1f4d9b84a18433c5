import type { Location } from '../../core/location.ts';
import type { ClassNode, Expr, ImportBinding, Module } from '../../core/program.ts';
import { walkModule } from '../program-walk.ts';
import { type Scope, scopeOf } from '../program-scopes.ts';

/**
 * A binding for each name that the file uses and neither declares nor imports singly: it may be declared in another file of
 * the package, or in a package imported with `*`. Type parameters are declared where they stand. `module` holds all candidates, in order, with commas between.
 */
export function freeNames(
  module: Module,
  candidates: readonly string[],
  typeParameters: ReadonlySet<string>,
): readonly ImportBinding[] {
  const found = walkModule(module);
  const owners = ownersOf(found.classes);
  const first = new Map<string, Location>();
  const note = (name: string, at: Location, scope: Scope): void => {
    if (
      name === '' ||
      first.has(name) ||
      NO_IMPORTS.has(name) ||
      owners.get(name)?.some(owner => isWithin(at, owner)) ||
      typeParameters.has(name) ||
      scopeOf(scope, name)
    )
      return;
    first.set(name, at);
  };
  for (const [expr, scope] of found.scopes) if (expr.kind === 'name') note(expr.name, expr.at, scope);
  for (const [type, scope] of found.typeScopes) note(type.qualifier[0] ?? type.name, type.at, scope);
  for (const { call } of found.calls) {
    const scope = found.scopes.get(rootOf(call.callee));
    for (const name of call.typeArguments.flatMap(namesInType)) if (scope) note(name, call.at, scope);
  }
  const from = candidates.join(',');
  return [...first].map(([name, at]) => ({ at, local: name, imported: name, module: from, isTypeOnly: false }));
}

/** The classes that a type names, each by the first of its names: `Map<Outer.Inner, X>` names `Outer` and `X`. */
function namesInType(type: string): readonly string[] {
  return [...type.matchAll(/(?<![\w$.])\p{Lu}[\w$]*/gu)].map(([name]) => name);
}

function rootOf(expr: Expr): Expr {
  return expr.kind === 'member' ? rootOf(expr.of) : expr;
}

/** Where the classes stand that have a member of a name. */
function ownersOf(classes: readonly ClassNode[]): ReadonlyMap<string, readonly Location[]> {
  const owners = new Map<string, Location[]>();
  for (const cls of classes) {
    for (const name of memberNames(cls)) {
      const known = owners.get(name);
      if (known) known.push(cls.at);
      else owners.set(name, [cls.at]);
    }
  }
  return owners;
}

function isWithin(at: Location, outer: Location): boolean {
  const isAfter = at.line > outer.line || (at.line === outer.line && at.column >= outer.column);
  return isAfter && (at.line < outer.endLine || (at.line === outer.endLine && at.column < outer.endColumn));
}

/** Members go by their plain names inside their class: the value that they are looked up on says what they are. */
function memberNames(cls: ClassNode): readonly string[] {
  return cls.members.flatMap(member =>
    member.kind === 'constructor'
      ? member.fn.parameters.flatMap(({ isField, pattern }) =>
          isField && pattern.kind === 'name' ? [pattern.name] : [],
        )
      : [member.name],
  );
}

/** What Kotlin gives to every file and programs do not declare anew; `it`, `field` and the like are no imports at all. */
const NO_IMPORTS: ReadonlySet<string> = new Set(
  [
    'it field super this dynamic Any Unit Nothing String Int Long Short Byte Char Boolean Double',
    'Float List Map Set Collection Iterable Array MutableList MutableMap MutableSet apply also let',
    'run with lazy println print require requireNotNull check checkNotNull error TODO repeat takeIf',
    'takeUnless runCatching buildList buildMap emptyList emptyMap emptySet listOf mapOf setOf',
    'arrayOf mutableListOf mutableMapOf',
  ].flatMap(line => line.split(' ')),
);
