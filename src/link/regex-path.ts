/** Regular expressions over whole paths, as templates. */
import { HOLE } from './value.ts';

/** Ways of writing a path that one expression may have. */
const LIMIT = 16;
/** Groups inside groups. */
const DEPTH = 20;

/**
 * The templates of the paths that an expression matches: `^users/(?P<id>\d+)/$` gives `users/{id}/`, `items(?:/(\d+))?` gives
 * `items/{regex}` and `items`. A group that is captured is a parameter; what matches more than one text is `{regex}`.
 * The dot between letters is taken for itself, as people mean it.
 *
 * Sources: Python, `re`; Django, Using regular expressions; Tornado, Structure of a web application.
 */
export function regexTemplates(source: string): readonly string[] {
  const { texts } = alternatives(source, 0, 0);
  return [...new Set(texts.map(text => text.replace(/(?:\{regex\})+/g, '{regex}')))];
}

type Parsed = { readonly texts: readonly string[]; readonly end: number };

/** Everything up to a closing bracket or the end; sides of `|` are ways of their own. */
function alternatives(source: string, start: number, depth: number): Parsed {
  const sides: string[] = [];
  let current: readonly string[] = [''];
  let index = start;
  while (index < source.length && source[index] !== ')') {
    if (source[index] === '|') {
      sides.push(...current);
      current = [''];
      index++;
      continue;
    }
    const atom = atomAt(source, index, depth);
    const { texts, end } = quantified(source, atom);
    current = current.flatMap(before => texts.map(text => before + text)).slice(0, LIMIT);
    index = end;
  }
  return { texts: [...sides, ...current].slice(0, LIMIT), end: index };
}

function atomAt(source: string, index: number, depth: number): Parsed {
  const character = source[index] ?? '';
  switch (character) {
    case '^':
    case '$':
      return { texts: [''], end: index + 1 };
    case '\\':
      return escaped(source, index);
    case '(':
      return depth > DEPTH ? { texts: ['{regex}'], end: source.length } : group(source, index, depth);
    case '[':
      return characterClass(source, index);
    case '.':
      return { texts: [/[*+{]/.test(source[index + 1] ?? '') ? '{regex}' : '.'], end: index + 1 };
    case HOLE:
      return { texts: ['{?}'], end: index + 1 };
    default:
      return { texts: [character], end: index + 1 };
  }
}

function escaped(source: string, index: number): Parsed {
  const next = source[index + 1] ?? '';
  if (/[AbBZz]/.test(next)) return { texts: [''], end: index + 2 };
  return { texts: [/[dDwWsS]/.test(next) ? '{regex}' : next], end: index + 2 };
}

function characterClass(source: string, index: number): Parsed {
  let end = index + 1;
  if (source[end] === '^') end++;
  if (source[end] === ']') end++;
  while (end < source.length && source[end] !== ']') end += source[end] === '\\' ? 2 : 1;
  const inner = source.slice(index + 1, end);
  return { texts: [inner.length === 1 && inner !== '.' ? inner : inner === '.' ? '.' : '{regex}'], end: end + 1 };
}

function group(source: string, index: number, depth: number): Parsed {
  const head = /^\(\?(?:P?<([A-Za-z_]\w*)>|(:)|([=!])|(<[=!])|([a-zA-Z-]+)([:)])|(#))/.exec(
    source.slice(index, index + 80),
  );
  const start = index + (head?.[0].length ?? 1);
  if (head?.[6] === ')') return { texts: [''], end: start };
  const inner = alternatives(source, start, depth + 1);
  const end = Math.min(source.length, inner.end + 1);
  const body = source.slice(start, inner.end);
  if (head?.[1] !== undefined) return { texts: [`{${/^\.[*+]\??$/.test(body) ? '*' : ''}${head[1]}}`], end };
  if (head?.[2] !== undefined || head?.[6] === ':') return { texts: inner.texts, end };
  if (head) return { texts: [''], end };
  return { texts: [/^\.[*+]\??$/.test(body) ? '{*regex}' : '{regex}'], end };
}

/** What `?`, `*`, `+` and `{2,3}` after something make of it. */
function quantified(source: string, { texts, end }: Parsed): Parsed {
  const sign = source[end];
  if (sign === '?' || sign === '*') {
    const after = source[end + 1] === '?' || source[end + 1] === '+' ? end + 2 : end + 1;
    const isParameter = texts.every(text => text.startsWith('{'));
    // What may be missing of a segment's text is taken to be there.
    return { texts: isParameter && sign === '*' ? texts : [...texts, ''], end: after };
  }
  if (sign === '+') return { texts, end: source[end + 1] === '?' ? end + 2 : end + 1 };
  if (sign === '{') {
    const close = /^\{\d*,?\d*\}/.exec(source.slice(end, end + 20));
    if (close) return { texts, end: end + close[0].length };
  }
  return { texts, end };
}
