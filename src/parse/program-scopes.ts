/** Which declaration a name means, by the scopes of one module in the language-independent form. */
import type { Expr, ImportBinding, Pattern } from '../core/program.ts';

export type Binding =
  | { readonly kind: 'import'; readonly binding: ImportBinding }
  /** A constant: the value, or the member of it at `path` when it was destructured. */
  | { readonly kind: 'constant'; readonly value: Expr; readonly path: readonly string[] }
  /** A function or class of the file. */
  | { readonly kind: 'made' }
  /** Declared without a value; its only assignment, if there is one, makes it a constant. */
  | { readonly kind: 'unset' }
  /** A parameter, a loop variable, something assigned more than once: what it holds cannot be told here. */
  | { readonly kind: 'open' };

export type Scope = {
  readonly parent: Scope | undefined;
  readonly names: Map<string, Binding>;
};

export function scopeIn(parent: Scope | undefined): Scope {
  return { parent, names: new Map() };
}

/** The scope that declares a name, from the inside outwards. */
export function scopeOf(scope: Scope, name: string): Scope | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.names.has(name)) return at;
  return undefined;
}

/** What a pattern takes its names from: a value that is known, nothing yet, or what only a run can tell. */
export type Given =
  | { readonly kind: 'value'; readonly value: Expr }
  | { readonly kind: 'unset' }
  | { readonly kind: 'open' };

/** Declares what a pattern binds. A default makes its name open, because either value may hold; so do lists and rests. */
export function declare(scope: Scope, pattern: Pattern, given: Given, path: readonly string[] = []): void {
  switch (pattern.kind) {
    case 'name':
      scope.names.set(pattern.name, pattern.byDefault ? { kind: 'open' } : bindingOf(given, path));
      return;
    case 'record':
      for (const entry of pattern.entries) declare(scope, entry.pattern, given, [...path, entry.key]);
      break;
    case 'list':
      for (const item of pattern.items) if (item) declare(scope, item, { kind: 'open' });
      break;
  }
  if (pattern.rest !== undefined) scope.names.set(pattern.rest, { kind: 'open' });
}

function bindingOf(given: Given, path: readonly string[]): Binding {
  if (given.kind !== 'value') return given;
  const { value } = given;
  const isMade = path.length === 0 && (value.kind === 'function' || value.kind === 'class');
  return isMade ? { kind: 'made' } : { kind: 'constant', value, path };
}
