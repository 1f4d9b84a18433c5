import type { Method, ProgramFact } from '../../../src/core/facts/program.ts';
import type { ViewRules } from '../../../src/core/facts/serving.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { madeAt } from './arguments.ts';

/** Classes of packages whose heirs answer requests. */
export type ViewBase = { readonly modules: readonly string[]; readonly name: string; readonly view: ViewRules };

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const satisfies readonly Method[];

/** A member for each method, in lower case, as most frameworks have it. */
export const MEMBERS_BY_VERB: ViewRules['members'] = VERBS.map(method => ({
  member: method.toLowerCase(),
  methods: [method],
}));

/** The facts of bases, in every file that loads their package. */
export function viewBasesIn(file: ProgramFile, framework: string, bases: readonly ViewBase[]): readonly ProgramFact[] {
  const roots = new Map(file.module.imports.toReversed().map(({ module, at }) => [module.split('.')[0] ?? module, at]));
  return bases.flatMap(({ modules, name, view }) =>
    modules.flatMap((module): readonly ProgramFact[] => {
      const at = roots.get(module.split('.')[0] ?? module);
      return at ? [{ kind: 'view-base', at, framework, site: madeAt(at, ''), module, name, view }] : [];
    }),
  );
}
