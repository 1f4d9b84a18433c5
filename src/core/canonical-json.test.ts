import { expect, test } from 'vitest';
import { canonicalJson, compactJson } from './canonical-json.ts';

test('keys are sorted, lists keep their order, two spaces, one line end', () => {
  expect(canonicalJson({ b: [2, 1], a: { d: null, c: 'x' } })).toBe(
    '{\n  "a": {\n    "c": "x",\n    "d": null\n  },\n  "b": [\n    2,\n    1\n  ]\n}\n',
  );
});

test('numbers have at most four decimals and zero no sign', () => {
  expect(compactJson([1 / 3, 0.00004, -0.00001, 7, 1204])).toBe('[0.3333,0,0,7,1204]');
});

test('a key named __proto__ is a key like any other', () => {
  expect(compactJson(JSON.parse('{"b":1,"__proto__":{"x":1}}'))).toBe('{"__proto__":{"x":1},"b":1}');
});
