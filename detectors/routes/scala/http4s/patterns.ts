import type { Method } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { sidesOf, textAt } from '../source-files.ts';

export type RoutePattern = { readonly at: Expr['at']; readonly methods: readonly Method[]; readonly path: Expr };

/**
 * `GET -> Root / "users" / IntVar(id) :? Page(page) as user`: the method, and the path as text with `{id}` in it. Undefined
 * where it is no such pattern. Source: http4s, The http4s DSL.
 */
export function routePattern(written: Expr): RoutePattern | undefined {
  let pattern = written;
  // What is asked of the query and who calls stand around it.
  for (let inner = around(pattern); inner; inner = around(pattern)) pattern = inner;
  const sides = sidesOf(pattern, '->');
  if (!sides) return undefined;
  const [left, right] = sides;
  const methods = methodsIn(left);
  if (methods.length === 0) return undefined;
  const path = pathOf(bare(right));
  // `a -> b` takes any pair apart: without a method, the path has to say that it is one.
  if (methods.includes('ANY') && !startsAtRoot(bare(right))) return undefined;
  return path && { at: pattern.at, methods, path };
}

/** What stands before `:?` and `as`, or another extractor with a name (`asAuthed` of tsec). */
function around(pattern: Expr): Expr | undefined {
  if (pattern.kind !== 'call' || pattern.callee.kind !== 'member') return undefined;
  const { name, of } = pattern.callee;
  return pattern.args.length === 1 && /^(?::\?|\+&|&|\p{L}\w*)$/u.test(name) ? of : undefined;
}

function startsAtRoot(pattern: Expr): boolean {
  const sides = sidesOf(pattern, '/', '/:');
  if (sides) return startsAtRoot(sides[0]);
  return (pattern.kind === 'name' || pattern.kind === 'member') && /^root$/i.test(pattern.name);
}

function bare(pattern: Expr): Expr {
  const inner = around(pattern);
  return inner ? bare(inner) : pattern;
}

function methodsIn(pattern: Expr): readonly Method[] {
  const items = pattern.kind === 'list' ? pattern.items : [pattern];
  return items.flatMap((item): readonly Method[] => {
    if (item.kind === 'unknown') return ['ANY'];
    const name = item.kind === 'name' || item.kind === 'member' ? item.name : '';
    if (/^\p{Ll}/u.test(name)) return ['ANY'];
    return HTTP_METHODS.filter(method => method === name);
  });
}

/** `Root / "a" / b`, `root / "a"`, `"a" /: rest`. */
function pathOf(pattern: Expr): Expr | undefined {
  const parts: Expr[] = [];
  let rest = pattern;
  for (let sides = sidesOf(rest, '/'); sides; sides = sidesOf(rest, '/')) {
    parts.unshift(segmentOf(sides[1]));
    rest = sides[0];
  }
  const last = sidesOf(rest, '/:');
  if (last) return joined(pattern.at, [...prefixOf(last[0]), textAt(last[1].at, '{*rest}'), ...parts]);
  if (rest.kind === 'name' && /^\p{Ll}/u.test(rest.name) && rest.name !== 'root') return textAt(pattern.at, '/{*rest}');
  if ((rest.kind === 'name' || rest.kind === 'member') && /^root$/i.test(rest.name)) return joined(pattern.at, parts);
  // A constant path, `ApiRoot / "x"`, is looked up.
  return rest.kind === 'name' || rest.kind === 'member' ? joined(pattern.at, [rest, ...parts]) : undefined;
}

function prefixOf(pattern: Expr): readonly Expr[] {
  const sides = sidesOf(pattern, '/:', '/');
  if (sides) return [...prefixOf(sides[0]), ...prefixOf(sides[1])];
  return (pattern.kind === 'name' || pattern.kind === 'member') && /^root$/i.test(pattern.name)
    ? []
    : [segmentOf(pattern)];
}

/** A text, a constant, or something taken: `IntVar(id)`, `id`, `_`. */
function segmentOf(part: Expr): Expr {
  if (part.kind === 'text') return part;
  if (part.kind === 'call') {
    const [first] = part.args;
    const name = part.callee.kind === 'name' ? part.callee.name : 'value';
    const taken = first?.kind === 'name' ? first.name : name.replace(/Var$/, '');
    return textAt(part.at, `{${taken.charAt(0).toLowerCase()}${taken.slice(1)}}`);
  }
  if (part.kind === 'name' && /^[\p{Ll}_]/u.test(part.name)) return textAt(part.at, `{${part.name}}`);
  return part.kind === 'name' || part.kind === 'member' ? part : textAt(part.at, '{value}');
}

function joined(at: Expr['at'], parts: readonly Expr[]): Expr {
  if (parts.every(part => part.kind === 'text'))
    return textAt(at, `/${parts.map(part => (part.kind === 'text' ? part.value : '')).join('/')}`);
  return { kind: 'concat', at, parts: parts.flatMap(part => [textAt(part.at, '/'), part]) };
}
