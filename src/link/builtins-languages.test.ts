import { expect, test } from 'vitest';
import type { CallExpr } from '../core/program.ts';
import { jvmMethod } from './builtins-jvm.ts';
import { pythonMethod } from './builtins-python.ts';
import { HOLE, NOTHING, type Value } from './value.ts';

const at = { file: 'a', line: 1, column: 1, endLine: 1, endColumn: 2 };
const call: CallExpr = {
  kind: 'call',
  at,
  nameAt: at,
  callee: { kind: 'nothing', at },
  args: [],
  isNew: false,
  isAwaited: false,
  typeArguments: [],
};

/** Plain data as values; `undefined` is something not known. */
function given(data: unknown): Value {
  if (typeof data === 'string') return { kind: 'text', value: data };
  if (typeof data === 'number') return { kind: 'number', value: data };
  if (Array.isArray(data)) return { kind: 'list', items: data.map(given), isOpen: false };
  if (data && typeof data === 'object')
    return {
      kind: 'record',
      fields: new Map(Object.entries(data).map(([key, value]) => [key, given(value)])),
      isOpen: false,
    };
  return { kind: 'unknown', why: 'a test' };
}

function shown(value: Value | undefined): unknown {
  if (!value) return 'not one of these';
  switch (value.kind) {
    case 'text':
      return value.value.replaceAll(HOLE, '…');
    case 'number':
      return value.value;
    case 'list':
      return value.items.map(shown);
    case 'record':
      return Object.fromEntries([...value.fields].map(([key, field]) => [key, shown(field)]));
    default:
      return value.kind;
  }
}

const noCalls = (): Value => NOTHING;

test.each([
  [{ a: 1 }, 'items', [], [['a', 1]]],
  [{ a: 1 }, 'keys', [], ['a']],
  [{ a: 1 }, 'values', [], [1]],
  [{ a: 1 }, 'get', ['a'], 1],
  [{ a: 1 }, 'get', ['b'], 'nothing'],
  [{ a: 1 }, 'get', ['b', 2], 2],
  [{ a: 1 }, 'get', [undefined], 'unknown'],
  ['/', 'join', [['a', 'b']], 'a/b'],
  ['/', 'join', [['a', undefined]], 'a/…'],
  ['/a/', 'strip', ['/'], 'a'],
  ['/a/', 'rstrip', ['/'], '/a'],
  [' a ', 'strip', [], 'a'],
  ['v1', 'removeprefix', ['v'], '1'],
  ['a', 'capitalize', [], 'not one of these'],
])('Python: %j.%s(%j) is %j', (of, name, args, expected) => {
  expect(shown(pythonMethod(given(of), { name, args: args.map(given), call }, noCalls))).toEqual(expected);
});

test('lists of Python grow', () => {
  const list = given(['a']);
  for (const [name, args] of [
    ['append', ['b']],
    ['extend', [['c', 'd']]],
    ['insert', [0, 'z']],
  ] as const)
    pythonMethod(list, { name, args: args.map(given), call }, noCalls);
  expect(shown(list)).toEqual(['z', 'a', 'b', 'c', 'd']);
  pythonMethod(list, { name: 'extend', args: [given(undefined)], call }, noCalls);
  expect(list.kind === 'list' && list.isOpen).toBe(true);
});

const java = (...path: readonly string[]): Value => ({ kind: 'external', module: 'java.util', path });

test.each([
  [java('List', 'of'), ['a', 'b'], ['a', 'b']],
  [java('Arrays', 'asList'), [['a']], ['a']],
  [java('Map', 'of'), ['a', 1], { a: 1 }],
  [java('String', 'format'), ['/%s/%d/%x', 'a', 1, 2], '/a/1/…'],
  [java('String', 'join'), ['/', 'a', 'b'], 'a/b'],
  [java('Optional', 'of'), ['a'], 'not one of these'],
])('Java: %j with %j gives %j', (of, args, expected) => {
  expect(shown(jvmMethod(of, { name: '', args: args.map(given), call }))).toEqual(expected);
});

test('what is made of a collection has its elements', () => {
  expect(shown(jvmMethod(given(['a']), { name: 'toArray', args: [], call }))).toEqual(['a']);
  expect(shown(jvmMethod(given(['a']), { name: 'size', args: [], call }))).toEqual('not one of these');
});
