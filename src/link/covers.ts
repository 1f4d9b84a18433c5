/** Whether a guard stands on the way to an operation. */
import type { PathSyntax } from '../core/facts/program.ts';
import { CONTROLLER } from './middleware-routes.ts';
import { type Cover, UNRESOLVED, joinPaths, pathCovers, prefixCovers, templatesOf } from './path-template.ts';
import type { PathValue } from './router.ts';
import { HOLE, type Value, flatten, optionsOf } from './value.ts';

/** Where something stands: its paths, below the prefix of its router. `below`: all that begins with them. `beneath`: the same without themselves. `matching`: they are whole patterns. */
export type Place = {
  readonly paths: readonly PathValue[];
  readonly covers: 'below' | 'beneath' | 'matching';
  readonly prefix: string;
  readonly syntax: PathSyntax;
};

/** How far a guard covers the operation on a path (a template, without the application's base path); without paths of its own it covers everything. */
export function coverOf(place: Place, path: string, controller?: string): Cover {
  const { paths } = place;
  if (paths.length === 0) return 'all';
  let best: Cover = 'none';
  for (const given of paths) {
    const cover = coverOfOne(given, place, path, controller);
    if (cover === 'all') return 'all';
    if (cover === 'part') best = 'part';
  }
  return best;
}

function coverOfOne(
  given: PathValue,
  { covers, prefix, syntax }: Place,
  path: string,
  controller: string | undefined,
): Cover {
  switch (given.kind) {
    case 'unknown':
      return 'part';
    case 'pattern': {
      // An expression is matched against what is left of the path below its router.
      const outer = prefixCovers(prefix, path);
      const rest = path
        .split('/')
        .filter(segment => segment !== '')
        .slice(prefix.split('/').filter(segment => segment !== '').length);
      if (outer === 'none') return 'none';
      const matches = outer === 'part' ? undefined : testPattern(given.source, `/${rest.join('/')}`, given.flags);
      return matches === undefined ? 'part' : matches ? 'all' : 'none';
    }
    case 'text': {
      if (given.text.startsWith(CONTROLLER)) return given.text.slice(CONTROLLER.length) === controller ? 'all' : 'none';
      const covering = templatesOf(given.text, syntax).map(template => {
        const whole = joinPaths(prefix, template);
        const ignoresCase = syntax === 'express' || syntax === 'koa' || syntax === 'nest';
        if (covers === 'below') return prefixCovers(whole, path, ignoresCase);
        if (covers === 'beneath')
          return depthOf(path) > depthOf(whole) ? prefixCovers(whole, path, ignoresCase) : 'none';
        const cover = pathCovers(whole, path, ignoresCase);
        // Releases differ on whether `/a/*` is asked for `/a`. Source: issues 1428 and 1641 of Vert.x Web.
        return syntax === 'vertx' && cover === 'all' && depthOf(path) < depthOf(whole) ? 'part' : cover;
      });
      return covering.includes('all') ? 'all' : covering.includes('part') ? 'part' : 'none';
    }
  }
}

function depthOf(path: string): number {
  return path.split('/').filter(segment => segment !== '').length;
}

/**
 * Whether a regular expression of the scanned code matches an operation's path. Undefined when that cannot be told: the
 * path has parameters that the expression may look into, or the expression could take too long to try.
 */
export function testPattern(source: string, path: string, flags = ''): boolean | undefined {
  if (path.includes(UNRESOLVED) || !isHarmlessPattern(source)) return undefined;
  const expression = compile(source, flags);
  if (!expression) return undefined;
  if (!path.includes('{')) return expression.test(path);
  // What a parameter may hold is tried with some values, and with the words that the expression looks for.
  const words = [...new Set(source.match(/[\w-]+/g) ?? [])].slice(0, 12);
  const answers = new Set(
    ['x', '1', 'a-b-c', ...words].map(sample => expression.test(path.replace(/\{[^{}]*\}/g, sample))),
  );
  return answers.size === 1 ? [...answers][0] : undefined;
}

/** Short, and without a repeated group that repeats inside. */
function isHarmlessPattern(source: string): boolean {
  return source.length <= 300 && !/[*+}]\)?[*+{]|\([^()]*[*+][^()]*\)[*+{]|\\[1-9]/.test(source);
}

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags.includes('i') ? 'i' : '');
  } catch {
    // The scanned code may hold an expression of another flavour; it then covers an unknown part.
    return undefined;
  }
}

/** How far the matcher of a file-based middleware (path patterns, or objects with `source`) covers a path. */
export function matcherCover(matcher: Value, path: string): Cover {
  let best: Cover = 'none';
  for (const item of flatten(matcher).flatMap(value => optionsOf(value))) {
    const source = item.kind === 'record' ? item.fields.get('source') : item;
    const isNarrowed = item.kind === 'record' && (item.fields.has('has') || item.fields.has('missing'));
    if (source?.kind !== 'text' || source.value.includes(HOLE)) {
      best = 'part';
      continue;
    }
    const matches = testPattern(matcherPattern(source.value), path);
    if (matches === true && !isNarrowed) return 'all';
    if (matches !== false) best = 'part';
  }
  return best;
}

/**
 * A matcher of path-to-regexp 6 as a regular expression: `/a/:path*`, `/((?!api).*)`.
 * Source: Next.js, Middleware, Matcher.
 */
export function matcherPattern(matcher: string): string {
  let out = '';
  for (let index = 0; index < matcher.length; index++) {
    const character = matcher[index] ?? '';
    const name = character === ':' ? /^[A-Za-z_]\w*/.exec(matcher.slice(index + 1))?.[0] : undefined;
    if (character === '(') {
      const end = closing(matcher, index);
      out += matcher.slice(index, end + 1);
      index = end;
      continue;
    }
    if (name === undefined) {
      out += /[.*+?^${}|[\]\\]/.test(character) ? `\\${character}` : character;
      continue;
    }
    index += name.length;
    let inner = '[^/]+';
    if (matcher[index + 1] === '(') {
      const end = closing(matcher, index + 1);
      inner = matcher.slice(index + 2, end);
      index = end;
    }
    const quantifier = matcher[index + 1];
    if (quantifier === '*' || quantifier === '+' || quantifier === '?') index++;
    const slash = out.endsWith('/');
    if (slash && (quantifier === '*' || quantifier === '?')) {
      out = `${out.slice(0, -1)}(?:/${quantifier === '*' ? '.*' : inner})?`;
    } else out += quantifier === '+' ? '.+' : `(?:${inner})`;
  }
  return `^${out}/?$`;
}

function closing(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return index;
  }
  return text.length - 1;
}
