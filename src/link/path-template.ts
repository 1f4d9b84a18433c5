import type { PathSyntax } from '../core/facts/program.ts';
import { regexTemplates } from './regex-path.ts';
import { HOLE } from './value.ts';

/** Where a part of a path could not be resolved. */
export const UNRESOLVED = '{?}';

/**
 * Converts a path in a framework's syntax to OpenAPI templates: one for each way of leaving optional parts out.
 *
 * `/users/:id` gives `/users/{id}`; `/a/:b?` gives `/a/{b}` and `/a`; a catch-all gives `{*name}`. A part that is a
 * regular expression keeps the parameter's name. Unknown parts (`HOLE`) become `{?}`. Leading slash added, trailing and
 * double slashes removed.
 *
 * Source: OpenAPI 3.1.0, Paths Object; path-to-regexp 0.1 (Express 4), 8 (Express 5); find-my-way (Fastify); Hono routing.
 */
export function templatesOf(path: string, syntax: PathSyntax): readonly string[] {
  if (syntax === 'masonite') return templatesOf(path.replace(/[@?](\w+)(?::\w+)?/g, '{$1}'), 'openapi');
  if (syntax === 'rust') return templatesOf(bracesOf(path), 'braces');
  if (syntax === 'rfc6570') return [...new Set(expansionsOf(path).flatMap(one => templatesOf(one, 'braces')))];
  if (syntax === 'wordpress') return [tidy(namedGroups(path))];
  if (syntax === 'fastroute') return [...new Set(withoutBrackets(path).flatMap(one => templatesOf(one, 'braces')))];
  if (syntax === 'regex') return [...new Set(regexTemplates(path).map(tidy))];
  const variants = OPTIONAL_GROUPS.has(syntax) ? withoutGroups(path) : [path];
  const templates = variants.flatMap(variant => {
    const segments = splitSegments(variant);
    return segments.reduce<readonly string[]>(
      (built, segment) => {
        const { text, isOptional } = segmentTemplate(segment, syntax);
        const extended = built.map(prefix => `${prefix}/${text}`);
        return isOptional ? [...extended, ...built].slice(0, 16) : extended;
      },
      [''],
    );
  });
  return [...new Set(templates.map(tidy))];
}

/** Joins prefixes and a path, each already a template, into one: a leading slash, none at the end, none doubled. */
export function joinPaths(...parts: readonly string[]): string {
  return tidy(parts.join('/'));
}

function tidy(path: string): string {
  const joined = `/${path}`.replace(/\/{2,}/g, '/');
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
}

/**
 * Paths of Rust's frameworks in braces. Sources: axum, Router; Actix Web, Resource patterns; Rocket, Dynamic paths; Salvo,
 * Routing; Poem, Route; matchit.
 */
function bracesOf(path: string): string {
  return path
    .replace(/\?.*$/s, '')
    .replace(
      /<\*{1,2}\+?([\w-]*)[^<>]*>|<([\w-]+)\.\.>|\{\*{1,2}\+?([\w-]*)[^{}]*\}/g,
      (_, ...names: readonly unknown[]) => {
        const name = names.slice(0, 3).find(one => typeof one === 'string' && one !== '');
        return `{*${typeof name === 'string' ? name : 'rest'}}`;
      },
    )
    .replace(/(^|\/):([\w-]+)(?:<[^<>/]*>)?/g, '$1{$2}')
    .replace(/<([\w-]+)(?::[^<>]*)?>/g, '{$1}')
    .replace(/<[^<>]*>/g, '{regex}')
    .replace(/(^|\/)\*([\w-]+)$/, '$1{*$2}');
}

/**
 * A path without the expressions of RFC 6570 that speak of its query or fragment, and with and without those that may add
 * segments or an ending; `{+rest}` takes slashes. Source: RFC 6570 §3.2; Micronaut, URI templates.
 */
function expansionsOf(path: string): readonly string[] {
  const plain = path
    .replace(/\{[?&#;][^{}]*\}/g, '')
    .replace(/\{\+([\w.-]+)\}/g, '{*$1}')
    .replace(/\{([\w.-]+)\*\}/g, '{$1}')
    .replace(/\{([\w.-]+):\d+\}/g, '{$1}');
  const adding = /\{([/.])([\w.,*:-]+)\}/.exec(plain);
  if (!adding) return [plain];
  const [whole, mark = '/', names = ''] = adding;
  const added = names
    .split(',')
    .map(name => `${mark}{${name.replace(/[*:].*$/, '')}}`)
    .join('');
  const before = plain.slice(0, adding.index);
  const after = plain.slice(adding.index + whole.length);
  return expansionsOf(after)
    .flatMap(rest => [before + added + rest, before + rest])
    .slice(0, VARIANT_LIMIT);
}

/**
 * `/books/(?P<id>[\d]+)` is `/books/{id}`; groups without a name are parameters, and those that only group stand for what is
 * in them. Source: WordPress REST API Handbook, Path Variables.
 */
function namedGroups(path: string): string {
  let text = '';
  for (let index = 0; index < path.length; index++) {
    const character = path[index] ?? '';
    const end = character === '(' ? closingOf(path, index) : undefined;
    if (end === undefined) {
      text += character === HOLE ? UNRESOLVED : character === '\\' ? '' : character;
      continue;
    }
    const inner = path.slice(index + 1, end);
    const name = /^\?P?<(\w+)>/.exec(inner)?.[1];
    text += name === undefined ? (inner.startsWith('?:') ? namedGroups(inner.slice(2)) : '{param}') : `{${name}}`;
    index = path[end + 1] === '?' ? end + 1 : end;
  }
  return text;
}

/** A path with and without its optional part, `/users[/{id:[0-9]+}[/{name}]]`, which may hold others. Source: FastRoute, README. */
function withoutBrackets(path: string): readonly string[] {
  const variants: string[] = [];
  let built = '';
  let depth = 0;
  for (const character of path) {
    if (character === '{') depth++;
    if (character === '}') depth = Math.max(0, depth - 1);
    if (depth > 0 || (character !== '[' && character !== ']')) built += character;
    else if (character === '[' && variants.length < VARIANT_LIMIT) variants.push(built);
  }
  return [built, ...variants.toReversed()];
}

/** `{/:opt}` (path-to-regexp 8) and `(/:opt)?` (0.1): with and without. At most 16 variants. */
const OPTIONAL_GROUPS: ReadonlySet<PathSyntax> = new Set<PathSyntax>(['express', 'koa', 'nest']);

/** Variants that the optional groups of one path may have. */
const VARIANT_LIMIT = 16;

function withoutGroups(path: string): readonly string[] {
  let variants: readonly string[] = [path];
  // Each round opens the first group of every variant; a path has no more groups than brackets that this many rounds open.
  for (let round = 0; round < VARIANT_LIMIT * 4; round++) {
    const opened = variants.map(openGroup);
    if (opened.every(one => one === undefined)) break;
    variants = opened.flatMap((one, index) => one ?? [variants[index] ?? path]).slice(0, VARIANT_LIMIT);
  }
  return variants;
}

/** A path with its first group as if it were not in brackets, and without it where it is optional; undefined when it has none. */
function openGroup(path: string): readonly string[] | undefined {
  const open = /\{(?=[^}]*[/:*.-])(?![A-Za-z_][\w]*\})|\((?=\/)/.exec(path);
  const end = open ? closingOf(path, open.index) : undefined;
  if (!open || end === undefined) return undefined;
  const isParenthesis = path[open.index] === '(';
  const inner = path.slice(open.index + 1, end);
  const isOptional = !isParenthesis || path[end + 1] === '?';
  const before = path.slice(0, open.index);
  const rest = path.slice(isParenthesis && path[end + 1] === '?' ? end + 2 : end + 1);
  return isOptional ? [before + inner + rest, before + rest] : [before + inner + rest];
}

function closingOf(text: string, start: number): number | undefined {
  const open = text[start];
  const close = open === '{' ? '}' : open === '(' ? ')' : ']';
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') index++;
    else if (character === open) depth++;
    else if (character === close && --depth === 0) return index;
  }
  return undefined;
}

/** Splits at slashes that are not inside brackets. */
function splitSegments(path: string): readonly string[] {
  const segments: string[] = [];
  let current = '';
  let depth = 0;
  for (let index = 0; index < path.length; index++) {
    const character = path[index] ?? '';
    if (character === '\\') {
      current += character + (path[++index] ?? '');
      continue;
    }
    if (character === '(' || character === '{' || character === '[') depth++;
    if (character === ')' || character === '}' || character === ']') depth = Math.max(0, depth - 1);
    if (character === '/' && depth === 0) {
      segments.push(current);
      current = '';
    } else {
      current += character;
    }
  }
  segments.push(current);
  return segments.filter(segment => segment !== '');
}

function segmentTemplate(segment: string, syntax: PathSyntax): { readonly text: string; readonly isOptional: boolean } {
  if (segment.includes(HOLE)) return { text: holes(segment), isOptional: false };
  const own = ofSyntax(segment, syntax);
  if (own) return own;
  if (/^\*+$/.test(segment) || segment === '(.*)') return { text: '{*}', isOptional: false };
  const splat = /^\*([A-Za-z_]\w*)$/.exec(segment);
  if (splat) return { text: `{*${splat[1]}}`, isOptional: false };
  let text = '';
  let isOptional = false;
  for (let index = 0; index < segment.length; index++) {
    const character = segment[index] ?? '';
    if (character === '\\') {
      text += segment[++index] ?? '';
      continue;
    }
    const name = character === ':' ? /^[A-Za-z_$][\w$]*/.exec(segment.slice(index + 1))?.[0] : undefined;
    if (name === undefined) {
      const { text: written, end } = plainCharacter(segment, index, text !== '');
      text += written;
      index = end;
      continue;
    }
    index += name.length;
    const bracket = segment[index + 1];
    if (bracket === '(' || (bracket === '{' && syntax === 'hono')) {
      const end = closingOf(segment, index + 1);
      if (end !== undefined) index = end;
    }
    const quantifier = segment[index + 1];
    if (quantifier === '?' || quantifier === '*' || quantifier === '+') {
      index++;
      if (quantifier !== '+' && text === '' && index === segment.length - 1) isOptional = true;
      text += quantifier === '?' ? `{${name}}` : `{*${name}}`;
    } else {
      text += `{${name}}`;
    }
  }
  return { text, isOptional };
}

/** A segment in a syntax of its own; undefined for those that are like Express'. */
function ofSyntax(
  segment: string,
  syntax: PathSyntax,
): { readonly text: string; readonly isOptional: boolean } | undefined {
  switch (syntax) {
    case 'openapi':
      return { text: segment, isOptional: false };
    case 'next':
      return nextSegment(segment);
    case 'flask':
    case 'sanic':
      return { text: angleSegment(segment, syntax), isOptional: false };
    case 'braces':
      return bracesSegment(segment);
    case 'play':
    case 'phoenix':
      return { text: playSegment(segment), isOptional: false };
    case 'aspnet':
      return { text: aspnetSegment(segment), isOptional: false };
    default:
      return goSegment(segment, syntax);
  }
}

/**
 * `{name...}` and `{$}` of net/http, `:name` and `*rest` of the routers made after httprouter, `{name:pattern}` of fasthttp's.
 * Sources: https://pkg.go.dev/net/http#hdr-Patterns-ServeMux; httprouter, Named parameters; fasthttp/router; Fiber, Paths.
 */
function goSegment(
  segment: string,
  syntax: PathSyntax,
): { readonly text: string; readonly isOptional: boolean } | undefined {
  switch (syntax) {
    case 'servemux':
      return bracesSegment(segment === '{$}' ? '' : segment);
    case 'fasthttp':
      return bracesSegment(segment.replace(/^\*(\w+)$/, '{$1...}').replace(/:(\w+)$/, '{$1}'));
    case 'httprouter':
      return {
        text: segment.replace(/^\*(\w*)$/, '{*$1}').replace(/:([A-Za-z_][\w-]*)/g, '{$1}'),
        isOptional: false,
      };
    case 'fiber':
      // `:id<int;min(1)>`.
      return segment === '+'
        ? { text: '{*}', isOptional: false }
        : segmentTemplate(segment.replace(/(:\w+)<[^<>]*>/g, '$1'), 'express');
    default:
      return undefined;
  }
}

/** A character that begins no parameter: a group, a wildcard, or itself; and the index of the last one it takes. */
function plainCharacter(
  segment: string,
  index: number,
  isInside: boolean,
): { readonly text: string; readonly end: number } {
  const character = segment[index] ?? '';
  if (character === '(') {
    const end = closingOf(segment, index) ?? segment.length - 1;
    return { text: '{regex}', end: '?*+'.includes(segment[end + 1] ?? ' ') ? end + 1 : end };
  }
  if (character === '*') return { text: '{*}', end: index };
  // Express 4: the character before is optional. The longer form is the one that people call.
  return { text: character === '?' && isInside ? '' : character, end: index };
}

function nextSegment(segment: string): { readonly text: string; readonly isOptional: boolean } {
  const optionalCatchAll = /^\[\[\.\.\.(.+)\]\]$/.exec(segment);
  if (optionalCatchAll) return { text: `{*${optionalCatchAll[1]}}`, isOptional: true };
  const catchAll = /^\[\.\.\.(.+)\]$/.exec(segment);
  if (catchAll) return { text: `{*${catchAll[1]}}`, isOptional: false };
  return { text: segment.replace(/\[([^\]]+)\]/g, '{$1}'), isOptional: false };
}

/** `:id`, `*rest`, `$id<[0-9]+>`; one that may hold slashes takes all that follows. Source: Play, The routes file syntax. */
function playSegment(segment: string): string {
  return segment
    .replace(/^\*([A-Za-z_]\w*)$/, '{*$1}')
    .replace(/\$([A-Za-z_]\w*)<([^<>]*)>/g, (_, name: string, pattern: string) =>
      /^\.[+*]$/.test(pattern) ? `{*${name}}` : `{${name}}`,
    )
    .replace(/:([A-Za-z_]\w*)/g, '{$1}');
}

/** `<int:id>`, `<path:rest>` of Flask and Django; `<id:int>`, `<rest:path>` of Sanic and Bottle. */
function angleSegment(segment: string, syntax: 'flask' | 'sanic'): string {
  return segment.replace(/<([^<>]*)>/g, (_, inner: string) => {
    const colon = inner.indexOf(':');
    const [before, after] = colon < 0 ? [inner, ''] : [inner.slice(0, colon), inner.slice(colon + 1)];
    const [name, type] = colon < 0 ? [inner, ''] : syntax === 'flask' ? [after, before] : [before, after];
    return `{${type === 'path' ? '*' : ''}${name.trim() || 'id'}}`;
  });
}

/**
 * `{id:[0-9]+}`, `{rest:path}`, `{*rest}`, `{rest...}`, `{rest:.*}`, `{id?}`. Sources: Spring, PathPattern; Starlette,
 * Routing; Jakarta REST, URI templates; Ktor, Path pattern.
 */
function bracesSegment(segment: string): { readonly text: string; readonly isOptional: boolean } {
  if (segment === '{...}' || /^\*+$/.test(segment)) return { text: '{*}', isOptional: false };
  let text = '';
  let isOptional = false;
  for (let index = 0; index < segment.length; index++) {
    const end = segment[index] === '{' ? closingOf(segment, index) : undefined;
    if (end === undefined) {
      text += segment[index] === '*' ? '{*}' : segment[index];
      continue;
    }
    const inner = segment.slice(index + 1, end);
    const [, star = '', name = '', dots = '', rest = ''] =
      /^(\*?)\s*([\w$.-]*?)(\.{3})?\s*((?::|\?).*)?$/s.exec(inner) ?? [];
    isOptional ||= rest === '?' && index === 0 && end === segment.length - 1;
    const isRest = star !== '' || dots !== '' || /^:\s*(?:path|\.[*+]|\(\.[*+]\))\s*$/.test(rest);
    text += `{${isRest ? '*' : ''}${name === '' ? 'id' : name}}`;
    index = end;
  }
  return { text, isOptional };
}

/**
 * `{id:int}`, `{id?}`, `{id=1}`, `{**rest}`; a doubled brace stands for itself. What a path may leave out is a parameter of it all
 * the same, as it is in the descriptions that the framework makes. Source: ASP.NET Core, Route templates.
 */
function aspnetSegment(segment: string): string {
  let text = '';
  for (let index = 0; index < segment.length; index++) {
    const end = segment[index] === '{' ? closingOf(segment, index) : undefined;
    if (end === undefined) {
      text += segment[index];
      continue;
    }
    const [, star = '', name = ''] = /^(\*{0,2})\s*([\w-]*)/.exec(segment.slice(index + 1, end)) ?? [];
    text += `{${star === '' ? '' : '*'}${name === '' ? 'id' : name}}`;
    index = end;
  }
  return text;
}

function holes(segment: string): string {
  return segment
    .replaceAll(HOLE, UNRESOLVED)
    .replace(/(?:\{\?\})+/g, UNRESOLVED)
    .replace(/:([A-Za-z_]\w*)/g, '{$1}');
}

/** How far a guard's path covers an operation's. */
export type Cover = 'all' | 'part' | 'none';

/**
 * Whether everything at `template` lies below `prefix`, both as templates. Segments are compared whole (`/admin` does not
 * cover `/administration`); a parameter in the prefix covers any segment; a parameter in the path meets a literal in the
 * prefix only in part, and so does, with `ignoresCase`, the same word in other letters.
 */
export function prefixCovers(prefix: string, template: string, ignoresCase = false): Cover {
  return segmentsCover(segmentsOf(prefix), segmentsOf(template), true, ignoresCase);
}

/** As `prefixCovers`, for a guard on exactly this path (with a trailing catch-all it is a prefix). */
export function pathCovers(pattern: string, template: string, ignoresCase = false): Cover {
  const segments = segmentsOf(pattern);
  const last = segments.at(-1);
  if (last?.startsWith('{*')) return segmentsCover(segments.slice(0, -1), segmentsOf(template), true, ignoresCase);
  return segmentsCover(segments, segmentsOf(template), false, ignoresCase);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter(segment => segment !== '');
}

function segmentsCover(
  pattern: readonly string[],
  path: readonly string[],
  isPrefix: boolean,
  ignoresCase: boolean,
): Cover {
  let cover: Cover = 'all';
  for (const [index, expected] of pattern.entries()) {
    if (expected.startsWith('{*')) return cover;
    const actual = path[index];
    if (actual === undefined) return 'none';
    if (actual.startsWith('{*')) return 'part';
    if (actual === expected || isParameter(expected)) {
      if (expected.includes(UNRESOLVED) && actual !== expected) cover = 'part';
      continue;
    }
    // Whether letters matter is a setting of the router, which is not read.
    if (isParameter(actual) || (ignoresCase && actual.toLowerCase() === expected.toLowerCase())) {
      cover = 'part';
      continue;
    }
    return 'none';
  }
  if (!isPrefix && path.length > pattern.length) return 'none';
  return cover;
}

function isParameter(segment: string): boolean {
  return /^\{[^{}]*\}$/.test(segment);
}
