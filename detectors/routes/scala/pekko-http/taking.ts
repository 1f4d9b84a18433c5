/** What directives take from a request. Source: Pekko HTTP, Parameter Directives, Form Field Directives, Header Directives. */
import type { InputPlace } from '../../../../src/core/facts/mark.ts';
import type { Taken } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';

const TAKING: ReadonlyMap<string, InputPlace> = new Map<string, InputPlace>([
  ['parameter', 'query'],
  ['parameters', 'query'],
  ['formField', 'body'],
  ['formFields', 'body'],
  ['headerValueByName', 'header'],
  ['optionalHeaderValueByName', 'header'],
  ['cookie', 'cookie'],
  ['optionalCookie', 'cookie'],
  ['fileUpload', 'body'],
]);

export function takenBy(call: CallExpr, directive: string): readonly Taken[] {
  if (directive === 'entity') return bodyOf(call);
  const place = TAKING.get(directive);
  if (place === undefined) return [];
  return call.args.flatMap((arg): readonly Taken[] => {
    const name = nameIn(arg);
    return name === undefined ? [] : [{ name, in: place }];
  });
}

/** `"page"`, `"page".as[Int]`, `"page".optional`, `"page" ? 1`, `"page".as[Int] ? 1`. */
function nameIn(arg: Expr): string | undefined {
  let expr = arg;
  for (let next = insideOf(expr); next; next = insideOf(expr)) expr = next;
  return expr.kind === 'text' ? expr.value : undefined;
}

function insideOf(expr: Expr): Expr | undefined {
  if (expr.kind === 'member') return expr.of;
  return expr.kind === 'call' && expr.callee.kind === 'member' ? expr.callee.of : undefined;
}

/** `entity(as[User])`. */
function bodyOf(call: CallExpr): readonly Taken[] {
  const [first] = call.args;
  const isAs = first?.kind === 'call' && first.callee.kind === 'name' && first.callee.name === 'as';
  const [type] = isAs ? first.typeArguments : [];
  return isAs ? [{ name: 'body', in: 'body', ...(type === undefined ? {} : { type }) }] : [];
}
