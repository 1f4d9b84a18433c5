/** Names that a module uses and does not say the origin of, in languages where packages and namespaces are open to all of their files. */
import { between, type Location } from '../core/location.ts';
import type { ClassNode, Expr, ImportBinding, Module } from '../core/program.ts';
import { type Scope, scopeOf } from './program-scopes.ts';
import { walkModule } from './program-walk.ts';

export type FreeNameRules = {
  /** Where such a name may come from, in the order in which one looks. */
  readonly candidates: readonly string[];
  /** Names that are declared where they stand, without a declaration in the program form. */
  readonly typeParameters: ReadonlySet<string>;
  /** What the language gives to every file and programs do not declare anew. */
  readonly given: ReadonlySet<string>;
  /** A member may go by the name of its type (`Address Address { get; }`), which hides no type. */
  readonly membersHideNoTypes?: true;
};

/**
 * A binding for each name that the file uses and neither declares nor imports singly: it may be declared in another file of
 * the package, or in a package whose names are imported all at once. `module` holds all candidates, in order, with commas between.
 */
export function freeNames(module: Module, rules: FreeNameRules): readonly ImportBinding[] {
  const found = walkModule(module);
  const owners = ownersOf(found.classes);
  const first = new Map<string, Location>();
  const note = (name: string, at: Location, scope: Scope, isType: boolean): void => {
    const known = isType && rules.membersHideNoTypes ? owners.types : owners.members;
    if (
      name === '' ||
      first.has(name) ||
      rules.given.has(name) ||
      known.get(name)?.some(owner => isWithin(at, owner)) ||
      rules.typeParameters.has(name) ||
      scopeOf(scope, name)
    )
      return;
    first.set(name, at);
  };
  for (const [expr, scope] of found.scopes) if (expr.kind === 'name') note(expr.name, expr.at, scope, false);
  for (const [type, scope] of found.typeScopes) note(type.qualifier[0] ?? type.name, type.at, scope, true);
  for (const { call } of found.calls) {
    const scope = found.scopes.get(rootOf(call.callee));
    for (const name of call.typeArguments.flatMap(namesInType)) if (scope) note(name, call.at, scope, true);
  }
  const from = rules.candidates.join(',');
  return [...first].map(([name, at]) => ({ at, local: name, imported: name, module: from, isTypeOnly: false }));
}

/** The classes that a type names, each by the first of its names: `Map<Outer.Inner, X>` names `Outer` and `X`. */
function namesInType(type: string): readonly string[] {
  return [...type.matchAll(/(?<![\w$.])\p{Lu}[\w$]*/gu)].map(([name]) => name);
}

/** What a chain of members and calls begins with. */
function rootOf(expr: Expr): Expr {
  let root = expr;
  for (;;) {
    if (root.kind === 'member' || root.kind === 'index') root = root.of;
    else if (root.kind === 'call') root = root.callee;
    else return root;
  }
}

type Owners = ReadonlyMap<string, readonly Location[]>;

/** Where the classes stand that have a member of a name, and where those that have a class of a name in them. */
function ownersOf(classes: readonly ClassNode[]): { readonly members: Owners; readonly types: Owners } {
  const members = new Map<string, Location[]>();
  const types = new Map<string, Location[]>();
  const add = (owners: Map<string, Location[]>, name: string, at: Location): void => {
    const known = owners.get(name);
    if (known) known.push(at);
    else owners.set(name, [at]);
  };
  for (const cls of classes) {
    // What stands before its name, annotations above all, does not see its members.
    const at = between(cls.nameAt, cls.at);
    for (const name of memberNames(cls)) add(members, name, at);
    for (const member of cls.members)
      if (member.kind === 'field' && member.value?.kind === 'class') add(types, member.name, at);
  }
  return { members, types };
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
