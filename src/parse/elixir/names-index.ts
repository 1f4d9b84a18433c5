/** Which files declare which modules, and what modules bring along to those that use them; told by the text of the files. */

export type NamesIndex = {
  /** Files that declare a module of this full name, in order. */
  readonly filesOf: (name: string) => readonly string[];
};

/** Reads every file once: a module's name need not be that of its file. */
export function namesIndex(paths: readonly string[], readText: (path: string) => string | undefined): NamesIndex {
  const files = new Map<string, string[]>();
  for (const file of paths) {
    for (const name of modulesIn(readText(file) ?? '')) {
      const known = files.get(name);
      if (!known) files.set(name, [file]);
      else if (!known.includes(file)) known.push(file);
    }
  }
  return { filesOf: name => files.get(name) ?? [] };
}

const DEFINING = /^([ \t]*)(?:(?:defmodule|defprotocol)[ \t(]+([A-Z][\w.]*|__MODULE__\.[\w.]+)|end\b)/gm;

/** The full names of the modules that a text declares; one that is written further in is in the one around it. */
export function modulesIn(text: string): readonly string[] {
  const names: string[] = [];
  const around: { readonly indent: number; readonly name: string }[] = [];
  for (const [, space = '', written] of text.matchAll(DEFINING)) {
    const indent = space.length;
    if (written === undefined) {
      // What stands after the end of a module is not in it, however far in it is written.
      if (around.at(-1)?.indent === indent) around.pop();
      continue;
    }
    while ((around.at(-1)?.indent ?? -1) >= indent) around.pop();
    const outer = around.at(-1)?.name;
    const short = written.replace(/^__MODULE__\./, '').replace(/^Elixir\./, '');
    const name = outer === undefined ? short : `${outer}.${short}`;
    around.push({ indent, name });
    names.push(name);
  }
  return names;
}

/** Whether a text defines a function or macro of a name, also in the code that a macro makes. */
export function defines(text: string | undefined, name: string): boolean {
  const word = name.replace(/[?!]$/, '');
  if (!/^\w+$/.test(word) || text === undefined) return false;
  const end = name.length > word.length ? `\\${name.at(-1) ?? ''}` : '(?![\\w?!])';
  return new RegExp(`\\bdef(?:p|macro|macrop|delegate|guard|guardp)?[ \\t(]+${word}${end}`).test(text);
}

export type Brought = {
  /** Modules whose functions the code of the macro imports. */
  readonly imports: readonly string[];
  /** Further modules that it uses, with their option. */
  readonly uses: readonly { readonly name: string; readonly option: string }[];
  /** Short names that it gives to modules. */
  readonly aliases: ReadonlyMap<string, string>;
};

const NOTHING: Brought = { imports: [], uses: [], aliases: new Map() };

/**
 * What `use Name, :option` brings along: the imports in the function of that name and in the functions that it calls, or of all
 * of the module where there is no such function (`__using__` itself). Aliases at the top of the text are followed.
 */
export function broughtBy(text: string | undefined, option: string): Brought {
  if (text === undefined) return NOTHING;
  const aliases = aliasesIn(text);
  const blocks = functionsIn(text);
  const wanted = option === '' ? undefined : blocks.get(option);
  const texts: string[] = [];
  const seen = new Set<string>();
  const open = wanted === undefined ? ['__using__'] : [option];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const body = blocks.get(name);
    if (seen.has(name) || body === undefined) continue;
    seen.add(name);
    texts.push(body);
    for (const [called = ''] of body.matchAll(/[a-z_]\w*(?=\(\))/g)) open.push(called);
  }
  const code = texts.join('\n');
  const full = (name: string): string => {
    const [first = '', ...rest] = name.split('.');
    return [aliases.get(first) ?? first, ...rest].join('.');
  };
  return {
    imports: [...code.matchAll(/\bimport[ \t(]+([A-Z]\w*(?:\.[A-Z]\w*)*)(?:\.\{([^}]*)\})?/g)].flatMap(
      ([, name = '', group]) =>
        group === undefined ? [full(name)] : group.split(',').map(one => full(`${name}.${one.trim()}`)),
    ),
    uses: [...code.matchAll(/\buse[ \t(]+([A-Z]\w*(?:\.[A-Z]\w*)*)(?:[ \t]*,[ \t]*:(\w+))?/g)].map(
      ([, name = '', given = '']) => ({
        name: full(name),
        option: given,
      }),
    ),
    aliases: aliasesIn(code),
  };
}

/** `alias A.B`, `alias A.B, as: C`, `alias A.{B, C.D}`. */
function aliasesIn(text: string): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  const written = /\balias[ \t(]+([A-Z]\w*(?:\.[A-Z]\w*)*)(?:\.\{([^}]*)\}|[ \t]*,[ \t]*as:[ \t]*(\w+))?/g;
  for (const [, name = '', group, as] of text.matchAll(written)) {
    const names = group === undefined ? [name] : group.split(',').map(one => `${name}.${one.trim()}`);
    for (const one of names) aliases.set(as ?? one.split('.').at(-1) ?? one, one);
  }
  return aliases;
}

/** What the code of a file uses, with its options. */
export function usedIn(text: string | undefined): readonly string[] {
  const written = /^[ \t]*use[ \t(]+([A-Z]\w*(?:\.[A-Z]\w*)*)(?:[ \t]*,[ \t]*:(\w+))?/gm;
  return [...(text ?? '').matchAll(written)].map(([, name = '', option = '']) => `${name}#${option}`);
}

/** The text of each function or macro, from its head to the next one. */
function functionsIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const heads = [...text.matchAll(/^([ \t]*)def(?:p|macro|macrop)?[ \t]+([a-z_]\w*)/gm)];
  // Functions that a macro makes stand further in, and belong to it.
  const least = Math.min(...heads.map(([, space = '']) => space.length));
  const tops = heads.filter(([, space = '']) => space.length === least);
  for (const [index, head] of tops.entries()) {
    const name = head[2] ?? '';
    const body = text.slice(head.index, tops[index + 1]?.index ?? text.length);
    found.set(name, `${found.get(name) ?? ''}\n${body}`);
  }
  return found;
}
