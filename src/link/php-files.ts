/**
 * Files and folders of the scanned tree as programs of PHP look at them. A path is a text that begins with the mark of a
 * folder of the tree; what is found is what the tree holds, in the order of paths.
 *
 * Sources: PHP manual, Filesystem functions, SPL iterators, `SplFileInfo`; Symfony, Finder.
 */
import { type Node, visitNodes } from '../core/program-nodes.ts';
import type { FunctionNode } from '../core/program.ts';
import type { MethodCall } from './builtins.ts';
import type { Machine } from './machine.ts';
import { loadModule } from './modules.ts';
import { type ClosureValue, HOLE, NOTHING, type RecordValue, type Value, optionsOf } from './value.ts';

/** Marks a text that is a path of the tree, as in `builtins`. */
const FOLDER = '\u0001';

/** Files of one folder that are looked at. */
const FILE_LIMIT = 1_000;

function text(value: string): Value {
  return { kind: 'text', value };
}

function boolean(value: boolean): Value {
  return { kind: 'boolean', value };
}

function listOf(items: readonly Value[]): Value {
  return { kind: 'list', items: [...items], isOpen: false };
}

/** The path of the tree that a value says, without what leads nowhere; undefined for any other value. */
function pathIn(value: Value | undefined): string | undefined {
  const [one] = value ? optionsOf(value) : [];
  const written = one?.kind === 'text' ? one.value : one?.kind === 'record' ? textOf(one.fields.get('pathname')) : '';
  if (!written.startsWith(FOLDER) || written.includes(HOLE)) return undefined;
  const parts: string[] = [];
  for (const part of written.slice(FOLDER.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

function textOf(value: Value | undefined): string {
  return value?.kind === 'text' ? value.value : '';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** What a function of PHP says of a path of the tree. */
export function fileFunction(machine: Machine, name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  const path = pathIn(first);
  if (path === undefined) return undefined;
  const files = machine.program.filesBelow(path);
  switch (name) {
    case 'is_dir':
      return boolean(files.length > 0);
    case 'is_file':
      return isFile(machine, path) ? boolean(true) : undefined;
    case 'file_exists':
    case 'is_readable':
      // What is not in the tree may be made later.
      return files.length > 0 || isFile(machine, path) ? boolean(true) : undefined;
    case 'scandir':
      return listOf(entriesIn(files, path).map(entry => text(entry)));
    case 'glob':
      return listOf(matching(machine, path).map(file => text(FOLDER + file)));
    case 'basename': {
      const ending = textOf(second);
      const base = baseName(path);
      return text(ending !== '' && base.endsWith(ending) ? base.slice(0, -ending.length) : base);
    }
    case 'pathinfo':
      return pathInfo(path, second);
    default:
      return undefined;
  }
}

function isFile(machine: Machine, path: string): boolean {
  return machine.program.filesBelow(folderOf(path)).includes(path);
}

/** Names of what stands directly in a folder. */
function entriesIn(files: readonly string[], folder: string): readonly string[] {
  const start = folder === '' ? 0 : folder.length + 1;
  return [...new Set(files.slice(0, FILE_LIMIT).map(file => file.slice(start).split('/')[0] ?? ''))];
}

/** Files and folders whose paths match a pattern of `glob`. Source: PHP manual, glob. */
function matching(machine: Machine, pattern: string): readonly string[] {
  const segments = pattern.split('/');
  const first = segments.findIndex(segment => /[*?[{]/.test(segment));
  if (first < 0) return isFile(machine, pattern) ? [pattern] : [];
  const files = machine.program.filesBelow(segments.slice(0, first).join('/'));
  const found = files
    .map(file => file.split('/').slice(0, segments.length))
    .filter(parts => parts.length === segments.length);
  return [
    ...new Set(
      found
        .filter(parts => parts.every((part, index) => isLike(part, segments[index] ?? '')))
        .map(parts => parts.join('/')),
    ),
  ].slice(0, FILE_LIMIT);
}

/** Whether a name matches a pattern with `*`, `?` and `{a,b}`; classes of characters are taken for any one. */
function isLike(name: string, pattern: string): boolean {
  // Choices multiply.
  if (pattern.split('{').length > 4) return false;
  const [, before, choices, after] = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(pattern) ?? [];
  if (choices !== undefined)
    return choices.split(',').some(choice => isLike(name, `${before ?? ''}${choice}${after ?? ''}`));
  const parts = pattern.replaceAll(/\[[^\]]*\]/g, '?').split('*');
  const fits = (at: number, part: string): boolean =>
    at >= 0 &&
    at + part.length <= name.length &&
    [...part].every((character, index) => character === '?' || character === name[at + index]);
  const [start = '', ...rest] = parts;
  const end = rest.pop();
  if (!fits(0, start)) return false;
  if (end === undefined) return name.length === start.length;
  let from = start.length;
  for (const part of rest) {
    while (from <= name.length && !fits(from, part)) from++;
    if (from > name.length) return false;
    from += part.length;
  }
  return name.length - end.length >= from && fits(name.length - end.length, end);
}

function pathInfo(path: string, part: Value | undefined): Value | undefined {
  const base = baseName(path);
  const dot = base.lastIndexOf('.');
  const fields = new Map<string, Value>([
    ['dirname', text(FOLDER + folderOf(path))],
    ['basename', text(base)],
    ['extension', text(dot < 0 ? '' : base.slice(dot + 1))],
    ['filename', text(dot < 0 ? base : base.slice(0, dot))],
  ]);
  if (!part) return { kind: 'record', fields, isOpen: false };
  const asked = part.kind === 'external' ? (part.path.at(-1) ?? '') : '';
  return fields.get(asked.replace('PATHINFO_', '').toLowerCase());
}

/** A file as an object. `below`: the folder that was looked through. */
function fileObject(file: string, below: string): RecordValue {
  const base = baseName(file);
  const dot = base.lastIndexOf('.');
  const inside = file.slice(below === '' ? 0 : below.length + 1);
  const answers: RecordValue['answers'] = ({ name, args }) => {
    const ending = textOf(args[0]);
    switch (name) {
      case 'getPathname':
      case 'getRealPath':
      case '__toString':
        return text(FOLDER + file);
      case 'getPath':
        return text(FOLDER + folderOf(file));
      case 'getFilename':
        return text(base);
      case 'getBasename':
        return text(ending !== '' && base.endsWith(ending) ? base.slice(0, -ending.length) : base);
      case 'getFilenameWithoutExtension':
        return text(dot < 0 ? base : base.slice(0, dot));
      case 'getExtension':
        return text(dot < 0 ? '' : base.slice(dot + 1));
      case 'getRelativePathname':
      case 'getSubPathname':
        return text(inside);
      case 'getRelativePath':
      case 'getSubPath':
        return text(folderOf(inside));
      case 'isFile':
      case 'isReadable':
        return boolean(true);
      case 'isDir':
      case 'isDot':
      case 'isLink':
        return boolean(false);
      default:
        return undefined;
    }
  };
  return { kind: 'record', fields: new Map([['pathname', text(FOLDER + file)]]), isOpen: false, answers };
}

/** What iterators of files are made as; folders themselves are left out. */
export function fileObjects(machine: Machine, name: string, { args }: MethodCall): Value | undefined {
  const [first, , third] = args;
  switch (name) {
    case 'RecursiveDirectoryIterator':
    case 'FilesystemIterator':
    case 'DirectoryIterator': {
      const path = pathIn(first);
      if (path === undefined) return undefined;
      const all = machine.program.filesBelow(path);
      const own = name === 'RecursiveDirectoryIterator' ? all : all.filter(file => folderOf(file) === path);
      return listOf(own.slice(0, FILE_LIMIT).map(file => fileObject(file, path)));
    }
    case 'GlobIterator': {
      const path = pathIn(first);
      return path === undefined
        ? undefined
        : listOf(matching(machine, path).map(file => fileObject(file, folderOf(file))));
    }
    case 'RecursiveIteratorIterator':
    case 'IteratorIterator':
    case 'CallbackFilterIterator':
    case 'RecursiveCallbackFilterIterator':
      return first?.kind === 'list' ? first : undefined;
    case 'RegexIterator':
    case 'RecursiveRegexIterator': {
      if (first?.kind !== 'list') return undefined;
      const files = first.items.filter(
        item => textOf(args[1]).includes('php') !== true || pathIn(item)?.endsWith('.php') === true,
      );
      // With a mode, each is what the expression found.
      return third ? listOf(files.map(item => listOf([text(FOLDER + (pathIn(item) ?? ''))]))) : listOf(files);
    }
    case 'SplFileInfo': {
      const path = pathIn(first);
      return path !== undefined && isFile(machine, path) ? fileObject(path, folderOf(path)) : undefined;
    }
    default:
      return undefined;
  }
}

/** A Finder: what it was told so far decides which files a loop over it gets. */
export function finder(machine: Machine): RecordValue {
  const state = {
    folders: [] as string[],
    names: [] as string[],
    others: [] as string[],
    left: [] as string[],
    isFlat: false,
  };
  const fields = new Map<string, Value>();
  const settle = (): void => {
    fields.clear();
    const found = state.folders.flatMap(folder =>
      machine.program
        .filesBelow(folder)
        .filter(file => !state.isFlat || folderOf(file) === folder)
        .filter(file => state.names.length === 0 || state.names.some(name => isLike(baseName(file), name)))
        .filter(file => !state.others.some(name => isLike(baseName(file), name)))
        .filter(file => !state.left.some(left => file.startsWith(`${folder}/${left}/`)))
        .map(file => fileObject(file, folder)),
    );
    for (const [index, file] of found.slice(0, FILE_LIMIT).entries()) fields.set(String(index), file);
  };
  const told: RecordValue = {
    kind: 'record',
    fields,
    isOpen: false,
    answers: ({ name, args }) => {
      const given = args.flatMap(arg => (arg.kind === 'list' ? arg.items : [arg]));
      const words = given.map(textOf).filter(word => word !== '' && !word.startsWith('/') && !word.includes(HOLE));
      if (name === 'in') state.folders.push(...given.flatMap(one => pathIn(one) ?? []));
      else if (name === 'name') state.names.push(...words);
      else if (name === 'notName') state.others.push(...words);
      else if (name === 'exclude' || name === 'notPath') state.left.push(...words);
      else if (name === 'depth')
        state.isFlat = given.some(
          one => /^(?:(?:==)? *0|< *1)$/.test(textOf(one)) || (one.kind === 'number' && one.value === 0),
        );
      else if (name === 'getIterator') return told;
      else if (name === 'hasResults') return boolean(fields.size > 0);
      else if (name === 'count') return undefined;
      settle();
      return told;
    },
  };
  return told;
}

/**
 * What a function gives that is handed a file of the tree and tells the class in it by its text: it reads the file, and looks
 * for the words `namespace` and `class` in it. Undefined where it is no such function.
 */
export function classInFile(machine: Machine, { fn }: ClosureValue, args: readonly Value[]): Value | undefined {
  const file = pathIn(args[0]);
  if (file === undefined || !file.endsWith('.php') || !readsClass(fn)) return undefined;
  const state = loadModule(machine, file);
  if (!state) return undefined;
  const declared = state.module.body.flatMap(statement =>
    statement.kind === 'declare' && statement.value?.kind === 'class' ? [statement.value.cls.id] : [],
  );
  return declared.flatMap(id => machine.classes.get(id) ?? [])[0] ?? NOTHING;
}

const READERS = new WeakMap<FunctionNode, boolean>();

function readsClass(fn: FunctionNode): boolean {
  const known = READERS.get(fn);
  if (known !== undefined) return known;
  const seen = { isRead: false, namespace: false, class: false };
  visitNodes(fn.body, (node: Node) => {
    if (node.kind === 'call' && node.callee.kind === 'name')
      seen.isRead ||= /^\\(?:file_get_contents|token_get_all|file|fopen)$/.test(node.callee.name);
    const words = node.kind === 'text' ? node.value : node.kind === 'name' ? node.name : '';
    if (/\bnamespace\b|^T_NAMESPACE$/.test(words)) seen.namespace = true;
    if (/\bclass\b|^T_CLASS$/.test(words)) seen.class = true;
  });
  const reads = seen.isRead && seen.namespace && seen.class;
  READERS.set(fn, reads);
  return reads;
}
