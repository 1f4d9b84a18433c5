import type { GuardEffect, Handing, Mechanism, ProgramFact } from '../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../src/parse/program-file.ts';
import { argumentOf, madeAt } from '../../routes/python/arguments.ts';

/** What an export of a package does to a request without a valid credential. */
export type GuardRow = {
  /** Modules that export it. */
  readonly modules: readonly string[];
  /** The export; with `as: 'method'`, a method of what the modules make. */
  readonly name: string;
  /**
   * `call`: calling the export gives the guard. `value`: the export is one, put on functions bare or called. `class`: an
   * object of it, or of a class that derives from it. `method`: a method of an object made by the modules is one, bare or called.
   */
  readonly as: 'call' | 'value' | 'class' | 'method';
  readonly effect: GuardEffect;
  readonly hands?: Handing;
  readonly mechanism?: Mechanism;
  /** A named argument that changes the effect when it is that. */
  readonly weaker?: readonly {
    readonly option: string;
    readonly is: boolean;
    readonly effect: GuardEffect;
    readonly hands?: Handing;
  }[];
  /** Its arguments name roles or permissions. */
  readonly demands?: boolean;
  readonly does: string;
};

/** The facts of a table in one file. */
export function guardsIn(file: ProgramFile, framework: string, rows: readonly GuardRow[]): readonly ProgramFact[] {
  return [
    ...file.calls.flatMap(site => called(file, framework, rows, site)),
    ...bareMethods(file, framework, rows),
    ...exported(file, framework, rows),
  ];
}

/** Words by which files of a table are found: its packages, and methods whose object comes from elsewhere. */
export function wordsOf(rows: readonly GuardRow[]): readonly string[] {
  const words = rows.flatMap(({ modules, name, as }) => [
    ...modules.map(module => module.split('.')[0] ?? module),
    ...(as === 'method' ? [`.${name}`] : []),
  ]);
  return [...new Set(words)].sort();
}

function called(
  file: ProgramFile,
  framework: string,
  rows: readonly GuardRow[],
  { call, name, receiver }: CallSite,
): readonly ProgramFact[] {
  // `@auth.login_required` put on a function is the bare method; what it is put on is no option of it.
  if (call.isDecorator) return [];
  const origin = file.originOf(call.callee);
  for (const row of rows) {
    const isExport = (row.as === 'call' || row.as === 'class') && isFrom(origin, row.modules, row.name);
    const isMethod = row.as === 'method' && receiver !== undefined && name === row.name;
    if (!isExport && !isMethod) continue;
    const fact = factOf(framework, row, call, call.nameAt);
    return [{ ...fact, ...judged(row, call), ...(isMethod && { of: { value: receiver, modules: row.modules } }) }];
  }
  return [];
}

/** `@auth.login_required`, put on a function without being called. */
function bareMethods(file: ProgramFile, framework: string, rows: readonly GuardRow[]): readonly ProgramFact[] {
  const written = [
    ...file.calls.flatMap(({ call }) => (call.isDecorator ? [call.callee] : [])),
    ...file.decorators.map(({ expression }) => expression),
  ];
  return written.flatMap((expr): readonly ProgramFact[] => {
    if (expr.kind !== 'member') return [];
    const row = rows.find(({ as, name }) => as === 'method' && name === expr.name);
    return row ? [{ ...factOf(framework, row, expr, expr.nameAt), of: { value: expr.of, modules: row.modules } }] : [];
  });
}

type GuardKind = Extract<ProgramFact, { kind: 'guard-kind' }>;

function factOf(framework: string, row: GuardRow, site: Expr, at: Expr['at']): GuardKind {
  return {
    kind: 'guard-kind',
    at,
    framework,
    site,
    effect: row.effect,
    ...(row.hands && { hands: row.hands }),
    ...(row.mechanism && { mechanism: row.mechanism }),
    why: `${row.modules[0]} ${row.name} ${row.does}`,
  };
}

/** Options that are written change the effect; those that are made elsewhere leave it unknown. */
function judged(row: GuardRow, call: CallExpr): Partial<GuardKind> {
  const scopes = row.demands ? call.args.filter(arg => arg.kind !== 'named' && arg.kind !== 'spread') : [];
  const demanded = scopes.length > 0 ? { scopes } : {};
  for (const { option, is, effect, hands } of row.weaker ?? []) {
    const given = argumentOf(call, option);
    if (!given) continue;
    if (given.kind === 'boolean' && given.value !== is) continue;
    const because = `, weakened by ${option}`;
    return {
      ...demanded,
      effect: given.kind === 'boolean' ? effect : 'unknown',
      ...(hands && { hands }),
      why: `${row.modules[0]} ${row.name} ${row.does}${because}`,
    };
  }
  return demanded;
}

/** A fact for each export that is a guard by itself and is loaded here: by its name, or with its whole module. */
function exported(file: ProgramFile, framework: string, rows: readonly GuardRow[]): readonly ProgramFact[] {
  const values = rows.filter(({ as }) => as === 'value' || as === 'class');
  const facts = new Map<string, ProgramFact>();
  for (const { module, imported, at } of file.module.imports) {
    const whole = imported === '*' || imported === 'default' ? module : `${module}.${imported}`;
    for (const row of values)
      for (const from of row.modules) {
        const isNamed = from === module && imported === row.name;
        if (!isNamed && from !== whole && !from.startsWith(`${whole}.`)) continue;
        const key = `${from}.${row.name}`;
        if (!facts.has(key)) facts.set(key, exportFact(framework, row, from, at));
      }
  }
  return [...facts.values()];
}

function exportFact(framework: string, row: GuardRow, module: string, at: Expr['at']): ProgramFact {
  return {
    kind: 'guard-export',
    at,
    framework,
    site: madeAt(at, ''),
    module,
    name: row.name,
    effect: row.effect,
    ...(row.hands && { hands: row.hands }),
    ...(row.mechanism && { mechanism: row.mechanism }),
    why: `${module} ${row.name} ${row.does}`,
  };
}
