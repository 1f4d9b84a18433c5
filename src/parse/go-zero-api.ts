/** The description language of go-zero, from which `goctl` generates servers: its services and their routes. */

/** Spans are offsets into the text. */
export type ApiRoute = {
  readonly method: string;
  /** As written: `/users/:id`. */
  readonly path: string;
  readonly handler: string;
  readonly start: number;
  readonly end: number;
};

export type ApiService = {
  /** What `@server(…)` before it says, by key: `prefix`, `group`, `jwt`, `middleware`. */
  readonly server: ReadonlyMap<string, string>;
  readonly routes: readonly ApiRoute[];
};

type Token = { readonly text: string; readonly start: number; readonly end: number };

/**
 * The services of a file; types, imports and whatever else there is are passed over. Total: what is broken ends what it
 * stands in.
 *
 * Source: go-zero, API specification, https://go-zero.dev/en/docs/tasks/dsl/api and the grammar of `goctl`.
 */
export function apiServices(text: string): readonly ApiService[] {
  const tokens = tokensOf(text);
  const services: ApiService[] = [];
  let server: ReadonlyMap<string, string> = new Map();
  let index = 0;
  while (index < tokens.length) {
    const [word, next] = [tokens[index]?.text ?? '', tokens[index + 1]?.text];
    if (word === '@server' && next === '(') {
      const end = closing(tokens, index + 1);
      server = keysIn(text, tokens.slice(index + 2, end));
      index = end + 1;
    } else if (word === 'service' && tokens[index + 2]?.text === '{') {
      const open = index + 2;
      const end = closing(tokens, open);
      services.push({ server, routes: routesIn(text, tokens.slice(open + 1, end)) });
      server = new Map();
      index = end + 1;
    } else index = next === '(' || next === '{' ? closing(tokens, index + 1) + 1 : index + 1;
  }
  return services;
}

const METHODS: ReadonlySet<string> = new Set([
  'get',
  'head',
  'post',
  'put',
  'patch',
  'delete',
  'options',
  'trace',
  'connect',
]);

/** `@handler name`, which has to be there, then `get /path (Request) returns (Response)`. */
function routesIn(text: string, tokens: readonly Token[]): readonly ApiRoute[] {
  const routes: ApiRoute[] = [];
  let handler = '';
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const next = tokens[index + 1];
    if (!token || !next) break;
    if (token.text === '@handler') {
      handler = (next.text === '(' ? tokens[index + 2] : next)?.text ?? '';
      index++;
    } else if (token.text.startsWith('@') && next.text === '(') index = closing(tokens, index + 1);
    else if (METHODS.has(token.text) && next.text.startsWith('/') && handler !== '') {
      const end = endOfPath(text, next.start);
      routes.push({
        method: token.text.toUpperCase(),
        path: text.slice(next.start, end),
        handler,
        start: next.start,
        end,
      });
      handler = '';
      while ((tokens[index + 1]?.start ?? end) < end) index++;
    }
  }
  return routes;
}

/** A path ends at white space or at what it takes: `/users/:id(Request)`. */
function endOfPath(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/[\s({]/.test(text[end] ?? '')) end++;
  return end;
}

/** `key: value` on a line each; a value may hold several names. */
function keysIn(text: string, tokens: readonly Token[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [index, { text: word, end }] of tokens.entries()) {
    const isKey = /^\w+$/.test(word) && /^[ \t]*:/.test(text.slice(end, end + 20));
    const colon = isKey ? text.indexOf(':', end) : -1;
    if (colon < 0 || (index > 0 && tokens[index - 1]?.text === ':')) continue;
    const last = tokens.at(-1)?.end ?? colon;
    const line = text.slice(colon + 1, last).split('\n', 1)[0] ?? '';
    keys.set(
      word,
      line
        .replace(/\/\/.*$/, '')
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    );
  }
  return keys;
}

/** The index of the bracket that closes the one at `open`; the end of the tokens where none does. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const { text = '' } = tokens[index] ?? {};
    if (text === '(' || text === '{' || text === '[') depth++;
    else if (text === ')' || text === '}' || text === ']') {
      depth--;
      if (depth === 0) return index;
    }
  }
  return tokens.length;
}

/** Words, texts and single characters; comments are left out. A `//` inside a path is none, and does not occur in one. */
function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"?|`[^`]*`?|@?[A-Za-z_][\w-]*|\/[^\s({]*|\S/g;
  for (const match of text.matchAll(pattern)) {
    const [word] = match;
    if (word.startsWith('//') || word.startsWith('/*')) continue;
    tokens.push({ text: word, start: match.index, end: match.index + word.length });
  }
  return tokens;
}
