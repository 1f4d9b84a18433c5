/** How code of Java and Kotlin asks which annotations stand on the operation that is called. */
import { ON_CLASS, ON_METHOD } from '../annotations.ts';
import { NOTHING, type Value } from '../value.ts';
import { type Called, type Context, type Seen, type Step, type Way, booleanSeen } from './seen.ts';
import type { Expr } from '../../core/program.ts';

/** `method.isAnnotationPresent(PermitAll.class)`; undefined where nothing is known of the operation. */
export function annotationTest(context: Context, way: Way, { name, args, node }: Called): readonly Step[] | undefined {
  if (name !== 'isAnnotationPresent' && name !== 'getAnnotation') return undefined;
  const [first] = args;
  const asked = first && nameOf(first);
  const receiver = node.callee.kind === 'member' ? wordOf(node.callee.of) : '';
  const found = context.request.metadata.get(/class|clazz|cls/i.test(receiver) ? ON_CLASS : ON_METHOD);
  if (asked === undefined || found?.kind !== 'list') return undefined;
  context.budget.hangsOnRequest = true;
  const isThere = found.items.some(item => item.kind === 'text' && item.value === asked);
  if (isThere) way.exemptBy ??= `@${asked}`;
  if (name === 'isAnnotationPresent') return [{ seen: booleanSeen(isThere), way }];
  return [{ seen: isThere ? { kind: 'object', name: asked } : { kind: 'known', value: NOTHING }, way }];
}

function nameOf(seen: Seen): string | undefined {
  if (seen.kind !== 'known') return undefined;
  return classNameOf(seen.value);
}

function classNameOf(value: Value): string | undefined {
  if (value.kind === 'class') return value.cls.name;
  if (value.kind === 'external') return value.path.findLast(part => /^\p{Lu}/u.test(part));
  return value.kind === 'unknown' ? value.name : undefined;
}

function wordOf(expr: Expr): string {
  if (expr.kind === 'call') return wordOf(expr.callee);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}
