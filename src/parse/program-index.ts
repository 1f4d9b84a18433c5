import type { FileRole } from '../core/fact.ts';
import { compareLocations } from '../core/location.ts';
import type { Expr, Module, TypeRef } from '../core/program.ts';
import type { Origin, ProgramFile } from './program-file.ts';
import { scopeOf, type Binding, type Scope } from './program-scopes.ts';
import { walkModule } from './program-walk.ts';

/** Indexes a module of any language: every call, function, class and decorator in source order, and where names come from. */
export function programFile(path: string, role: FileRole, text: string, module: Module): ProgramFile {
  const found = walkModule(module);
  return {
    path,
    role,
    text,
    module,
    calls: found.calls.toSorted((a, b) => compareLocations(a.call.nameAt, b.call.nameAt)),
    functions: found.functions.toSorted((a, b) => compareLocations(a.at, b.at)),
    classes: found.classes.toSorted((a, b) => compareLocations(a.at, b.at)),
    decorators: found.decorators.toSorted((a, b) => compareLocations(a.at, b.at)),
    declaredTypes: found.types.toSorted((a, b) => compareLocations(a.at, b.at)),
    originOf: expr => originOf(expr, found.scopes, FOLLOWED),
    originOfType: type => originOfType(type, found.typeScopes, found.scopes),
  };
}

/** Constants that stand for constants; a cycle ends here. */
const FOLLOWED = 32;

type Scopes = ReadonlyMap<Expr, Scope>;

function originOf(expr: Expr, scopes: Scopes, left: number): Origin | undefined {
  const members: string[] = [];
  let root = expr;
  while (root.kind === 'member' || root.kind === 'assigned') {
    if (root.kind === 'member') members.push(root.name);
    root = root.kind === 'member' ? root.of : root.value;
  }
  const origin = rootOrigin(root, scopes, left);
  return origin && extended(origin, members.toReversed());
}

function rootOrigin(root: Expr, scopes: Scopes, left: number): Origin | undefined {
  if (left === 0) return undefined;
  if (root.kind === 'load')
    return root.module.kind === 'text' ? { module: root.module.value, path: ['default'] } : undefined;
  if (root.kind !== 'name') return undefined;
  const scope = scopes.get(root);
  const binding = scope && scopeOf(scope, root.name)?.names.get(root.name);
  return binding && bindingOrigin(binding, scopes, left);
}

function bindingOrigin(binding: Binding, scopes: Scopes, left: number): Origin | undefined {
  switch (binding.kind) {
    case 'import':
      return { module: binding.binding.module, path: [binding.binding.imported] };
    case 'constant': {
      const [first] = binding.path;
      // Names taken from a module by destructuring are its exports, not members of its default export.
      if (first !== undefined && binding.value.kind === 'load') {
        return binding.value.module.kind === 'text'
          ? { module: binding.value.module.value, path: [...binding.path] }
          : undefined;
      }
      const origin = originOf(binding.value, scopes, left - 1);
      return origin && extended(origin, binding.path);
    }
    case 'made':
    case 'unset':
    case 'open':
      return undefined;
  }
}

/** `require('x').default` and `(await import('x')).default` are the default export, as `require('x')` is by itself. */
function extended(origin: Origin, members: readonly string[]): Origin {
  const [first, ...rest] = members;
  if (first === undefined) return origin;
  const isDefault = origin.path.length === 1 && (origin.path[0] === 'default' || origin.path[0] === '*');
  if (first === 'default' && isDefault) return { module: origin.module, path: ['default', ...rest] };
  return { module: origin.module, path: [...origin.path, ...members] };
}

/** `a.b.C.D` where the file has an import `a.b.C`, as front ends give for classes that are named with their package. */
function qualifiedOrigin(names: readonly string[], scope: Scope | undefined, scopes: Scopes): Origin | undefined {
  for (let length = names.length; scope && length > 1; length--) {
    const name = names.slice(0, length).join('.');
    const binding = scopeOf(scope, name)?.names.get(name);
    const origin = binding && bindingOrigin(binding, scopes, FOLLOWED);
    if (origin) return extended(origin, names.slice(length));
  }
  return undefined;
}

function originOfType(type: TypeRef, typeScopes: ReadonlyMap<TypeRef, Scope>, scopes: Scopes): Origin | undefined {
  const names = [...type.qualifier, type.name];
  const [first, ...rest] = names;
  if (!first) return undefined;
  if (type.qualifier.length > 0) {
    const origin = qualifiedOrigin(names, typeScopes.get(type), scopes);
    if (origin) return origin;
  }
  // Parameters and variables are no types: they hide none.
  for (let scope = typeScopes.get(type); scope; scope = scope.parent) {
    const binding = scope.names.get(first);
    if (!binding || binding.kind === 'open' || binding.kind === 'unset') continue;
    const origin = bindingOrigin(binding, scopes, FOLLOWED);
    return origin && extended(origin, rest);
  }
  return undefined;
}
