/** What a Rust file declares, told by its text alone: files are looked into before anything asks for them to be parsed. */

export type Declared = {
  /** Functions, types, constants and macros, wherever they stand in the text. */
  readonly names: ReadonlySet<string>;
  /** Macros among them, one for each time that one is defined. */
  readonly macros: readonly string[];
  /** Modules, in the text or in files of their own. */
  readonly modules: ReadonlySet<string>;
  /** Modules in the text, by their path in it. */
  readonly inline: ReadonlySet<string>;
  /** Files of modules that are said: `#[path = "other.rs"] mod name;`. */
  readonly placed: ReadonlyMap<string, string>;
  /** What `use` brings in, by its local name, as a path. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
  /** Paths of modules all of whose names are brought in. */
  readonly globs: readonly (readonly string[])[];
};

const ITEM =
  /\b(?:fn|struct|enum|union|trait|type|const|static|macro_rules!)\s+(?:ref\s+|mut\s+)?(?:r#)?([A-Za-z_]\w*)/g;
const MACRO = /\bmacro_rules!\s*(?:r#)?([A-Za-z_]\w*)/g;
const MODULE =
  /(?:#\[path\s*=\s*"([^"\n]{1,200})"\]\s*)?(?:\bpub(?:\([^)\n]{0,60}\))?\s+)?\bmod\s+(?:r#)?([A-Za-z_]\w*)\s*([;{])/g;
const USE = /\buse\s+([^;]{1,4000});/g;

export function declaredIn(written: string): Declared {
  const text = withoutComments(written);
  const names = new Set<string>();
  for (const match of text.matchAll(ITEM)) if (match[1] !== undefined) names.add(match[1]);
  const macros = [...text.matchAll(MACRO)].flatMap(([, name]) => name ?? []);
  const modules = new Set<string>();
  const inline = new Set<string>();
  const placed = new Map<string, string>();
  const open: { readonly name: string; readonly end: number }[] = [];
  for (const match of text.matchAll(MODULE)) {
    const [whole, path, name = '', end] = match;
    modules.add(name);
    if (path !== undefined) placed.set(name, path);
    if (end !== '{') continue;
    while ((open.at(-1)?.end ?? Infinity) < match.index) open.pop();
    inline.add([...open.map(one => one.name), name].join('::'));
    if (open.length < 20) open.push({ name, end: closing(text, match.index + whole.length) });
  }
  const uses = new Map<string, readonly string[]>();
  const globs: (readonly string[])[] = [];
  for (const match of text.matchAll(USE)) readTree(match[1] ?? '', uses, globs);
  return { names, macros, modules, inline, placed, uses, globs };
}

/** The text with its comments blanked, so that what is commented out declares nothing. */
function withoutComments(text: string): string {
  return text.replace(/\/\/[^\n]*/g, comment => ' '.repeat(comment.length));
}

/** The brace that closes what was opened just before `from`. Braces in texts are rare enough between modules. */
function closing(text: string, from: number): number {
  let depth = 1;
  const braces = /[{}]/g;
  braces.lastIndex = from;
  for (let match = braces.exec(text); match; match = braces.exec(text)) {
    depth += match[0] === '{' ? 1 : -1;
    if (depth === 0) return match.index;
  }
  return text.length;
}

/** `a::{b, c::{self, d as e}, f::*}`. */
function readTree(tree: string, uses: Map<string, readonly string[]>, globs: (readonly string[])[]): void {
  const open: { readonly before: readonly string[]; readonly text: string }[] = [{ before: [], text: tree }];
  for (let next = open.pop(), round = 0; next && round < 2_000; next = open.pop(), round++) {
    const { before, text } = next;
    const brace = text.indexOf('{');
    const list = brace >= 0 ? text.slice(brace + 1, text.lastIndexOf('}')) : undefined;
    const head = (brace >= 0 ? text.slice(0, brace) : text).trim();
    const [path = '', alias] = head.split(/\s+as\s+/);
    const segments = [
      ...before,
      ...path.split('::').flatMap(part => (part.trim() === '' ? [] : [part.trim().replace(/^r#/, '')])),
    ];
    if (list !== undefined) {
      for (const part of split(list)) open.push({ before: segments, text: part });
      continue;
    }
    const last = segments.at(-1);
    if (last === undefined) continue;
    if (last === '*') globs.push(segments.slice(0, -1));
    else {
      const whole = last === 'self' ? segments.slice(0, -1) : segments;
      const local = alias?.trim() ?? whole.at(-1) ?? '';
      if (local !== '_' && whole.length > 0 && !uses.has(local)) uses.set(local, whole);
    }
  }
}

/** Parts between the commas that are in no braces. */
function split(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < list.length; index++) {
    const character = list[index];
    if (character === '{') depth++;
    else if (character === '}') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(list.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(list.slice(start));
  return parts.filter(part => part.trim() !== '');
}
