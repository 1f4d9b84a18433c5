/** Built-in functions and methods whose result decides routes: of lists, texts, records, functions, paths and promises. */
import type { CallExpr } from '../core/program.ts';
import type { Host } from './calling.ts';
import { languageRules } from './language.ts';
import { LOOP_LIMIT, type Machine } from './machine.ts';
import { pieceMethod } from './pieces.ts';
import { type ClosureValue, HOLE, NOTHING, type Value, either, optionsOf, unknown } from './value.ts';

/** Marks a text that is a folder of the tree (`__dirname`), so that it is never taken for a route's path. */
export const FOLDER = '\u0001';

/** What a name means that is bound nowhere in the tree. */
export function globalValue(name: string, file: string): Value {
  switch (name) {
    case 'undefined':
      return NOTHING;
    // A module is entered as the program that is started.
    case '__name__':
      return { kind: 'text', value: '__main__' };
    case '__dirname':
      return { kind: 'text', value: FOLDER + folderOf(file) };
    case '__filename':
      return { kind: 'text', value: FOLDER + file };
    case 'import.meta': {
      const folder: Value = { kind: 'text', value: FOLDER + folderOf(file) };
      const whole: Value = { kind: 'text', value: FOLDER + file };
      return {
        kind: 'record',
        fields: new Map([
          ['dirname', folder],
          ['dir', folder],
          ['filename', whole],
          ['path', whole],
          ['url', whole],
        ]),
        isOpen: true,
      };
    }
    case 'exports':
      return unknown('exports', name);
    default:
      return { kind: 'external', module: GLOBAL, path: [name] };
  }
}

/** The module that names without an import come from. */
export const GLOBAL = '<global>';

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}

/** A call of a method: its name, the arguments, and where it stands. */
export type MethodCall = { readonly name: string; readonly args: readonly Value[]; readonly call: CallExpr };

/** Calls a method of a built-in kind, or (with an empty name) something outside the tree that is known. `unknown` when it is not. */
export function callMethod(machine: Machine, of: Value, called: MethodCall, host: Host): Value {
  const { name, args, call } = called;
  const { language } = machine.modules.get(call.at.file)?.module ?? {};
  const known = languageRules(language).method?.(
    of,
    called,
    (callee, given) => host.apply(machine, callee, given, call),
    machine,
  );
  if (known) return known;
  const answered =
    of.kind === 'record'
      ? of.answers?.(called, (callee, given) => host.apply(machine, callee, given, call))
      : undefined;
  if (answered) return answered;
  switch (of.kind) {
    case 'piece':
      return (
        pieceMethod(machine, of, called, (callee, given) => host.apply(machine, callee, given, call)) ??
        unknown('a method that is not followed', name)
      );
    case 'external':
      return of.path.at(-1) === 'then' ? later(machine, of, called, host) : externalCall(machine, of, args, host);
    case 'list':
      return listMethod(machine, of, called, host);
    case 'text':
      return textMethod(of.value, name, args);
    case 'closure':
      return functionMethod(machine, of, called, host);
    case 'class':
      return name === 'bind' ? of : unknown('a member of a class', name);
    case 'record':
    case 'instance':
    case 'router':
    case 'guard':
    case 'sparing':
    case 'outcome':
    case 'method':
      if (name === 'then' && of.kind !== 'outcome' && of.kind !== 'method')
        return args[0] ? host.apply(machine, args[0], [of], call) : of;
      if (name === 'then') return later(machine, of, called, host);
      if (name === 'catch' || name === 'finally' || name === 'bind') return of;
      host.runCallbacks(machine, args);
      // `body('email').isEmail()`: what builds on middleware that authenticates nobody is that middleware.
      if (of.kind === 'guard' && of.effect === 'none') return of;
      if (of.kind === 'router' && call.at.file.endsWith('.py'))
        return { kind: 'outcome', of: { kind: 'method', of, name }, call, args };
      return of.kind === 'outcome' || of.kind === 'method'
        ? { kind: 'outcome', of, call, args }
        : unknown('a method that is not followed', name);
    default:
      if (name === 'then') return later(machine, of, called, host);
      host.runCallbacks(machine, args);
      return unknown('a method that is not followed', name);
  }
}

/** The callback of a promise from outside runs after the module, unless something waits for it here. */
function later(machine: Machine, of: Value, { args, call }: MethodCall, host: Host): Value {
  const [callback] = args;
  if (callback?.kind !== 'closure') return callback ? host.apply(machine, callback, [of], call) : of;
  if (call.isAwaited) return host.apply(machine, callback, [of], call);
  const conditions = [...machine.conditions];
  machine.deferred.push(() => {
    const before = machine.conditions.splice(0, machine.conditions.length, ...conditions);
    host.apply(machine, callback, [of], call);
    machine.conditions.splice(0, machine.conditions.length, ...before);
  });
  return unknown('a promise');
}

function functionMethod(machine: Machine, of: ClosureValue, { name, args, call }: MethodCall, host: Host): Value {
  const [self, ...rest] = args;
  const bound: ClosureValue =
    self && of.fn.bindsSelf && (self.kind === 'instance' || self.kind === 'class' || self.kind === 'record')
      ? { ...of, self }
      : of;
  if (name === 'bind') return bound;
  if (name === 'call') return host.apply(machine, bound, rest, call);
  if (name === 'apply') return host.apply(machine, bound, rest[0]?.kind === 'list' ? rest[0].items : [], call);
  if (name === 'then') return self ? host.apply(machine, self, [of], call) : of;
  return unknown('a member of a function', name);
}

function listMethod(
  machine: Machine,
  of: Extract<Value, { kind: 'list' }>,
  { name, args, call }: MethodCall,
  host: Host,
): Value {
  const [first, second] = args;
  const each = (): readonly Value[] =>
    of.items
      .slice(0, LOOP_LIMIT)
      .map((item, index) =>
        first ? host.apply(machine, first, [item, { kind: 'number', value: index }, of], call) : NOTHING,
      );
  switch (name) {
    case 'forEach':
      each();
      if (of.isOpen && of.items.length === 0) host.runCallbacks(machine, args);
      return NOTHING;
    case 'map':
      return { kind: 'list', items: [...each()], isOpen: of.isOpen };
    case 'flatMap':
      return {
        kind: 'list',
        items: each().flatMap(item => (item.kind === 'list' ? item.items : [item])),
        isOpen: of.isOpen,
      };
    case 'filter':
      // Which elements stay is not decided; `filter(Boolean)` drops what is nothing.
      return { kind: 'list', items: of.items.filter(item => item.kind !== 'nothing'), isOpen: of.isOpen };
    case 'reduce': {
      let result = second ?? of.items[0] ?? NOTHING;
      for (const item of second ? of.items : of.items.slice(1))
        if (first) result = host.apply(machine, first, [result, item], call);
      return result;
    }
    case 'find':
    case 'at':
    case 'pop':
    case 'shift':
      return name === 'at' && first?.kind === 'number' ? (of.items.at(first.value) ?? NOTHING) : either(of.items);
    case 'push':
    case 'unshift':
      if (of.items.length > LOOP_LIMIT) of.isOpen = true;
      else if (name === 'push') of.items.push(...args.slice(0, LOOP_LIMIT));
      else of.items.unshift(...args.slice(0, LOOP_LIMIT));
      return unknown('a length');
    case 'concat':
      return {
        kind: 'list',
        items: [...of.items, ...args.flatMap(arg => (arg.kind === 'list' ? arg.items : [arg]))],
        isOpen: of.isOpen,
      };
    case 'flat':
      return {
        kind: 'list',
        items: of.items.flatMap(item => (item.kind === 'list' ? item.items : [item])),
        isOpen: of.isOpen,
      };
    case 'slice':
    case 'sort':
    case 'reverse':
    case 'values':
    case 'fill':
    case 'then':
      return name === 'then' && first ? host.apply(machine, first, [of], call) : of;
    case 'entries':
      return {
        kind: 'list',
        items: of.items.map((item, index): Value => ({
          kind: 'list',
          items: [{ kind: 'number', value: index }, item],
          isOpen: false,
        })),
        isOpen: of.isOpen,
      };
    case 'join': {
      const separator = first?.kind === 'text' ? first.value : ',';
      return {
        kind: 'text',
        value:
          of.items.map(item => (item.kind === 'text' ? item.value : HOLE)).join(separator) + (of.isOpen ? HOLE : ''),
      };
    }
    default:
      return unknown('a method of a list', name);
  }
}

function textMethod(text: string, name: string, args: readonly Value[]): Value {
  const known = args.every(arg => arg.kind === 'text' || arg.kind === 'number');
  const [first, second] = args.map(arg => (arg.kind === 'text' ? arg.value : arg.kind === 'number' ? arg.value : ''));
  const asText = (value: string): Value => ({ kind: 'text', value });
  switch (name) {
    case 'toString':
    case 'trim':
    case 'normalize':
      return asText(name === 'trim' ? text.trim() : text);
    case 'toLowerCase':
      return asText(text.toLowerCase());
    case 'toUpperCase':
      return asText(text.toUpperCase());
    case 'concat':
      return asText(text + args.map(arg => (arg.kind === 'text' ? arg.value : HOLE)).join(''));
    case 'split':
      return known && typeof first === 'string' && !text.includes(HOLE)
        ? { kind: 'list', items: text.split(first).map(asText), isOpen: false }
        : unknown('parts of a text');
    case 'replace':
    case 'replaceAll':
      if (!known || typeof first !== 'string' || typeof second !== 'string') return unknown('a replaced text');
      return asText(name === 'replace' ? text.replace(first, () => second) : text.replaceAll(first, () => second));
    case 'slice':
    case 'substring':
      return known && typeof first === 'number' && !text.includes(HOLE)
        ? asText(text.slice(first, typeof second === 'number' ? second : undefined))
        : unknown('part of a text');
    default:
      return unknown('a method of a text', name);
  }
}

/** Functions of the language and its standard modules. */
function externalCall(
  machine: Machine,
  of: Extract<Value, { kind: 'external' }>,
  args: readonly Value[],
  host: Host,
): Value {
  const path = of.path.filter((part, index) => !(part === 'default' && (index === 0 || of.path.length > 1))).join('.');
  const [first] = args;
  if (of.module === GLOBAL) return globalCall(machine, path, args, host);
  const module = of.module.replace(/^node:/, '');
  if (module === 'path' || module === 'path/posix') return pathCall(path, args);
  if (module === 'url' && path === 'fileURLToPath') return first ?? NOTHING;
  if (module === 'util' && path === 'promisify') return first ?? NOTHING;
  return unknown('not a known function');
}

function globalCall(machine: Machine, path: string, args: readonly Value[], host: Host): Value {
  const [first] = args;
  const text = (value: string): Value => ({ kind: 'text', value });
  if (path.startsWith('Object.')) return objectCall(path, args);
  switch (path) {
    case 'Promise.resolve':
    case 'Array.from':
    case 'structuredClone':
      return first ?? NOTHING;
    case 'Promise.all':
    case 'Promise.allSettled':
      return first?.kind === 'list' ? first : unknown('results of something not known');
    case 'Array.of':
      return { kind: 'list', items: [...args], isOpen: false };
    case 'String':
      return first?.kind === 'text' ? first : first?.kind === 'number' ? text(String(first.value)) : unknown('a text');
    case 'Set':
    case 'Array':
      return first?.kind === 'list' && path === 'Set' ? first : unknown('a collection');
    case 'URL': {
      const [relative, base] = args;
      if (relative?.kind !== 'text' || base?.kind !== 'text' || !base.value.startsWith(FOLDER))
        return unknown('an address');
      return pathCall('join', [{ kind: 'text', value: FOLDER + folderOf(base.value.slice(FOLDER.length)) }, relative]);
    }
    case 'Promise': {
      // `new Promise((resolve, reject) => …)`: what it does is done; what it gives is not followed.
      host.runCallbacks(machine, args);
      return unknown('a promise');
    }
    default:
      return unknown('not a known function');
  }
}

/** Functions of `Object`. */
function objectCall(path: string, args: readonly Value[]): Value {
  const [first] = args;
  const record =
    first?.kind === 'record'
      ? first
      : first?.kind === 'instance'
        ? ({ kind: 'record', fields: first.fields, isOpen: true } as const)
        : undefined;
  const text = (value: string): Value => ({ kind: 'text', value });
  switch (path) {
    case 'Object.values':
      return record
        ? { kind: 'list', items: [...record.fields.values()], isOpen: record.isOpen }
        : unknown('values of something not known');
    case 'Object.keys':
      return record
        ? { kind: 'list', items: [...record.fields.keys()].map(text), isOpen: record.isOpen }
        : unknown('keys of something not known');
    case 'Object.entries':
      return record
        ? {
            kind: 'list',
            items: [...record.fields].map(([key, value]): Value => ({
              kind: 'list',
              items: [text(key), value],
              isOpen: false,
            })),
            isOpen: record.isOpen,
          }
        : unknown('entries of something not known');
    case 'Object.assign': {
      for (const arg of args.slice(1))
        if (record && arg.kind === 'record') for (const [key, value] of arg.fields) record.fields.set(key, value);
      return first ?? NOTHING;
    }
    case 'Object.freeze':
    case 'Object.seal':
      return first ?? NOTHING;
    case 'Object.fromEntries': {
      if (first?.kind !== 'list') return unknown('a record of something not known');
      const fields = new Map<string, Value>();
      for (const entry of first.items) {
        const [key, value] = entry.kind === 'list' ? entry.items : [];
        if (key?.kind === 'text' && value) fields.set(key.value, value);
      }
      return { kind: 'record', fields, isOpen: first.isOpen };
    }
    default:
      return unknown('not a known function');
  }
}

function pathCall(path: string, args: readonly Value[]): Value {
  if (path !== 'join' && path !== 'resolve' && path !== 'dirname' && path !== 'posix.join') return unknown('a path');
  const combinations = args.map(arg => optionsOf(arg)[0]).map(arg => (arg?.kind === 'text' ? arg.value : HOLE));
  if (path === 'dirname') return { kind: 'text', value: folderOf(combinations[0] ?? '') };
  const isFolder = combinations.some(part => part.startsWith(FOLDER));
  const joined = combinations.map(part => part.replaceAll(FOLDER, '')).join('/');
  const parts: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return { kind: 'text', value: (isFolder ? FOLDER : joined.startsWith('/') ? '/' : '') + parts.join('/') };
}
