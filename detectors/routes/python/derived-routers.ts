import type { ProgramFact } from '../../../src/core/facts/program.ts';
import type { CallExpr } from '../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../src/parse/program-file.ts';

type RouterFact = Extract<ProgramFact, { kind: 'router' }>;

/** A class of a package whose heirs are routers. */
export type RouterBase = {
  readonly modules: readonly string[];
  readonly name: string;
  /** What a call makes that hands these arguments on: `APIRouter(…)`, or `super().__init__(…)` in an heir. */
  readonly made: (call: CallExpr) => RouterFact;
  readonly takes: NonNullable<RouterFact['takes']>;
};

/** Routers that classes of the file make by deriving from one: in their constructors, or as they are called. */
export function derivedRouters(file: ProgramFile, bases: readonly RouterBase[]): readonly ProgramFact[] {
  return file.classes.flatMap((cls): readonly ProgramFact[] => {
    const above = [...(cls.extends ? [cls.extends] : []), ...(cls.others ?? [])].map(base => file.originOf(base));
    const base = bases.find(({ modules, name }) => above.some(origin => isFrom(origin, modules, name)));
    if (!base) return [];
    const constructors = cls.members.flatMap(member => (member.kind === 'constructor' ? [member.fn] : []));
    if (constructors.length === 0) {
      const call: CallExpr = {
        kind: 'call',
        at: cls.nameAt,
        nameAt: cls.nameAt,
        callee: { kind: 'name', at: cls.nameAt, name: base.name },
        args: [],
        isNew: false,
        isAwaited: false,
        typeArguments: [],
      };
      return [{ ...base.made(call), site: cls, takes: base.takes }];
    }
    return file.calls.flatMap(({ call, inside }) =>
      inside[0] && constructors.includes(inside[0]) && call.callee.kind === 'name' && call.callee.name === 'super'
        ? [base.made(call)]
        : [],
    );
  });
}
