/**
 * What is put before paths by a setting that nothing in the tree gives. A text of Go is empty until something sets it, and a
 * program is served at the root unless whoever runs it wants it elsewhere.
 *
 * Source: The Go Programming Language Specification, The zero value.
 */
import type { Location } from '../core/location.ts';
import type { Expr } from '../core/program.ts';
import { pathsIn } from './class-paths.ts';
import type { Frame } from './frame.ts';
import { operand } from './interpreter.ts';
import { rulesAt } from './language.ts';
import { type Machine, note } from './machine.ts';
import type { PathValue } from './router.ts';
import { UNCALLED } from './uncalled.ts';
import { HOLE } from './value.ts';

/** Paths without a base path that is not known and is named for what it is. */
export function withoutUnset(
  machine: Machine,
  { at, path }: { readonly at: Location; readonly path: Expr | undefined },
  paths: readonly PathValue[],
): readonly PathValue[] {
  if (!path || !rulesAt(machine, at.file).hasZeroValues || !paths.some(beginsUnknown)) return paths;
  const base = namedBase(path);
  if (!base || machine.conditions.some(({ words }) => isElse(words, base))) return paths;
  note(
    machine,
    'unset-prefix',
    at,
    'a setting that nothing here gives stands before this path; it is said as it is where that is empty',
  );
  return paths.map(one => (one.kind === 'text' ? { kind: 'text', text: one.text.replace(FIRST, '') } : EMPTY));
}

/** What a loop hands on is no setting of the program, nor what whoever may call a function hands to it as its `prefix`. */
function isElse(words: string, base: Expr): boolean {
  return words.startsWith('a loop over') || (words === UNCALLED && base.kind === 'name' && ONE_WORD.test(base.name));
}

const ONE_WORD = /^_?(?:base|root|context|prefix)$/i;

/** What a prefix stands for, without what nothing sets. */
export function prefixesIn(machine: Machine, frame: Frame, at: Location, path: Expr): readonly PathValue[] {
  return withoutUnset(machine, { at, path }, pathsIn(machine, operand(machine, frame, path)));
}

const EMPTY: PathValue = { kind: 'text', text: '' };

/** Nothing is known of a path, or of its first part, which a program may have given the slash before it that was missing. */
function beginsUnknown(path: PathValue): boolean {
  return path.kind === 'unknown' || (path.kind === 'text' && FIRST.test(path.text));
}

const FIRST = new RegExp(`^/?${HOLE}(?=/|$)`);

/** Calls around a name that are looked through. */
const DEPTH = 6;

/** What a path begins with, where it goes by the name of a base path. */
function namedBase(path: Expr): Expr | undefined {
  let expr = path;
  for (let depth = 0; depth < DEPTH; depth++) {
    if (expr.kind === 'name' || expr.kind === 'member') return BASE.test(expr.name) ? expr : undefined;
    // `strings.TrimSuffix(base, "/")`, `path.Join(base, "users")`, `fmt.Sprintf("%s/users", base)`, `cfg.BasePath()`.
    const inner: Expr | undefined =
      expr.kind === 'concat'
        ? expr.parts[0]
        : expr.kind === 'call'
          ? (expr.args.find(arg => arg.kind !== 'text') ?? expr.callee)
          : undefined;
    if (!inner) return undefined;
    expr = inner;
  }
  return undefined;
}

const BASE =
  /^(?:(?:api|app|http|web|server|site|ui|public|external)?_?(?:base|root|context|prefix)_?(?:api|url|uri|path|prefix|route|dir)*|(?:url|uri|path|route|router|api|http|web|mount)_?(?:base|prefix|root)|(?:web|mount|sub|context)_?path)$/i;
