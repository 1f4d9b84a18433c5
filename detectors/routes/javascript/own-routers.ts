import type { FactBody } from '../../../src/core/fact.ts';
import type { Origin, ProgramFile } from '../../../src/parse/program-file.ts';

type Unresolved = Extract<FactBody, { kind: 'unresolved' }>;

/**
 * Classes that extend a router or an application of a framework. What is registered on their instances is not followed,
 * and a shorter inventory must say so.
 */
export function extendedRouters(
  file: ProgramFile,
  isRouter: (origin: Origin | undefined) => boolean,
): readonly Unresolved[] {
  return file.classes.flatMap(({ extends: base }): readonly Unresolved[] =>
    base && isRouter(file.originOf(base))
      ? [{ kind: 'unresolved', at: base.at, reason: 'unknown-router', what: 'a class that extends a router' }]
      : [],
  );
}
