import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { sourceOf } from '../../../practices/calls.ts';
import { callsByStage, type StagedCall } from '../../../practices/csharp/stage-calls.ts';
import { CSHARP_FILES, lastName, madeAt, typeNamed } from '../../../routes/csharp/names.ts';
import { FRAMEWORK, RULES } from '../../../routes/csharp/rules.ts';

export const errorMappersCSharp = defineDetector({
  id: 'error-mappers-csharp',
  title: 'Error mappers of ASP.NET',
  kind: 'guard',
  docs: 'https://learn.microsoft.com/aspnet/core/fundamentals/error-handling',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['ExceptionHandler', 'UseProblemDetails', 'Filters'],
  emits: ['guard', 'guard-kind'],
  limits: [
    'Middleware of the application is one where it catches whatever comes and answers; filters, where they are put on all actions.',
    'What `UseExceptionHandler` is given as options, or as a function that looks at the exception, is not judged.',
    'What is put there in development alone, and what another condition decides about, is left out.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => callsByStage(file).flatMap(call => mappersAt(file, call)),
});

/** Middleware that answers whatever fails behind it. Sources: ASP.NET Core, `UseExceptionHandler`; FastEndpoints, Unhandled exceptions; Hellang.Middleware.ProblemDetails. */
const MIDDLEWARE: ReadonlySet<string> = new Set([
  'UseExceptionHandler',
  'UseDefaultExceptionHandler',
  'UseProblemDetails',
]);

function mappersAt(file: ProgramFile, { call, when }: StagedCall): readonly ProgramFact[] {
  const { callee, nameAt: at } = call;
  if (callee.kind !== 'member' || when === 'development') return [];
  if (MIDDLEWARE.has(callee.name)) {
    if (call.args.some(arg => !isKnown(file, arg))) return [];
    const guard = madeAt(at);
    const why = `${callee.name} answers every failure`;
    const controls = ['error-mapper'] as const;
    return [
      { kind: 'guard-kind', at, framework: FRAMEWORK, site: guard, effect: 'none', controls, why },
      mapper(at, guard),
    ];
  }
  const handler = handlerGiven(call, callee.name, lastName(callee.of));
  return handler ? [mapper(at, handler)] : [];
}

/** A path, or a function that says nothing of the exception. What another file answers, or options that hold it, is not read. */
function isKnown(file: ProgramFile, given: Expr): boolean {
  if (given.kind === 'text') return true;
  const shows = /\.(?:Message|StackTrace|InnerException)\b|ToString\(\)|Error\b/;
  return given.kind === 'function' && !shows.test(sourceOf(file, given.at));
}

/** `services.AddExceptionHandler<Handler>()`, `options.Filters.Add<Filter>()`, `options.Filters.Add(new Filter())`. */
function handlerGiven({ args, typeArguments, nameAt }: CallExpr, name: string, of: string): Expr | undefined {
  const isHandler = name === 'AddExceptionHandler';
  if (!isHandler && !(name === 'Add' && of === 'Filters')) return undefined;
  const typed = typeNamed(typeArguments[0], nameAt);
  if (typed || isHandler) return typed;
  const [filter] = args;
  return filter?.kind === 'call' && filter.isNew ? filter.callee : undefined;
}

function mapper(at: Expr['at'], guard: Expr): ProgramFact {
  const site: Expr = { kind: 'nothing', at };
  return { kind: 'guard', at, framework: FRAMEWORK, site, rules: RULES, guards: [guard], stage: 'error' };
}
