/** Destructuring into what exists already: `({ a, b: c.d } = x)` and `[a, b] = x`. */
import { ts } from 'ts-morph';
import type { Expr, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { expression } from './expressions.ts';
import { staticKey } from './literals.ts';
import { assignment } from './operators.ts';
import { at, bare, unknown, type Source } from './source.ts';

type Taken = { readonly target: Expr; readonly value: Expr };

/** An assignment that stands alone, as one `assign` for each name that it gives a value. */
export function assignmentStatements(source: Source, node: ts.BinaryExpression): readonly Statement[] {
  const place = at(source, node);
  if (!isDestructuring(node)) return [{ kind: 'assign', at: place, ...assignment(source, node) }];
  const value = expression(source, node.right);
  const targets = taken(source, bare(node.left), isRepeatable(value) ? value : undefined);
  if (isRepeatable(value)) return targets.map(target => ({ kind: 'assign', at: place, ...target }));
  // The value is made once, so only the first assignment may hold it; what each name gets of it cannot be said.
  const made: Statement = { kind: 'evaluate', at: place, value };
  return [made, ...targets.map((target): Statement => ({ kind: 'assign', at: place, ...target }))];
}

export function isDestructuring(node: ts.BinaryExpression): boolean {
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const left = bare(node.left);
  return ts.isObjectLiteralExpression(left) || ts.isArrayLiteralExpression(left);
}

/** The expressions of a destructuring assignment that is used as a value. */
export function destructuringParts(source: Source, node: ts.BinaryExpression): readonly Expr[] {
  return [expression(source, node.right), ...taken(source, bare(node.left), undefined).map(({ target }) => target)];
}

/** Whether an expression may stand in several places without running anything twice. */
function isRepeatable(value: Expr): boolean {
  let rest = value;
  while (rest.kind === 'member') rest = rest.of;
  return rest.kind === 'name' || rest.kind === 'self';
}

/** The places that get a value, with the value where it is a plain member of `of`. */
function taken(source: Source, pattern: ts.Expression, of: Expr | undefined): readonly Taken[] {
  if (ts.isObjectLiteralExpression(pattern))
    return pattern.properties.flatMap(property => takenByKey(source, property, of));
  if (ts.isArrayLiteralExpression(pattern)) {
    return pattern.elements.flatMap((element, index) => {
      if (ts.isOmittedExpression(element)) return [];
      if (ts.isSpreadElement(element)) return taken(source, bare(element.expression), undefined);
      const place = at(source, element);
      const key: Expr = { kind: 'number', at: place, value: index };
      return takenOrDefault(source, element, of && { kind: 'index', at: place, of, key });
    });
  }
  return [{ target: expression(source, pattern), value: of ?? unknown(source, pattern, []) }];
}

function takenByKey(source: Source, property: ts.ObjectLiteralElementLike, of: Expr | undefined): readonly Taken[] {
  if (ts.isShorthandPropertyAssignment(property)) {
    const value = of && member(at(source, property.name), of, property.name.text);
    const target = expression(source, property.name);
    if (!property.objectAssignmentInitializer) return [{ target, value: value ?? unknown(source, property, []) }];
    return [{ target, value: orDefault(source, property.name, value, property.objectAssignmentInitializer) }];
  }
  if (ts.isPropertyAssignment(property)) {
    const key = staticKey(property.name);
    const value = of && key !== undefined ? member(at(source, property.name), of, key) : undefined;
    return takenOrDefault(source, property.initializer, value);
  }
  return ts.isSpreadAssignment(property) ? taken(source, bare(property.expression), undefined) : [];
}

function takenOrDefault(source: Source, element: ts.Expression, value: Expr | undefined): readonly Taken[] {
  const node = bare(element);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return taken(source, node, value);
  return taken(source, bare(node.left), orDefault(source, node.left, value, node.right));
}

/** A default counts where the value is undefined. */
function orDefault(source: Source, node: ts.Node, value: Expr | undefined, byDefault: ts.Expression): Expr {
  const otherwise = expression(source, byDefault);
  if (!value) return unknown(source, node, [otherwise]);
  const test: Expr = {
    kind: 'operation',
    at: value.at,
    operator: 'not-equal',
    operands: [value, { kind: 'nothing', at: value.at }],
  };
  return { kind: 'choice', at: value.at, test, then: value, otherwise };
}

function member(place: Location, of: Expr, name: string): Expr {
  return { kind: 'member', at: place, of, name, nameAt: place };
}
