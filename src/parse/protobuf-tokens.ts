/** A token of a `.proto` file. `text` of a string is what it says, without quotes; names keep their dots. */
export type Token = {
  readonly kind: 'name' | 'text' | 'number' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

const NAME = /\.?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y;
const NUMBER = /[0-9][A-Za-z0-9_.]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

/** The tokens of a text without comments and white space. Any other character is a symbol: the reader judges it. */
export function protobufTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (kind: Token['kind'], end: number, value = text.slice(at, end)): void => {
    tokens.push({ kind, text: value, start: at, end });
    at = end;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (/\s/.test(character)) at++;
    else if (text.startsWith('//', at)) at = after(text, '\n', at);
    else if (text.startsWith('/*', at)) at = after(text, '*/', at + 2);
    else if (character === '"' || character === "'") {
      const { value, end } = quoted(text, at);
      take('text', end, value);
    } else {
      const name = matched(NAME, text, at);
      const number = name === undefined ? matched(NUMBER, text, at) : undefined;
      if (name !== undefined) take('name', at + name.length);
      else if (number !== undefined) take('number', at + number.length);
      else take('symbol', at + 1);
    }
  }
  return tokens;
}

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

function quoted(text: string, start: number): { readonly value: string; readonly end: number } {
  const quote = text.charAt(start);
  let value = '';
  let at = start + 1;
  for (; at < text.length && text.charAt(at) !== quote && text.charAt(at) !== '\n'; at++) {
    const character = text.charAt(at);
    if (character === '\\') {
      at++;
      value += ESCAPES.get(text.charAt(at)) ?? text.charAt(at);
    } else value += character;
  }
  return { value, end: Math.min(at + 1, text.length) };
}
