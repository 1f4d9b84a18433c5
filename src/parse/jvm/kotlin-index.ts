/** What Kotlin files declare at their top level, by a scan of their text: they may be named for anything. */

export type KotlinIndex = {
  /** Packages that some file belongs to. */
  readonly packages: ReadonlySet<string>;
  /** The files of a package that declare a name, in the order of their paths. */
  readonly filesOf: (packageName: string, name: string) => readonly string[];
};

export function kotlinIndex(files: readonly string[], readText: (path: string) => string | undefined): KotlinIndex {
  const packages = new Set<string>();
  const declared = new Map<string, string[]>();
  for (const file of files) {
    const text = readText(file);
    if (text === undefined) continue;
    const outline = outlineOf(text);
    const name = packageOf(outline);
    packages.add(name);
    for (const declaration of new Set(declarationsIn(outline))) {
      const key = `${name}#${declaration}`;
      const known = declared.get(key);
      if (known) known.push(file);
      else declared.set(key, [file]);
    }
  }
  return { packages, filesOf: (packageName, name) => declared.get(`${packageName}#${name}`) ?? [] };
}

function packageOf(outline: string): string {
  const [, name = ''] = /^\s*package[ \t]+([\w.`]+)/m.exec(outline) ?? [];
  return name.replaceAll('`', '');
}

const NAME = '(?:[\\p{L}_][\\p{L}\\p{N}_]*|`[^`\\n]+`)';
const CLASSES = new RegExp(`(?<![:.\\w])(?:class|interface|object|typealias)[ \\t]+(${NAME})`, 'gu');
/** A receiver and type parameters may stand before the name: the last one before the parameters is it. */
const FUNCTIONS = new RegExp(`(?<![:.\\w])fun[ \\t]((?:\\(\\)\\??\\.)?[^({}=\\n]{0,300})\\(`, 'gu');
const PROPERTIES = new RegExp(`(?<![:.\\w])va[lr][ \\t]+([^:={}\\n]{1,300})`, 'gu');
const LAST_NAME = new RegExp(`(${NAME})\\s*$`, 'u');

function declarationsIn(outline: string): readonly string[] {
  const classes = [...outline.matchAll(CLASSES)].flatMap(([, name]) => name ?? []);
  const functions = [...outline.matchAll(FUNCTIONS)].flatMap(([, before = '']) => LAST_NAME.exec(before)?.[1] ?? []);
  const properties = [...outline.matchAll(PROPERTIES)].flatMap(([, written = '']) => {
    const [name = ''] = written.split(/\s(?:by|get)\b/, 1);
    return LAST_NAME.exec(name.trimEnd())?.[1] ?? [];
  });
  return [...classes, ...functions, ...properties].map(name => name.replaceAll('`', ''));
}

/**
 * The text of a file without comments, without what stands in texts, and without what stands in brackets, which are left
 * empty. A brace that is never closed hides what follows it, as it does for the compiler.
 */
export function outlineOf(text: string): string {
  let outline = '';
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const next = afterSkipped(text, at);
    if (next > at) {
      if (depth === 0) outline += ' ';
      at = next;
      continue;
    }
    const char = text[at] ?? '';
    if (char === '}' || char === ')' || char === ']') depth = Math.max(0, depth - 1);
    if (depth === 0) outline += char;
    if (char === '{' || char === '(' || char === '[') depth++;
    at++;
  }
  return outline;
}

/** Where a comment or a text that starts here ends; the same place where none does. */
function afterSkipped(text: string, at: number): number {
  const char = text[at];
  if (char === '/' && text[at + 1] === '/') return endOr(text, text.indexOf('\n', at), 0);
  if (char === '/' && text[at + 1] === '*') return afterComment(text, at);
  if (char === '"') return text.startsWith('"""', at) ? afterRaw(text, at + 3) : afterText(text, at + 1);
  if (char === "'") {
    const match = /^'(?:\\u[0-9a-fA-F]{4}|\\.|[^'\\\n])'/u.exec(text.slice(at, at + 10));
    return match ? at + match[0].length : at;
  }
  return at;
}

function endOr(text: string, found: number, length: number): number {
  return found === -1 ? text.length : found + length;
}

/** Comments in Kotlin nest. */
function afterComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const two = text.slice(at, at + 2);
    if (two === '/*') depth++;
    else if (two === '*/') depth--;
    at += two === '/*' || two === '*/' ? 2 : 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function afterRaw(text: string, start: number): number {
  let end = endOr(text, text.indexOf('"""', start), 3);
  while (text[end] === '"') end++;
  return end;
}

/** Code in `${…}` is part of the text, and there may be texts in that code. */
function afterText(text: string, start: number): number {
  const open: ('text' | 'code')[] = ['text'];
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (open.at(-1) === 'text') {
      if (char === '\n') return at + 1;
      if (char === '\\') at++;
      else if (char === '$' && text[at + 1] === '{') {
        open.push('code');
        at++;
      } else if (char === '"') open.pop();
      if (open.length === 0) return at + 1;
    } else if (char === '"') open.push('text');
    else if (char === '{') open.push('code');
    else if (char === '}') open.pop();
  }
  return text.length;
}
