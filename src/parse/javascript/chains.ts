/**
 * Chains: members, calls and tagged templates on a value, `app.route('/x').get(f)`. They are read in a loop, because
 * programs write chains of hundreds of calls and hostile ones of thousands.
 */
import { ts } from 'ts-morph';
import type { CallExpr, Expr } from '../../core/program.ts';
import { type Location, between } from '../../core/location.ts';
import { CAPS } from '../parsed.ts';
import { importedMember, loadedModule } from './commonjs.ts';
import { expression, expressions } from './expressions.ts';
import { template } from './literals.ts';
import { at, bare, tooDeep, unknown, type Source } from './source.ts';

type Link =
  | ts.CallExpression
  | ts.NewExpression
  | ts.PropertyAccessExpression
  | ts.ElementAccessExpression
  | ts.TaggedTemplateExpression;

export function isLink(node: ts.Node): node is Link {
  return (
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isNewExpression(node)
  );
}

/**
 * Translates a chain from its root outwards. Where it has more links than the cap allows, the inner part is cut off and
 * kept, with all of its calls, in the `parts` of the unknown value that the outer part then works on.
 */
export function chain(source: Source, outermost: Link): Expr {
  const links: Link[] = [];
  let root: ts.Expression = outermost;
  while (isLink(root)) {
    links.push(root);
    root = bare(receiverOf(root));
  }
  const { nesting } = source;
  const room = Math.max(CAPS.chain - nesting.links, 1);
  const before = nesting.links;
  nesting.links += Math.min(links.length, room);
  const cut: Expr[] = [];
  let value = root.kind === ts.SyntaxKind.ImportKeyword ? undefined : expression(source, root);
  for (let index = links.length - 1, length = 1; index >= 0; index--, length++) {
    const link = links[index];
    if (!link) break;
    if (length > room && value) {
      tooDeep(source, link);
      cut.push(value);
      value = unknown(source, receiverOf(link), index < room ? cut : []);
      length = 1;
    }
    value = applied(source, link, value);
  }
  nesting.links = before;
  return value ?? unknown(source, outermost, []);
}

function receiverOf(link: Link): ts.Expression {
  return ts.isTaggedTemplateExpression(link) ? link.tag : link.expression;
}

/** One link on its receiver; `import(…)` alone has none. */
function applied(source: Source, link: Link, of: Expr | undefined): Expr {
  if (!of) return ts.isCallExpression(link) ? loadOf(source, link, link.arguments) : unknown(source, link, []);
  if (ts.isPropertyAccessExpression(link)) {
    return { kind: 'member', at: at(source, link), of, name: link.name.text, nameAt: at(source, link.name) };
  }
  if (ts.isElementAccessExpression(link)) return element(source, link, of);
  if (ts.isTaggedTemplateExpression(link)) return tagged(source, link, of);
  const isNew = ts.isNewExpression(link);
  if (!isNew && loadedModule(of, link)) return loadOf(source, link, link.arguments);
  const args = expressions(source, link.arguments ?? []);
  const [first] = args;
  if (!isNew && first?.kind === 'load' && args.length === 1 && isInterop(of)) return first;
  const call: CallExpr = {
    kind: 'call',
    at: at(source, link),
    nameAt: nameAt(of),
    callee: of,
    args,
    isNew,
    isAwaited: false,
    ...(isOptional(link) ? { isOptional: true } : {}),
    typeArguments: (link.typeArguments ?? []).map(type => type.getText(source.tree)),
  };
  return importedMember(call) ?? call;
}

/** Whether a call hangs on what it is called on: `f?.(x)`, `a?.b(x)`; the links after an optional one hang on it too. */
function isOptional(link: Link): boolean {
  return (link.flags & ts.NodeFlags.OptionalChain) !== 0;
}

function loadOf(source: Source, call: ts.CallExpression, args: readonly ts.Expression[]): Expr {
  const [module] = args;
  if (!module) return unknown(source, call, []);
  return { kind: 'load', at: at(source, call), module: expression(source, module) };
}

/** What TypeScript and Babel wrap `require` in, so that a default export is found either way. */
const INTEROP: ReadonlySet<string> = new Set([
  '__importDefault',
  '__importStar',
  '_interopRequireDefault',
  '_interopRequireWildcard',
]);

function isInterop(callee: Expr): boolean {
  return callee.kind === 'name' && INTEROP.has(callee.name);
}

function element(source: Source, link: ts.ElementAccessExpression, of: Expr): Expr {
  const key = bare(link.argumentExpression);
  if (ts.isStringLiteralLike(key))
    return { kind: 'member', at: at(source, link), of, name: key.text, nameAt: at(source, key) };
  return { kind: 'index', at: at(source, link), of, key: expression(source, key) };
}

function tagged(source: Source, link: ts.TaggedTemplateExpression, tag: Expr): Expr {
  const text = ts.isTemplateExpression(link.template)
    ? template(source, link.template)
    : expression(source, link.template);
  return {
    kind: 'call',
    at: between(tag.at, text.at),
    nameAt: nameAt(tag),
    callee: tag,
    args: [text],
    isNew: false,
    isAwaited: false,
    typeArguments: (link.typeArguments ?? []).map(type => type.getText(source.tree)),
  };
}

function nameAt(callee: Expr): Location {
  return callee.kind === 'member' ? callee.nameAt : callee.at;
}
