/** Statements of a body, those of its blocks included; what inner functions and classes do is theirs. */
import type { Statement } from '../../../src/core/program.ts';

/** In no particular order. Does not recurse: depth is the author's. */
export function* statementsIn(body: readonly Statement[]): Generator<Statement> {
  const left: (readonly Statement[])[] = [body];
  for (let statements = left.pop(); statements; statements = left.pop()) {
    for (const statement of statements) {
      yield statement;
      switch (statement.kind) {
        case 'branch':
          left.push(statement.then, statement.otherwise);
          break;
        case 'each':
        case 'repeat':
        case 'block':
          left.push(statement.body);
          break;
        case 'attempt':
          left.push(statement.body, statement.handler, statement.after);
          break;
        case 'select':
          for (const one of statement.cases) left.push(one.body);
          break;
        case 'declare':
        case 'assign':
        case 'evaluate':
        case 'return':
        case 'throw':
        case 'leave':
          break;
      }
    }
  }
}
