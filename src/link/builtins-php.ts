/**
 * Functions of PHP, and of Laravel for paths and configuration, whose result decides routes.
 *
 * Sources: PHP manual, String, Array and Filesystem functions; Laravel, Helpers (Paths, `config`, `env`).
 */
import { classesAbove, lineOf } from './ancestors.ts';
import type { MethodCall } from './builtins.ts';
import { opaqueInstance } from './calling.ts';
import { includedValue } from './includes.ts';
import type { Apply } from './language.ts';
import { LOOP_LIMIT, type Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { defineConstant, definedConstant } from './constants.ts';
import { fileFunction } from './php-files.ts';
import { classMeant, phpObject } from './php-objects.ts';
import { HOLE, SET_OUTSIDE, type Value, either, isSame, optionsOf, unknown } from './value.ts';

/** Marks a text that is a folder of the tree, as in `builtins`. */
const FOLDER = '\u0001';

export function phpMethod(of: Value, called: MethodCall, apply: Apply, machine: Machine): Value | undefined {
  if (of.kind === 'list' && called.name === 'push') return undefined;
  if (of.kind !== 'external' || called.name !== '') return undefined;
  const object = phpObject(machine, of, called);
  if (object) return object;
  const [name, ...others] = of.path;
  if (name === undefined || others.length > 0 || !of.module.split(',').includes('\\')) return undefined;
  return (
    pathFunction(name, called) ??
    fileFunction(machine, name, called.args) ??
    nameFunction(machine, name, called) ??
    configFunction(name, called, machine) ??
    textFunction(name, called.args) ??
    plainFunction(name, called.args, apply)
  );
}

/** Functions about names: constants that are defined by a call, classes that are given as texts. */
function nameFunction(machine: Machine, name: string, { args, call }: MethodCall): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case 'define':
      if (first?.kind !== 'text' || !second) return undefined;
      defineConstant(machine, call.at.file, first.value, isSetOutside(machine) ? unknown(SET_OUTSIDE) : second);
      return { kind: 'boolean', value: true };
    case 'constant':
      return first?.kind === 'text' ? definedConstant(machine, call.at.file, first.value) : undefined;
    case 'defined':
      return first?.kind === 'text' && machine.constants.has(first.value)
        ? { kind: 'boolean', value: true }
        : undefined;
    case 'model': {
      const cls = first && classMeant(machine, call.at.file, first);
      return cls && opaqueInstance(machine, cls);
    }
    case 'class_exists':
    case 'interface_exists':
      return first && classMeant(machine, call.at.file, first) ? { kind: 'boolean', value: true } : undefined;
    case 'method_exists': {
      const cls = first && classMeant(machine, call.at.file, first);
      const isThere =
        second?.kind === 'text' &&
        cls !== undefined &&
        classesAbove(cls).some(above =>
          above.cls.members.some(member => member.kind === 'method' && member.name === second.value),
        );
      return isThere ? { kind: 'boolean', value: true } : undefined;
    }
    case 'is_subclass_of':
    case 'is_a': {
      const [cls, base] = [first, second].map(value => value && classMeant(machine, call.at.file, value));
      return cls && base ? { kind: 'boolean', value: lineOf(cls).some(above => isSame(above, base)) } : undefined;
    }
    default:
      return undefined;
  }
}

/** What runs only where the environment or a file of the installation has something to say. */
function isSetOutside({ conditions }: Machine): boolean {
  return conditions.some(({ words }) => !words.startsWith('not ') && /getenv|_ENV\b|file_exists|is_file/.test(words));
}

/** Functions of texts that are wholly known. */
function textFunction(name: string, [first, second, third]: readonly Value[]): Value | undefined {
  if (name === 'is_string' && first && isPlain(first)) return { kind: 'boolean', value: first.kind === 'text' };
  if (name === 'is_array' && first && isPlain(first))
    return { kind: 'boolean', value: first.kind === 'list' || first.kind === 'record' };
  if (name === 'is_null' && first && isPlain(first)) return { kind: 'boolean', value: first.kind === 'nothing' };
  if (first?.kind !== 'text' || first.value.includes(HOLE)) return undefined;
  const { value } = first;
  const [start, length] = [second, third].map(one => (one?.kind === 'number' ? one.value : undefined));
  const other = second?.kind === 'text' && !second.value.includes(HOLE) ? second.value : undefined;
  switch (name) {
    case 'ucfirst':
      return text(value.slice(0, 1).toUpperCase() + value.slice(1));
    case 'lcfirst':
      return text(value.slice(0, 1).toLowerCase() + value.slice(1));
    case 'strlen':
    case 'mb_strlen':
      return { kind: 'number', value: value.length };
    case 'substr':
    case 'mb_substr': {
      if (start === undefined || (third && length === undefined)) return undefined;
      const rest = value.slice(start);
      return text(length === undefined ? rest : length < 0 ? rest.slice(0, length) : rest.slice(0, length));
    }
    case 'str_starts_with':
      return other === undefined ? undefined : { kind: 'boolean', value: value.startsWith(other) };
    case 'str_ends_with':
      return other === undefined ? undefined : { kind: 'boolean', value: value.endsWith(other) };
    case 'str_contains':
      return other === undefined ? undefined : { kind: 'boolean', value: value.includes(other) };
    case 'explode':
      return other === undefined || value === ''
        ? undefined
        : { kind: 'list', items: other.split(value).slice(0, LOOP_LIMIT).map(text), isOpen: false };
    default:
      return undefined;
  }
}

/** A value whose kind in PHP is known. */
function isPlain({ kind }: Value): boolean {
  return (
    kind === 'text' ||
    kind === 'number' ||
    kind === 'boolean' ||
    kind === 'list' ||
    kind === 'record' ||
    kind === 'nothing'
  );
}

/** Folders of an application of Laravel, by the function that gives a path in it. */
const FOLDERS: ReadonlyMap<string, string> = new Map([
  ['base_path', ''],
  ['app_path', 'app'],
  ['config_path', 'config'],
  ['resource_path', 'resources'],
  ['database_path', 'database'],
  ['public_path', 'public'],
  ['module_path', 'Modules'],
]);

function pathFunction(name: string, { args, call }: MethodCall): Value | undefined {
  const [first, second] = args;
  const folder = FOLDERS.get(name);
  if (folder !== undefined) {
    const rest = name === 'module_path' ? [first, second] : [first];
    const parts = rest.map(part => (part?.kind === 'text' ? part.value : part && part.kind !== 'nothing' ? HOLE : ''));
    return inTree([applicationRoot(call.at.file), folder, ...parts]);
  }
  if (name === 'dirname' && first?.kind === 'text') {
    const levels = second?.kind === 'number' ? second.value : 1;
    let path = first.value;
    for (let level = 0; level < Math.min(levels, 20); level++) path = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    return text(path === '' && first.value.startsWith(FOLDER) ? FOLDER : path);
  }
  return (name === 'realpath' || name === 'module_path') && first?.kind === 'text' ? first : undefined;
}

function inTree(parts: readonly string[]): Value {
  return text(
    FOLDER +
      parts
        .map(part => part.replace(/^\/+|\/+$/g, ''))
        .filter(part => part !== '')
        .join('/'),
  );
}

/** The folder that an application lies in, by the folders that its files stand in. */
export function applicationRoot(file: string): string {
  return (
    /^(.*?)\/?(?:app|bootstrap|routes|config|packages|modules|Modules|database|src|lib|platform)\//.exec(
      `${file}/`,
    )?.[1] ?? ''
  );
}

/** `config('app.prefix')`, which a file of the folder `config` returns, and `env('X', 'by default')`. */
function configFunction(name: string, { args, call }: MethodCall, machine: Machine): Value | undefined {
  const [first, byDefault] = args;
  if (name === 'env')
    return first ? either([...(byDefault ? [byDefault] : []), unknown(SET_OUTSIDE, 'env')]) : undefined;
  if (name !== 'config' || first?.kind !== 'text' || first.value.includes(HOLE)) return undefined;
  const [file = '', ...members] = first.value.split('.');
  const path = [applicationRoot(call.at.file), 'config', `${file}.php`].filter(part => part !== '').join('/');
  const scope = { names: new Map(), file: call.at.file };
  const given = includedValue(machine, { scope, memo: new Map(), returns: [] }, FOLDER + path);
  const value = members.reduce<Value>((of, member) => memberOf(machine, of, member), given);
  if (value.kind === 'nothing' && byDefault) return byDefault;
  return value.kind === 'nothing' || value.kind === 'unknown'
    ? unknown('a setting that was not found', first.value)
    : value;
}

function plainFunction(name: string, args: readonly Value[], apply: Apply): Value | undefined {
  const [first, second] = args;
  const known = first?.kind === 'text' ? first.value : undefined;
  switch (name) {
    case 'trim':
    case 'ltrim':
    case 'rtrim':
      return known === undefined
        ? first
        : text(trimmed(known, name, second?.kind === 'text' ? second.value : undefined));
    case 'strtolower':
      return known === undefined ? undefined : text(known.toLowerCase());
    case 'strtoupper':
      return known === undefined ? undefined : text(known.toUpperCase());
    case 'implode':
    case 'join':
      return second?.kind === 'list' && known !== undefined
        ? text(second.items.map(shown).join(known) + (second.isOpen ? HOLE : ''))
        : undefined;
    case 'explode':
      return known && second ? either(optionsOf(second).map(option => exploded(known, option))) : undefined;
    case 'sprintf':
      return known === undefined ? undefined : formatted(known, args.slice(1));
    case 'str_replace':
      return replaced(args);
    case 'array_merge':
      return merged(args);
    case 'array_map':
      return second?.kind === 'list' && first
        ? {
            kind: 'list',
            items: second.items.slice(0, LOOP_LIMIT).map(item => apply(first, [item])),
            isOpen: second.isOpen,
          }
        : undefined;
    case 'array_filter':
    case 'array_unique':
    case 'array_values':
    case 'collect':
    case 'array_reverse':
      return first?.kind === 'record' && name === 'array_values'
        ? { kind: 'list', items: [...first.fields.values()], isOpen: first.isOpen }
        : first;
    case 'array_keys':
      return first?.kind === 'record'
        ? { kind: 'list', items: [...first.fields.keys()].map(text), isOpen: first.isOpen }
        : undefined;
    case 'value':
      return first?.kind === 'closure' ? apply(first, []) : first;
    default:
      return undefined;
  }
}

function text(value: string): Value {
  return { kind: 'text', value };
}

function shown(value: Value): string {
  const [one] = optionsOf(value);
  return one?.kind === 'text' ? one.value : one?.kind === 'number' ? String(one.value) : HOLE;
}

function trimmed(value: string, name: 'trim' | 'ltrim' | 'rtrim', characters: string | undefined): string {
  const isGone = (character: string | undefined): boolean =>
    character !== undefined && (characters === undefined ? character.trim() === '' : characters.includes(character));
  let [start, end] = [0, value.length];
  if (name !== 'rtrim') while (start < end && isGone(value[start])) start++;
  if (name !== 'ltrim') while (end > start && isGone(value[end - 1])) end--;
  return value.slice(start, end);
}

/** `sprintf('/api/%s/users', $version)`; anything but plain places is not known. */
function formatted(pattern: string, given: readonly Value[]): Value {
  let next = 0;
  return text(
    pattern.replaceAll(/%(?:(\d)\$)?([sd%])/g, (_, place: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const value = given[place === undefined ? next++ : Number(place) - 1];
      return value ? shown(value) : HOLE;
    }),
  );
}

function exploded(separator: string, of: Value): Value {
  if (of.kind !== 'text' || of.value.includes(HOLE)) return of.kind === 'unknown' ? of : unknown('a list in a text');
  return { kind: 'list', items: of.value.split(separator).slice(0, LOOP_LIMIT).map(text), isOpen: false };
}

function replaced([search, replacement, subject]: readonly Value[]): Value | undefined {
  if (search?.kind !== 'text' || replacement?.kind !== 'text' || subject?.kind !== 'text') return undefined;
  return text(subject.value.replaceAll(search.value, () => replacement.value));
}

function merged(args: readonly Value[]): Value | undefined {
  if (args.every(arg => arg.kind === 'list'))
    return {
      kind: 'list',
      items: args.flatMap(arg => (arg.kind === 'list' ? arg.items : [])),
      isOpen: args.some(arg => arg.kind === 'list' && arg.isOpen),
    };
  const fields = new Map<string, Value>();
  let isOpen = false;
  for (const arg of args) {
    if (arg.kind === 'record') for (const [key, value] of arg.fields) fields.set(key, value);
    else if (arg.kind === 'list')
      for (const [index, value] of arg.items.entries()) fields.set(`${fields.size + index}`, value);
    isOpen ||= arg.kind !== 'list' && (arg.kind !== 'record' || arg.isOpen);
  }
  return fields.size === 0 && isOpen ? NOTHING_KNOWN : { kind: 'record', fields, isOpen };
}

const NOTHING_KNOWN: Value = unknown('merged lists that are not known');
