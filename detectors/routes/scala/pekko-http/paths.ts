import type { Expr } from '../../../../src/core/program.ts';
import { sidesOf, textAt } from '../source-files.ts';
import { EMPTY_MATCHERS, MATCHERS } from './directives.ts';

/**
 * The parts of a path matcher: `"users" / IntNumber` is `users` and `{number}`. `names` are what a function behind it calls
 * the things taken, where it takes just those.
 */
export function matcherParts(matcher: Expr, names: readonly string[]): readonly Expr[] {
  const parts = flat(matcher);
  const taking = parts.filter(part => takenBy(part) !== undefined);
  let next = 0;
  return parts.flatMap(part => {
    const taken = takenBy(part);
    if (taken === undefined) return isEmpty(part) ? [] : [part];
    const given = taking.length === names.length ? names[next] : undefined;
    next++;
    const prefix = taken.startsWith('*') ? '*' : '';
    return [textAt(part.at, `{${given === undefined || given === '' ? taken : prefix + given}}`)];
  });
}

function flat(matcher: Expr): readonly Expr[] {
  const open = [matcher];
  const parts: Expr[] = [];
  for (let next = open.pop(); next; next = open.pop()) {
    const sides = sidesOf(next, '/');
    if (sides) open.push(sides[1], sides[0]);
    else parts.push(next);
  }
  return parts;
}

/** What a matcher takes by its name; `x.map(f)`, `x.?` and regular expressions take one thing, too. */
export function takenBy(matcher: Expr): string | undefined {
  let inner = matcher;
  while (inner.kind === 'call' && inner.callee.kind === 'member' && CHANGES.has(inner.callee.name))
    inner = inner.callee.of;
  while (inner.kind === 'member' && (inner.name === '?' || inner.name === 'r' || inner.name === 'repeat')) {
    if (inner.name === 'r') return 'segment';
    inner = inner.of;
  }
  const name = inner.kind === 'name' || inner.kind === 'member' ? inner.name : '';
  return MATCHERS.get(name);
}

const CHANGES: ReadonlySet<string> = new Set(['map', 'flatMap', 'tmap', 'tflatMap', 'repeat']);

function isEmpty(matcher: Expr): boolean {
  return (matcher.kind === 'name' || matcher.kind === 'member') && EMPTY_MATCHERS.has(matcher.name);
}
