/** How a gateway's path pattern covers a path, product by product alike once the detector has named its kind of match. */
import type { GatewayFact } from './facts/gateway.ts';

export type GatewayRoute = Extract<GatewayFact, { kind: 'gateway-route' }>;

/** What a pattern does with everything under its matched part. */
export type PathShape = {
  /** The matched part as a path template, without trailing slash; empty for the root. */
  readonly base: string;
  /** `whole`: exactly the base. `below`: the base and what follows a slash. `text`: everything that starts with these characters. */
  readonly covers: 'whole' | 'below' | 'text';
};

/** The shape of a route's pattern, or undefined for a regular expression that has no template form. */
export function pathShape(route: Pick<GatewayRoute, 'path' | 'match'>): PathShape | undefined {
  const base = route.path === '/' ? '' : route.path;
  switch (route.match) {
    case 'exact':
      return { base, covers: 'whole' };
    case 'prefix-segment':
      return { base, covers: 'below' };
    case 'prefix-string':
      return { base, covers: base === '' ? 'below' : 'text' };
    case 'regex':
      return regexShape(route.path);
  }
}

/** The literal characters that a regular expression starts with, without trailing slash; `/` when there are none. */
export function literalPrefix(pattern: string): string {
  const literal = readLiteral(pattern.replace(/^\^/, '')).text;
  const trimmed = literal.endsWith('/') ? literal.slice(0, -1) : literal;
  return trimmed === '' ? '/' : trimmed;
}

/**
 * Regular expressions are read, never run: literal text, one-segment groups (`[^/]+`, `\d+`, `\w+`, `(?<id>…)`) and an
 * open end (`.*`, `(/|$)(.*)`, `/?(.*)`) are understood, anything else is not.
 */
function regexShape(pattern: string): PathShape | undefined {
  let rest = pattern.startsWith('^') ? pattern.slice(1) : pattern;
  let base = '';
  while (rest !== '') {
    const end = OPEN_END.exec(rest);
    if (end)
      return {
        base: withoutSlash(base),
        covers:
          base.endsWith('/') ||
          end[0].startsWith('/') ||
          end[0].startsWith('(/') ||
          end[0].startsWith('(?:/') ||
          base === ''
            ? 'below'
            : 'text',
      };
    if (rest === '$') return { base: withoutSlash(base), covers: 'whole' };
    const parameter = PARAMETER.exec(rest);
    if (parameter) {
      // A group that is part of a segment, `/v(\d+)x`, has no template form.
      const after = rest.slice(parameter[0].length);
      if (!base.endsWith('/') || !(after === '' || after.startsWith('/') || after === '$' || OPEN_END.test(after)))
        return undefined;
      base += `{${parameter[1] ?? 'value'}}`;
      rest = after;
      continue;
    }
    const literal = readLiteral(rest);
    if (literal.length === 0) return undefined;
    base += literal.text;
    rest = rest.slice(literal.length);
  }
  return { base: withoutSlash(base), covers: 'text' };
}

const OPEN_END =
  /^(?:\/?\.[*+]|\/?\(\.[*+]\)|\((?:\?:)?\/\|\$\)(?:\.\*|\(\.\*\))|\/\?(?:\.\*|\(\.\*\))|\((?:\?:)?\/\.\*\)\??)\$?$/;
const PARAMETER =
  /^(?:\((?:\?P?<([A-Za-z_]\w{0,40})>|\?:)?(?:\[\^\/?\]|\\d|\\w|\[[A-Za-z0-9_-]{1,24}\])[+*]\)|(?:\[\^\/\]|\\d|\\w|\[[A-Za-z0-9_-]{1,24}\])[+*])/;

function readLiteral(pattern: string): { readonly text: string; readonly length: number } {
  let text = '';
  let index = 0;
  while (index < pattern.length) {
    const char = pattern.charAt(index);
    const next = pattern.charAt(index + 1);
    if (char === '\\' && /[./_~-]/.test(next)) {
      text += next;
      index += 2;
      continue;
    }
    if (!/[A-Za-z0-9/_~%@!&,;=:-]/.test(char) || /[*+?{]/.test(next)) break;
    text += char;
    index++;
  }
  return { text, length: index };
}

function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
