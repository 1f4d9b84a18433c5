import type { Expr } from '../core/program.ts';

/** A test in words short enough for a report. */
export function wordsOf(expr: Expr): string {
  switch (expr.kind) {
    case 'name':
      return expr.name;
    case 'self':
      return 'this';
    case 'text':
      return `'${expr.value.slice(0, 40)}'`;
    case 'number':
    case 'boolean':
      return String(expr.value);
    case 'member':
      return `${wordsOf(expr.of)}.${expr.name}`.slice(-80);
    case 'call':
      return `${wordsOf(expr.callee)}()`;
    case 'operation': {
      const sides = expr.operands.slice(0, 2).map(wordsOf);
      const words = {
        not: 'not',
        and: 'and',
        or: 'or',
        equal: '=',
        'not-equal': '≠',
        less: '<',
        in: 'in',
        'instance-of': 'is a',
        'type-of': 'type of',
        matches: 'is like',
        mismatches: 'is not like',
        arithmetic: '+',
      }[expr.operator];
      return (sides.length === 1 ? `${words} ${sides[0]}` : sides.join(` ${words} `)).slice(0, 100);
    }
    default:
      return 'a condition';
  }
}
