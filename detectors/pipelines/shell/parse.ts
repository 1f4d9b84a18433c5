/** The grammar of a shell script, as far as it decides which commands run and what becomes of their exit status. */
import { tokensOf } from './tokens.ts';
import type { Operator, Token, Word } from './tokens.ts';

export type List = { readonly items: readonly Item[] };

export type Item = {
  readonly andOr: AndOr;
  readonly isBackground: boolean;
  readonly start: number;
  readonly end: number;
};

/** `a && b || c`: `operators[i]` stands between `parts[i]` and `parts[i + 1]`. */
export type AndOr = { readonly parts: readonly Pipeline[]; readonly operators: readonly ('&&' | '||')[] };

export type Pipeline = {
  readonly commands: readonly Command[];
  readonly isNegated: boolean;
  readonly start: number;
  readonly end: number;
};

export type Command =
  | {
      readonly kind: 'simple';
      readonly assignments: readonly Word[];
      readonly words: readonly Word[];
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'group'; readonly body: List; readonly isSubshell: boolean }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: List; readonly body: List }[];
      readonly otherwise: List | undefined;
    }
  | { readonly kind: 'loop'; readonly test: List | undefined; readonly body: List }
  | { readonly kind: 'case'; readonly bodies: readonly List[] }
  | { readonly kind: 'function'; readonly name: string; readonly body: List };

/** Nesting beyond this is not read: the commands inside are left out. */
const DEPTH = 40;

/** Parses a script. Total: what does not fit the grammar is skipped word by word. */
export function parseShell(script: string): List {
  const tokens = tokensOf(script);
  let at = 0;

  function peek(): Token | undefined {
    return tokens[at];
  }

  function isOperator(...operators: readonly Operator[]): boolean {
    const token = peek();
    return token?.kind === 'operator' && operators.includes(token.operator);
  }

  function isReserved(...names: readonly string[]): boolean {
    const token = peek();
    return token?.kind === 'word' && !token.word.isQuoted && names.includes(token.word.text);
  }

  function skipNewlines(): void {
    while (isOperator('\n')) at++;
  }

  /** Commands up to one of these reserved words or a closing bracket, which is left to be read. */
  function list(ends: readonly string[], depth: number): List {
    const items: Item[] = [];
    while (at < tokens.length) {
      if (isOperator('\n', ';', '&')) {
        at++;
        continue;
      }
      if (isOperator(')', ';;') || isReserved(...ends)) break;
      const before = at;
      const start = startOf(peek());
      const read = andOr(depth);
      const end = endOf(tokens[at - 1]);
      const isBackground = isOperator('&');
      if (read.parts.length > 0) items.push({ andOr: read, isBackground, start, end });
      // Anything that starts no command (a stray bracket) must not hold the parser up.
      if (at === before) at++;
    }
    return { items };
  }

  function andOr(depth: number): AndOr {
    const parts: Pipeline[] = [];
    const operators: ('&&' | '||')[] = [];
    const first = pipeline(depth);
    if (first) parts.push(first);
    while (isOperator('&&', '||')) {
      const token = tokens[at++];
      skipNewlines();
      const next = pipeline(depth);
      if (!next) break;
      if (parts.length > 0 && token?.kind === 'operator') operators.push(token.operator === '&&' ? '&&' : '||');
      parts.push(next);
    }
    return { parts, operators };
  }

  function pipeline(depth: number): Pipeline | undefined {
    const start = startOf(peek());
    let isNegated = false;
    while (isReserved('!', 'time')) {
      if (isReserved('!')) isNegated = !isNegated;
      at++;
    }
    const commands: Command[] = [];
    const first = command(depth);
    if (first) commands.push(first);
    while (isOperator('|')) {
      at++;
      skipNewlines();
      const next = command(depth);
      if (!next) break;
      commands.push(next);
    }
    return commands.length > 0 ? { commands, isNegated, start, end: endOf(tokens[at - 1]) } : undefined;
  }

  function command(depth: number): Command | undefined {
    if (depth > DEPTH) return undefined;
    if (isOperator('(')) return group(')', depth);
    if (isReserved('{')) return group('}', depth);
    if (isReserved('if')) return branch(depth);
    if (isReserved('while', 'until', 'for', 'select')) return loop(depth);
    if (isReserved('case')) return cases(depth);
    if (isReserved('function')) {
      at++;
      const name = peek();
      if (name?.kind !== 'word') return undefined;
      at++;
      if (isOperator('(')) at += 2;
      return definition(name.word.text, depth);
    }
    return simple(depth);
  }

  function group(close: ')' | '}', depth: number): Command {
    at++;
    const body = list(['}'], depth + 1);
    if (close === ')' ? isOperator(')') : isReserved('}')) at++;
    return { kind: 'group', body, isSubshell: close === ')' };
  }

  function branch(depth: number): Command {
    const branches: { test: List; body: List }[] = [];
    let otherwise: List | undefined;
    while (isReserved('if', 'elif')) {
      at++;
      const test = list(['then', 'fi'], depth + 1);
      if (isReserved('then')) at++;
      branches.push({ test, body: list(['elif', 'else', 'fi'], depth + 1) });
    }
    if (isReserved('else')) {
      at++;
      otherwise = list(['fi'], depth + 1);
    }
    if (isReserved('fi')) at++;
    return { kind: 'if', branches, otherwise };
  }

  function loop(depth: number): Command {
    const isConditional = isReserved('while', 'until');
    at++;
    let test: List | undefined;
    if (isConditional) test = list(['do', 'done'], depth + 1);
    else while (at < tokens.length && !isReserved('do', 'done')) at++;
    if (isReserved('do')) at++;
    const body = list(['done'], depth + 1);
    if (isReserved('done')) at++;
    return { kind: 'loop', test, body };
  }

  function cases(depth: number): Command {
    const bodies: List[] = [];
    while (at < tokens.length && !isReserved('in', 'esac')) at++;
    if (isReserved('in')) at++;
    while (at < tokens.length && !isReserved('esac')) {
      while (at < tokens.length && !isOperator(')') && !isReserved('esac')) at++;
      if (!isOperator(')')) break;
      at++;
      bodies.push(list(['esac'], depth + 1));
      if (isOperator(';;')) at++;
    }
    if (isReserved('esac')) at++;
    return { kind: 'case', bodies };
  }

  function definition(name: string, depth: number): Command | undefined {
    skipNewlines();
    const body = command(depth + 1);
    return body?.kind === 'group' ? { kind: 'function', name, body: body.body } : undefined;
  }

  function simple(depth: number): Command | undefined {
    const start = startOf(peek());
    const assignments: Word[] = [];
    const words: Word[] = [];
    for (let token = peek(); token?.kind === 'word'; token = peek()) {
      at++;
      const next = peek();
      const after = tokens[at + 1];
      if (
        words.length === 0 &&
        next?.kind === 'operator' &&
        next.operator === '(' &&
        after?.kind === 'operator' &&
        after.operator === ')'
      ) {
        at += 2;
        return definition(token.word.text, depth);
      }
      if (words.length === 0 && /^[A-Za-z_]\w*\+?=/.test(token.word.text)) assignments.push(token.word);
      else words.push(token.word);
    }
    return words.length + assignments.length > 0
      ? { kind: 'simple', assignments, words, start, end: endOf(tokens[at - 1]) }
      : undefined;
  }

  return list([], 0);
}

function startOf(token: Token | undefined): number {
  if (!token) return 0;
  return token.kind === 'word' ? token.word.start : token.start;
}

function endOf(token: Token | undefined): number {
  if (!token) return 0;
  return token.kind === 'word' ? token.word.end : token.end;
}
