/** Assertions that cannot fail their test, because of the `try` around them. Scoring §D.9, G13. */
import type { Location } from '../../../src/core/location.ts';
import type { FunctionNode, Statement } from '../../../src/core/program.ts';
import type { PlacedAssertion } from './assertions.ts';
import type { Sources } from './requests.ts';

type Attempt = Extract<Statement, { kind: 'attempt' }>;

/** Of the assertions of a test, those that fail it when they do not hold, and are reached when the request is let through. */
export function effectiveAssertions(
  body: FunctionNode,
  placed: readonly PlacedAssertion[],
  { lines }: Sources,
): readonly PlacedAssertion[] {
  const attempts = attemptsIn(body.body).filter(({ hasHandler }) => hasHandler);
  if (attempts.length === 0) return placed;
  // A number of assertions that must be reached makes up for a handler that may not be.
  const isCounted = /\bexpect\.(?:assertions|hasAssertions)\s*\(|\b\w+\.plan\s*\(/.test(textAt(body.at, lines));
  return placed.filter(
    ({ at }) =>
      !attempts.some(
        attempt =>
          (isSilent(attempt, lines) && isAmong(at, attempt.body)) ||
          (!isCounted && isAmong(at, attempt.handler) && !failsByItself(attempt, lines)),
      ),
  );
}

/** Every `try` of some statements; functions inside are tests and callbacks of their own. */
function attemptsIn(statements: readonly Statement[]): readonly Attempt[] {
  return statements.flatMap((statement): readonly Attempt[] => {
    switch (statement.kind) {
      case 'attempt':
        return [statement, ...attemptsIn([...statement.body, ...statement.handler, ...statement.after])];
      case 'branch':
        return attemptsIn([...statement.then, ...statement.otherwise]);
      case 'each':
      case 'repeat':
      case 'block':
        return attemptsIn(statement.body);
      case 'select':
        return statement.cases.flatMap(one => attemptsIn(one.body));
      default:
        return [];
    }
  });
}

/** The handler does nothing with what it catches but print it. */
function isSilent({ handler }: Attempt, lines: readonly string[]): boolean {
  return handler.every(
    statement => statement.kind === 'evaluate' && /^\s*console\.\w+\(/.test(textAt(statement.at, lines)),
  );
}

/** `try { await call(); fail('let through'); } catch …`: a request that is let through fails the test. */
function failsByItself({ body }: Attempt, lines: readonly string[]): boolean {
  return body.some(
    ({ kind, at }) =>
      kind === 'throw' ||
      /\bfail\s*\(|\bunreachable\s*\(|\(\s*true\s*\)\.(?:toBe|to\.equal|to\.be)\(\s*false|\(\s*false\s*\)\.toBe(?:Truthy|\(\s*true)/.test(
        textAt(at, lines),
      ),
  );
}

function isAmong(at: Location, statements: readonly Statement[]): boolean {
  return statements.some(statement => isInside(at, statement.at));
}

function isInside(inner: Location, outer: Location): boolean {
  const startsAfter = inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column);
  const endsBefore =
    inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn);
  return startsAfter && endsBefore;
}

/** The text of a place, without what stands beside it on its first and last line. */
function textAt(at: Location, lines: readonly string[]): string {
  const own = lines.slice(at.line - 1, at.endLine);
  const last = own.length - 1;
  return own
    .map((line, index) => line.slice(index === 0 ? at.column - 1 : 0, index === last ? at.endColumn - 1 : undefined))
    .join('\n');
}
