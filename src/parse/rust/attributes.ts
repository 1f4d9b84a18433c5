/** Attributes: `#[get("/x")]` is a call of the macro `get!`, `#[login_required]` its name. */
import type { Decorator, Expr } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { macroName } from './paths.ts';
import type { RustSource } from './source.ts';
import { tokenArguments } from './tokens.ts';
import { segmentsOf } from './uses.ts';

/** Whether an item is there only where tests are built, or is one. */
export function isForTests(source: RustSource, attributes: readonly SyntaxNode[]): boolean {
  return attributes.some(item => {
    const text = textOf(source, item);
    return TEST_ONLY.test(text) || TEST.test(text);
  });
}

const TEST_ONLY = /^#!?\s*\[\s*cfg\s*\(\s*(?:all\s*\(\s*)?test\s*[,)]/;
const TEST = /^#\s*\[\s*(?:[A-Za-z_]\w*\s*::\s*){0,4}(?:test|rstest|test_case|quickcheck|proptest|bench)\s*[\](]/;

/** Attributes of an item, those left out that only speak to the compiler. */
export function decoratorsOf(source: RustSource, attributes: readonly SyntaxNode[]): readonly Decorator[] {
  return attributes.flatMap((item): readonly Decorator[] => {
    const attribute = childOfType(item, 'attribute');
    const path = attribute?.children.find(child => child.isNamed);
    if (!attribute || !path) return [];
    const names = segmentsOf(source, path);
    const last = names.at(-1) ?? '';
    if (names.length === 0 || last === 'main' || COMPILER.has(names[0] ?? '') || HARMLESS.has(last)) return [];
    const at = placeOf(source, attribute);
    const nameAt = placeOf(source, path);
    const callee: Expr = { kind: 'name', at: nameAt, name: macroName(source, path) };
    const tree = childNamed(attribute, 'arguments');
    const value = childNamed(attribute, 'value');
    if (!tree || value) return [{ at, expression: callee }];
    return [
      {
        at,
        expression: {
          kind: 'call',
          at,
          nameAt,
          callee,
          args: tokenArguments(source, tree),
          isNew: false,
          isAwaited: false,
          typeArguments: [],
        },
      },
    ];
  });
}

/** Attributes of the language and of its tools. Source: The Rust Reference, Attributes. */
const COMPILER: ReadonlySet<string> = new Set([
  'allow',
  'automatically_derived',
  'cfg',
  'cfg_attr',
  'clippy',
  'cold',
  'deny',
  'deprecated',
  'doc',
  'expect',
  'feature',
  'forbid',
  'global_allocator',
  'ignore',
  'inline',
  'macro_export',
  'macro_use',
  'must_use',
  'no_mangle',
  'non_exhaustive',
  'path',
  'recursion_limit',
  'repr',
  'rustfmt',
  'track_caller',
  'warn',
]);

/** Macros that only change how a function is compiled or logged. */
const HARMLESS: ReadonlySet<string> = new Set(['async_trait', 'instrument', 'debug_handler', 'debug_middleware']);
