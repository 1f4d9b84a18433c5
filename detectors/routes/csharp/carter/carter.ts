import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { requireAuthorization } from '../aspnetcore/authorization.ts';
import { CSHARP_FILES, lastName } from '../names.ts';
import { FRAMEWORK, RULES } from '../rules.ts';
import { type CarterModule, carterModule } from './modules.ts';

export const carter = defineDetector({
  id: 'carter',
  title: 'Carter',
  kind: 'framework',
  docs: 'https://github.com/CarterCommunity/Carter',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['CarterModule'],
  emits: ['router', 'guard-kind'],
  limits: ['A base path that is set anywhere but in the call of the base constructor is not read.'],
  version: 1,
  // Modules without a path of their own map their endpoints on the application, as all other code of ASP.NET does.
  detect: (file): readonly ProgramFact[] =>
    file.classes.flatMap(cls => {
      const module = carterModule(cls);
      return module ? routerOf(module) : [];
    }),
});

function routerOf({ type, made }: CarterModule): readonly ProgramFact[] {
  const calls = (made?.body ?? []).flatMap((statement): readonly CallExpr[] =>
    statement.kind === 'evaluate' && statement.value.kind === 'call' ? [statement.value] : [],
  );
  const [prefix] = calls.flatMap(({ callee, args }): readonly Expr[] =>
    lastName(callee) === 'super' ? args.slice(0, 1) : [],
  );
  const guards = calls.filter(({ callee }) => lastName(callee) === 'RequireAuthorization').map(requireAuthorization);
  return [
    {
      kind: 'router',
      at: type.at,
      framework: FRAMEWORK,
      site: type,
      role: 'router',
      isRoot: true,
      rules: RULES,
      ...(prefix ? { prefix } : {}),
      ...(guards.length > 0 ? { guards: guards.map(({ guard }) => guard) } : {}),
    },
    ...guards.flatMap(({ facts }) => facts),
  ];
}
