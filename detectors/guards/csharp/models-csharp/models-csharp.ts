import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr, TypeRef } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { assignmentsTo, CSHARP_FILES, lastName, typeNamed } from '../../../routes/csharp/names.ts';
import { FRAMEWORK } from '../../../routes/csharp/rules.ts';

export const modelsCSharp = defineDetector({
  id: 'models-csharp',
  title: 'Classes that databases keep, and what ASP.NET does with models that do not fit',
  kind: 'guard',
  docs: 'https://learn.microsoft.com/ef/core/modeling/entity-types',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['DbSet', 'IdentityDbContext', 'IEntityTypeConfiguration', 'GetCollection', 'Entity<', 'SuppressModelState'],
  emits: ['stored-class', 'enables'],
  limits: [
    'Classes that are kept only as parts of others, and those that mappers without types keep (Dapper), are not told.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...file.classes.flatMap(cls => [...setsOf(cls), ...basesOf(cls)]),
    ...file.calls.flatMap(entityOf),
    ...suppressed(file),
  ],
});

const SETS: ReadonlySet<string> = new Set(['DbSet', 'IDbSet']);

/** `public DbSet<User> Users { get; set; }`, `public DbSet<User> Users => Set<User>();`. */
function setsOf({ members }: ClassNode): readonly ProgramFact[] {
  return members.flatMap(member => {
    const type = member.kind === 'field' ? member.type : member.kind === 'method' ? member.fn.returnType : undefined;
    const [of] = type && SETS.has(type.name) ? type.arguments : [];
    return of ? stored(of.at, typeExpr(of)) : [];
  });
}

/** `class Shop : IdentityDbContext<User>`, `class UserMap : IEntityTypeConfiguration<User>`. */
function basesOf({ implements: bases }: ClassNode): readonly ProgramFact[] {
  return bases.flatMap(({ name, arguments: [of] }) =>
    of && /^(?:IdentityDbContext|IEntityTypeConfiguration)$/.test(name) ? stored(of.at, typeExpr(of)) : [],
  );
}

/** `model.Entity<User>()`, `database.GetCollection<User>("users")`. */
function entityOf({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (!receiver || !/^(?:Entity|GetCollection)$/.test(name)) return [];
  const type = typeNamed(call.typeArguments[0], call.nameAt);
  return type ? stored(call.nameAt, type) : [];
}

function typeExpr({ at, qualifier, name }: TypeRef): Expr | undefined {
  return typeNamed([...qualifier, name].join('.'), at);
}

function stored(at: Expr['at'], site: Expr | undefined): readonly ProgramFact[] {
  return site ? [{ kind: 'stored-class', at, framework: FRAMEWORK, site }] : [];
}

/** `options.SuppressModelStateInvalidFilter = true`: actions have to look at what does not fit by themselves. */
function suppressed(file: ProgramFile): readonly ProgramFact[] {
  return assignmentsTo(file, 'SuppressModelStateInvalidFilter').flatMap(({ target, value }): readonly ProgramFact[] =>
    value.kind === 'boolean' && !value.value
      ? []
      : [
          {
            kind: 'enables',
            at: target.nameAt,
            framework: FRAMEWORK,
            site: { kind: 'nothing', at: target.nameAt },
            what: `${lastName(target)}`,
          },
        ],
  );
}
