import type { FileRole } from '../core/fact.ts';
import type { CallExpr, ClassNode, Decorator, Expr, FunctionNode, Module, TypeRef } from '../core/program.ts';

/** Where a name in a file comes from, as far as the file alone tells. */
export type Origin = {
  /** The specifier of the import: `express`, `./routes`. */
  readonly module: string;
  /** The exported name and the members taken from it: `['default']`, `['Router']`, `['default', 'Router']`; `['*']` for a namespace. */
  readonly path: readonly string[];
};

/** A call with what stands around it. */
export type CallSite = {
  readonly call: CallExpr;
  /** Name of a plain call, or of the member that is called: `get` for `app.get(…)`; empty when it has none. */
  readonly name: string;
  /** `app` in `app.get(…)`; undefined for a plain call. */
  readonly receiver: Expr | undefined;
  /** Functions around it, innermost first. */
  readonly inside: readonly FunctionNode[];
};

/**
 * A source file, parsed: its module in the language-independent form, and indexes over it.
 *
 * `originOf` follows imports, `require`, destructuring, members and constants of this file: for `const r = express.Router()`,
 * the origin of the callee is `{ module: 'express', path: ['default', 'Router'] }`. It gives undefined for anything made in
 * the file itself (parameters, results of calls), which the linker must settle.
 * CommonJS and ES imports give the same origin: `require('x')` and `import x from 'x'` are `['default']`,
 * `const { y } = require('x')` and `import { y } from 'x'` are `['y']`; `require('x').y` is `['default', 'y']`.
 * Compare origins with `isFrom`, which treats `['default', 'y']`, `['*', 'y']` and `['y']` as one.
 */
export type ProgramFile = {
  readonly path: string;
  readonly role: FileRole;
  readonly module: Module;
  readonly text: string;
  /** Every call, in source order, wherever it stands (also inside functions, classes and decorators). */
  readonly calls: readonly CallSite[];
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
  readonly decorators: readonly Decorator[];
  /** Types of parameters and declarations, for routers that are passed in. */
  readonly declaredTypes: readonly TypeRef[];
  readonly originOf: (expr: Expr) => Origin | undefined;
  readonly originOfType: (type: TypeRef) => Origin | undefined;
};

/**
 * Whether an origin is this export of one of these packages; without `name`, anything of them.
 *
 * `['default', name]`, `['*', name]`, `['*', 'default', name]` and `[name]` are the same, and so are `['*']` and `['default']`:
 * which of them a file writes depends on how it imports, not on what it means. `node:fs` is `fs`. Where a name may come from
 * several packages (`import a.*; import b.*`), their names are joined by commas in the origin, and any one of them will do.
 */
export function isFrom(origin: Origin | undefined, modules: string | readonly string[], name?: string): boolean {
  if (!origin) return false;
  const known = typeof modules === 'string' ? [modules] : modules;
  const from = origin.module.split(',').map(plain);
  // `import flask` and `from flask import views` lead to one class by different ways.
  if (name !== undefined && name !== 'default') {
    const members = origin.path.filter(part => part !== 'default' && part !== '*');
    const dotted = from.map(module => [module, ...members].join('.'));
    if (known.some(module => dotted.includes(`${plain(module)}.${name}`))) return true;
  }
  if (!known.some(module => from.includes(plain(module)))) return false;
  if (name === undefined) return true;
  const path = [...origin.path];
  while (path.length > 1 && (path[0] === 'default' || path[0] === '*')) path.shift();
  return path.length === 1 && (path[0] === name || (name === 'default' && path[0] === '*'));
}

function plain(module: string): string {
  return module.startsWith('node:') ? module.slice('node:'.length) : module;
}
