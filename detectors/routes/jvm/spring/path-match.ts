/** `PathMatchConfigurer.addPathPrefix`: prefixes before controllers of some kind. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { FRAMEWORK } from './mappings.ts';

export function pathPrefixFacts({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [prefix, predicate] = call.args;
  if (name !== 'addPathPrefix' || !receiver || !prefix || !predicate) return [];
  const which = classesOf(predicate);
  return [
    {
      kind: 'class-prefix',
      at: prefix.at,
      framework: FRAMEWORK,
      site: call,
      prefix,
      ...(which ?? { isUnknown: true }),
    },
  ];
}

type Which = Partial<Pick<Extract<ProgramFact, { kind: 'class-prefix' }>, 'annotations' | 'packages'>>;

/** `HandlerTypePredicate.forAnnotation(RestController.class)`, `c -> c.isAnnotationPresent(RestController.class)`, `c -> true`. */
function classesOf(expr: Expr, depth = 0): Which | undefined {
  if (depth > 5) return undefined;
  if (expr.kind === 'boolean') return expr.value ? {} : undefined;
  if (expr.kind === 'function') {
    const [only, ...others] = expr.fn.body;
    return only?.kind === 'return' && only.value && others.length === 0 ? classesOf(only.value, depth + 1) : undefined;
  }
  if (expr.kind === 'operation' && expr.operator === 'and')
    return both(expr.operands.map(one => classesOf(one, depth + 1)));
  if (expr.kind === 'choice') return both([classesOf(expr.test, depth + 1), classesOf(expr.then, depth + 1)]);
  if (expr.kind !== 'call') return undefined;
  const { callee } = expr;
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  const of = callee.kind === 'member' ? callee.of : undefined;
  switch (name) {
    case 'forAnnotation':
    case 'annotation':
    case 'isAnnotationPresent':
    case 'hasAnnotation': {
      const annotations = expr.args.flatMap(nameIn);
      return annotations.length > 0 ? { annotations } : undefined;
    }
    case 'forBasePackage':
    case 'basePackage':
      return { packages: expr.args };
    case 'forAnyHandlerType':
      return {};
    case 'startsWith':
      return /getPackageName|getPackage|packageName/.test(chainWords(of)) ? { packages: expr.args } : undefined;
    case 'and':
      return of && expr.args[0] ? both([classesOf(of, depth + 1), classesOf(expr.args[0], depth + 1)]) : undefined;
    case 'build':
      return of && classesOf(of, depth + 1);
    case 'builder':
      return {};
    default:
      return undefined;
  }
}

function both(all: readonly (Which | undefined)[]): Which | undefined {
  return all.reduce<Which | undefined>((made, one) => made && one && { ...made, ...one }, {});
}

/** `RestController.class`, `RestController::class.java`. */
function nameIn(expr: Expr): readonly string[] {
  if (expr.kind === 'name') return [expr.name];
  if (expr.kind === 'member') return /^(?:class|java|javaClass)$/.test(expr.name) ? nameIn(expr.of) : [expr.name];
  return [];
}

function chainWords(expr: Expr | undefined): string {
  const words: string[] = [];
  for (let of = expr; of;) {
    if (of.kind === 'member') words.push(of.name);
    of = of.kind === 'call' ? of.callee : of.kind === 'member' ? of.of : undefined;
  }
  return words.join(' ');
}
