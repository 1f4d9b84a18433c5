/**
 * Splits a POSIX shell script into words and operators.
 *
 * Only what decides which commands run, with which words, and what becomes of their exit status is kept: quotes are
 * removed, expansions (`$x`, `$(…)`, backticks, `${{ … }}` of workflow files) stay in the word as written, redirections,
 * comments and here-documents are dropped. Total: an unclosed quote or expansion ends at the end of the script.
 */

export type Word = {
  /** Without quotes; expansions as written. */
  readonly text: string;
  /** Offsets in the script. */
  readonly start: number;
  readonly end: number;
  /** Holds an expansion: its value is not known. */
  readonly isDynamic: boolean;
  /** Quoted in part or whole: never a reserved word. */
  readonly isQuoted: boolean;
};

export type Operator = '&&' | '||' | ';' | ';;' | '|' | '&' | '(' | ')' | '\n';

export type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'operator'; readonly operator: Operator; readonly start: number; readonly end: number };

export function tokensOf(script: string): readonly Token[] {
  const tokens: Token[] = [];
  const waiting: { readonly delimiter: string; readonly stripsTabs: boolean }[] = [];
  let at = 0;
  while (at < script.length) {
    const char = script.charAt(at);
    if (char === '\\' && isLineEnd(script, at + 1)) at = afterLineEnd(script, at + 1);
    else if (char === ' ' || char === '\t') at++;
    else if (char === '\n' || char === '\r') {
      const next = afterLineEnd(script, at);
      tokens.push({ kind: 'operator', operator: '\n', start: at, end: next });
      at = skipHereDocuments(script, next, waiting.splice(0));
    } else if (char === '#') at = lineEnd(script, at);
    else if ((char === '<' || char === '>') && script.charAt(at + 1) !== '(')
      at = skipRedirection(script, at, tokens, waiting);
    else if (char === '&' && script.charAt(at + 1) === '>') at = skipRedirection(script, at + 1, tokens, waiting);
    else {
      const operator = operatorAt(script, at);
      if (operator) {
        tokens.push({ kind: 'operator', operator: operator.operator, start: at, end: at + operator.length });
        at += operator.length;
      } else {
        const word = wordAt(script, at);
        tokens.push({ kind: 'word', word });
        at = word.end;
      }
    }
  }
  return tokens;
}

function operatorAt(script: string, at: number): { readonly operator: Operator; readonly length: number } | undefined {
  const two = script.slice(at, at + 2);
  if (two === '&&' || two === '||' || two === ';;') return { operator: two, length: 2 };
  if (two === '|&') return { operator: '|', length: 2 };
  const one = two.charAt(0);
  if (one === ';' || one === '|' || one === '&' || one === '(' || one === ')') return { operator: one, length: 1 };
  return undefined;
}

function wordAt(script: string, start: number): Word {
  let at = start;
  let text = '';
  let isDynamic = false;
  let isQuoted = false;
  while (at < script.length) {
    const char = script.charAt(at);
    if (char === '\\') {
      if (isLineEnd(script, at + 1)) at = afterLineEnd(script, at + 1);
      else {
        text += script.charAt(at + 1);
        at += 2;
      }
    } else if (char === "'") {
      const close = closing(script, at + 1, "'");
      text += script.slice(at + 1, close);
      isQuoted = true;
      at = close + 1;
    } else if (char === '"') {
      const quoted = doubleQuoted(script, at + 1);
      text += quoted.text;
      isDynamic ||= quoted.isDynamic;
      isQuoted = true;
      at = quoted.end;
    } else if (char === '$' || char === '`' || ((char === '<' || char === '>') && script.charAt(at + 1) === '(')) {
      const end = expansionEnd(script, at);
      text += script.slice(at, end);
      isDynamic ||= end > at + 1;
      at = end;
    } else if (' \t\r\n;|&()<>'.includes(char)) break;
    else {
      text += char;
      at++;
    }
  }
  return { text, start, end: Math.min(Math.max(at, start + 1), script.length), isDynamic, isQuoted };
}

function doubleQuoted(
  script: string,
  start: number,
): { readonly text: string; readonly end: number; readonly isDynamic: boolean } {
  let at = start;
  let text = '';
  let isDynamic = false;
  while (at < script.length && script.charAt(at) !== '"') {
    const char = script.charAt(at);
    if (char === '\\') {
      const next = script.charAt(at + 1);
      text += '"\\$`'.includes(next) ? next : char + next;
      at += 2;
    } else if (char === '$' || char === '`') {
      const end = expansionEnd(script, at);
      text += script.slice(at, end);
      isDynamic ||= end > at + 1;
      at = end;
    } else {
      text += char;
      at++;
    }
  }
  return { text, end: at + 1, isDynamic };
}

/** The offset behind `$name`, `${…}`, `$(…)`, `${{ … }}`, a backtick pair or a process substitution. */
function expansionEnd(script: string, at: number): number {
  if (script.charAt(at) === '`') return closing(script, at + 1, '`') + 1;
  if (script.startsWith('${{', at)) {
    const close = script.indexOf('}}', at + 3);
    return close < 0 ? script.length : close + 2;
  }
  const open = script.charAt(at + 1);
  if (open === '(') return balanced(script, at + 1, '(', ')');
  if (open === '{') return balanced(script, at + 1, '{', '}');
  const name = /^\$(?:\w+|[?#@*!$-])/.exec(script.slice(at, at + 100));
  return at + (name?.[0].length ?? 1);
}

/** The offset behind the bracket that closes the one at `at`; quotes inside hide brackets. */
function balanced(script: string, at: number, open: string, close: string): number {
  let depth = 0;
  for (let index = at; index < script.length; index++) {
    const char = script.charAt(index);
    if (char === '\\') index++;
    else if (char === "'") index = closing(script, index + 1, "'");
    else if (char === open) depth++;
    else if (char === close && --depth === 0) return index + 1;
  }
  return script.length;
}

function closing(script: string, from: number, quote: string): number {
  const close = script.indexOf(quote, from);
  return close < 0 ? script.length : close;
}

function skipRedirection(
  script: string,
  start: number,
  tokens: Token[],
  waiting: { delimiter: string; stripsTabs: boolean }[],
): number {
  const last = tokens.at(-1);
  // `2>` : the digit before the sign names the stream and is no argument.
  if (last?.kind === 'word' && last.word.end === start && /^\d$/.test(last.word.text)) tokens.pop();
  const sign = /^(?:<<<|<<-|<<|<>|<&|<|>>|>&|>\||>)/.exec(script.slice(start, start + 3))?.[0] ?? '>';
  let at = start + sign.length;
  while (script.charAt(at) === ' ' || script.charAt(at) === '\t') at++;
  if (at >= script.length || isLineEnd(script, at)) return at;
  const target = wordAt(script, at);
  if (sign === '<<' || sign === '<<-') waiting.push({ delimiter: target.text, stripsTabs: sign === '<<-' });
  return target.end;
}

function skipHereDocuments(
  script: string,
  from: number,
  waiting: readonly { readonly delimiter: string; readonly stripsTabs: boolean }[],
): number {
  let at = from;
  for (const { delimiter, stripsTabs } of waiting) {
    while (at < script.length) {
      const end = lineEnd(script, at);
      const line = script.slice(at, end);
      at = afterLineEnd(script, end);
      if ((stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
    }
  }
  return at;
}

function isLineEnd(script: string, at: number): boolean {
  return script.charAt(at) === '\n' || script.charAt(at) === '\r';
}

function afterLineEnd(script: string, at: number): number {
  return script.startsWith('\r\n', at) ? at + 2 : at + 1;
}

function lineEnd(script: string, at: number): number {
  let end = at;
  while (end < script.length && !isLineEnd(script, end)) end++;
  return end;
}
