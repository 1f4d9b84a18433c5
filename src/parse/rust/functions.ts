import { idAt } from '../../core/location.ts';
import type { Decorator, Expr, FunctionNode, Parameter } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsOf } from './attributes.ts';
import { blockInto, into, returning } from './branches.ts';
import { typeRef } from './paths.ts';
import { bound } from './patterns.ts';
import { docOf, inside, nameText, type RustSource, withBefore } from './source.ts';

/**
 * A function or method. It gives what its last expression gives. `async` says nothing here: a future does nothing until it is
 * awaited, and then it is what it gives.
 */
export function functionNode(
  source: RustSource,
  node: SyntaxNode,
  name?: string,
  decorators: readonly Decorator[] = [],
): FunctionNode {
  const at = placeOf(source, node);
  const body = childNamed(node, 'body');
  const returns = childNamed(node, 'return_type');
  const parameters = childNamed(node, 'parameters');
  return inside(source, () => {
    // Functions see no variables of those around them.
    source.at.locals = new Set();
    const { before } = source.at;
    source.at.before = [];
    const taken = parametersOf(source, parameters);
    const made: FunctionNode = {
      id: idAt(at),
      at,
      ...(name !== undefined && { name }),
      parameters: taken,
      body: body ? blockInto(source, body, returning) : [],
      isAsync: false,
      bindsSelf: true,
      ...(returns && { returnType: typeRef(source, returns) }),
      decorators,
      doc: docOf(source, node.start),
    };
    source.at.before = before;
    return made;
  });
}

/** `self` is no parameter: a method is bound to what it is called on. */
function parametersOf(source: RustSource, list: SyntaxNode | undefined): readonly Parameter[] {
  let attributes: readonly SyntaxNode[] = [];
  return (list ? namedChildren(list) : []).flatMap((node): readonly Parameter[] => {
    if (node.type === 'attribute_item') {
      attributes = [...attributes, node];
      return [];
    }
    const decorators = decoratorsOf(source, attributes);
    attributes = [];
    if (node.type === 'self_parameter') return [];
    const written = node.type === 'parameter' ? childNamed(node, 'pattern') : node;
    const type = node.type === 'parameter' ? childNamed(node, 'type') : undefined;
    if (!written || written.type === 'variadic_parameter') return [];
    // `self: Arc<Self>`
    if (written.type === 'self') return [];
    return [
      {
        at: placeOf(source, node),
        pattern: bound(source, written, type && typeRef(source, type)),
        isRest: false,
        decorators,
        isField: false,
      },
    ];
  });
}

/** Whether a function is a method, bound to what it is called on. */
export function takesSelf(source: RustSource, node: SyntaxNode): boolean {
  const list = childNamed(node, 'parameters');
  return (list ? namedChildren(list) : []).some(
    child => child.type === 'self_parameter' || nameText(source, childNamed(child, 'pattern')) === 'self',
  );
}

/** `|x| value`, `move |a, b| { … }`, `async move |x| { … }`. */
export function closure(source: RustSource, node: SyntaxNode): FunctionNode {
  const at = placeOf(source, node);
  const body = childNamed(node, 'body');
  return inside(source, () => {
    const parameters = parametersOf(source, childNamed(node, 'parameters'));
    const [statements, before] = withBefore(source, () =>
      !body ? [] : body.type === 'block' ? blockInto(source, body, returning) : into(source, body, returning),
    );
    return {
      id: idAt(at),
      at,
      parameters,
      body: [...before, ...statements],
      isAsync: false,
      bindsSelf: false,
      decorators: [],
      doc: '',
    };
  });
}

/** Attributes of a function that is declared are calls around it, the first one outermost. */
export function decorated(decorators: readonly Decorator[], made: Expr): Expr {
  return decorators.reduceRight(
    (inner, { at, expression }): Expr => ({
      kind: 'call',
      at,
      nameAt: expression.kind === 'call' ? expression.nameAt : expression.at,
      callee: expression,
      args: [inner],
      isNew: false,
      isAwaited: false,
      isDecorator: true,
      typeArguments: [],
    }),
    made,
  );
}
