/** What the parts of the Rust front end share: the file while it is translated, and where its names come from. */
import type { Expr, ImportBinding, Statement } from '../../core/program.ts';
import { commentsAbove } from '../syntax/comments.ts';
import { placeOf, type SyntaxSource, textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { ModuleScope } from './scopes.ts';

export type RustSource = SyntaxSource & {
  readonly around: {
    /** Links of the chains around the present node. */
    links: number;
  };
  /** What the present point of the text may change while it is read. */
  readonly at: {
    /** The inline module whose items are being read; the file itself has one, too. */
    scope: ModuleScope;
    /** Statements that have to come before the one being read: blocks and branches that stand where a value is wanted. */
    before: Statement[];
    /** Variables of the functions around. */
    locals: ReadonlySet<string>;
    /** What `Self` means. */
    self: string | undefined;
    /** Names that were made up so far, and macros that were read as code. */
    made: number;
    macros: number;
  };
  /** Imports by their local name; paths that are written out where they are used are among them. */
  readonly imports: Map<string, ImportBinding>;
};

/** What stands under parentheses, borrows, casts and `.await`, none of which changes what a value is. */
export function bare(written: SyntaxNode): SyntaxNode {
  let node = written;
  for (;;) {
    const inner = TRANSPARENT.has(node.type)
      ? node.children.find(child => child.isNamed && child.type !== 'mutable_specifier')
      : node.type === 'unary_expression' && node.children[0]?.type === '*'
        ? node.children[1]
        : undefined;
    if (!inner) return node;
    node = inner;
  }
}

const TRANSPARENT: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'reference_expression',
  'type_cast_expression',
  'await_expression',
]);

/** A name that no program can have. */
export function madeName(source: RustSource): string {
  source.at.made += 1;
  return `#${source.at.made}`;
}

export function nameExpr(source: RustSource, node: SyntaxNode, name: string): Extract<Expr, { kind: 'name' }> {
  return { kind: 'name', at: placeOf(source, node), name };
}

/** A call of a method without arguments that the program does not write: what a pattern asks of its subject. */
export function asks(source: RustSource, node: SyntaxNode, of: Expr, name: string): Expr {
  const at = placeOf(source, node);
  return {
    kind: 'call',
    at,
    nameAt: at,
    callee: { kind: 'member', at, of, name, nameAt: at },
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

/** Gives what `read` gives, with the statements that have to come before it. */
export function withBefore<T>(source: RustSource, read: () => T): readonly [T, readonly Statement[]] {
  const outer = source.at.before;
  const own: Statement[] = [];
  source.at.before = own;
  const result = read();
  source.at.before = outer;
  return [result, own];
}

/** Variables that a pattern binds from here on. */
export function addLocal(source: RustSource, name: string): void {
  source.at.locals = new Set([...source.at.locals, name]);
}

/** Reads something in which new variables may come; they are forgotten afterwards. */
export function inside<T>(source: RustSource, read: () => T): T {
  const { locals } = source.at;
  const result = read();
  source.at.locals = locals;
  return result;
}

export function nameText(source: RustSource, node: SyntaxNode | undefined): string {
  // `r#type` is the name `type`.
  return node ? textOf(source, node).replace(/^r#/, '') : '';
}

/** The documentation right above a node, `///` or `/** … * /`; attributes and other comments may stand between them. */
export function docOf(source: RustSource, start: number): string {
  const lines: string[] = [];
  for (const { text, gap } of commentsAbove(source, start)) {
    if (gap.trim() !== '') break;
    if (text.startsWith('///')) lines.push(text.slice(3).trim());
  }
  return lines.toReversed().join('\n').trim();
}
