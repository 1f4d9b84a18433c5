import type { Method } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { textAt } from '../source-files.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** `GET(p"/users/${long(id)}" ? q"page=$page")`. Source: Play, String Interpolating Routing DSL. */
export function sirdPattern(
  test: Expr,
): { readonly at: Expr['at']; readonly methods: readonly Method[]; readonly path: Expr } | undefined {
  if (test.kind !== 'call' || (test.callee.kind !== 'name' && test.callee.kind !== 'member')) return undefined;
  const { name } = test.callee;
  const methods = METHODS.filter(method => method === name);
  const [first] = test.args;
  const path = first && pathIn(first);
  return methods.length === 1 && path ? { at: path.at, methods, path } : undefined;
}

function pathIn(pattern: Expr): Expr | undefined {
  if (pattern.kind !== 'call') return undefined;
  if (pattern.callee.kind === 'member') return pathIn(pattern.callee.of);
  const [given] = pattern.args;
  if (pattern.callee.kind !== 'name' || pattern.callee.name !== 'p' || !given) return undefined;
  return textAt(pattern.at, given.kind === 'concat' ? given.parts.map(partOf).join('') : partOf(given));
}

/** `$id`, `${long(id)}`, `$id<[0-9]+>` and `$path*`, as they are written in a file of routes. */
function partOf(part: Expr): string {
  if (part.kind === 'text')
    return part.value.replace(/^(?:<([^<>]*)>|\*)/, (whole, rule: string | undefined) =>
      rule === undefined ? '}*' : whole,
    );
  const inner = part.kind === 'call' ? part.args[0] : part;
  return `:${inner?.kind === 'name' ? inner.name : 'value'}`;
}

/** The text of a pattern in the syntax of a file of routes. */
export function routesSyntax(path: string): string {
  return path
    .replace(/:([\w$]+)<([^<>]*)>/g, (_whole, name: string, rule: string) => `$${name}<${rule}>`)
    .replace(/:([\w$]+)\}\*/g, (_whole, name: string) => `*${name}`);
}
