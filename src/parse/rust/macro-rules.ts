/**
 * `macro_rules!` that end the function they are called in, as in `macro_rules! refuse { ($why:expr) => {{ return Err($why); }} }`.
 * Such a macro is declared as a function that ends its caller; its name ends with `!`, as that of no function does.
 *
 * Source: The Rust Reference, Macros By Example.
 */
import { idAt } from '../../core/location.ts';
import type { FunctionNode } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { blockInto, returning } from './branches.ts';
import { inside, type RustSource } from './source.ts';
import { bodySnippet } from './tokens.ts';

/** Rules of one macro that are read. */
const MOST_RULES = 20;

/**
 * The rules of a macro whose bodies all end with `return` of the same thing, up to what is handed to it. For any other macro
 * it hangs on what it is handed whether its caller goes on, and undefined is given.
 */
export function endingRules(source: RustSource, node: SyntaxNode): readonly SyntaxNode[] | undefined {
  const rules = namedChildren(node).filter(child => child.type === 'macro_rule');
  const ends = rules.slice(0, MOST_RULES).map(rule => endOf(source, rule));
  const [first] = ends;
  if (first === undefined || rules.length > MOST_RULES || ends.some(end => end !== first)) return undefined;
  return rules;
}

/** What the body of a rule returns, up to the first parenthesis; undefined where its last statement is no `return`. */
function endOf(source: RustSource, rule: SyntaxNode): string | undefined {
  const body = bodyOf(rule);
  const tokens = body?.children.slice(1, -1);
  const start = tokens?.findIndex(token => token.type === 'return') ?? -1;
  // A second one, also inside, may return something else.
  if (!tokens || !body || start < 0 || (textOf(source, body).match(/\breturn\b/g)?.length ?? 0) > 1) return undefined;
  const returned = tokens.slice(start + 1);
  const semicolon = returned.findIndex(token => token.type === ';');
  // Nothing comes after it, and nothing stands before it but whole statements.
  if (semicolon >= 0 && semicolon < returned.length - 1) return undefined;
  const before = tokens[start - 1];
  if (before && before.type !== ';' && !isBlock(source, before)) return undefined;
  const named = returned.findIndex(token => token.type === 'token_tree');
  return returned
    .slice(0, named < 0 ? returned.length : named)
    .map(token => textOf(source, token))
    .join('');
}

function isBlock(source: RustSource, token: SyntaxNode): boolean {
  return token.type === 'token_tree' && textOf(source, token).startsWith('{');
}

/** The innermost braces around what a rule puts in its place: `{{ … }}` is a block, `{ … }` is what stands in it. */
function bodyOf(rule: SyntaxNode): SyntaxNode | undefined {
  const body = childNamed(rule, 'right');
  const [only, ...others] = body?.children.slice(1, -1) ?? [];
  return only?.type === 'token_tree' && others.length === 0 ? only : body;
}

/** A macro that ends its caller, as a function. Its rules return the same: the first one that can be read stands for all. */
export function endingMacro(source: RustSource, node: SyntaxNode, name: string): FunctionNode | undefined {
  const at = placeOf(source, node);
  for (const rule of endingRules(source, node) ?? []) {
    const body = bodyOf(rule);
    const block = body && bodySnippet(source, body.start + 1, body.end - 1);
    if (!block) continue;
    return inside(source, () => {
      // A macro sees no variables of those around it but what it is handed.
      source.at.locals = new Set();
      return {
        id: idAt(at),
        at,
        name,
        parameters: parametersOf(source, rule),
        body: blockInto(source, block, returning),
        isAsync: false,
        bindsSelf: false,
        endsCaller: true,
        decorators: [],
        doc: '',
      };
    });
  }
  return undefined;
}

/** `$message:expr, $status:expr`: taken in this order where each is one expression. */
function parametersOf(source: RustSource, rule: SyntaxNode): FunctionNode['parameters'] {
  const left = childNamed(rule, 'left');
  return (left ? namedChildren(left) : []).flatMap((node): FunctionNode['parameters'] => {
    const variable = node.type === 'token_binding_pattern' ? childNamed(node, 'name') : undefined;
    if (!variable) return [];
    const name = textOf(source, variable).slice(1);
    source.at.locals = new Set([...source.at.locals, name]);
    const at = placeOf(source, variable);
    return [{ at, pattern: { kind: 'name', at, name }, isRest: false, decorators: [], isField: false }];
  });
}
