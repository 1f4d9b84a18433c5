import type { Control, GuardEffect, Mechanism, ProgramFact } from '../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { exportOf } from '../../routes/javascript/origins.ts';
import { type LocalValues, localValues, optionOf, textAt } from '../../routes/javascript/values.ts';

/** What an export of a package is to a request without a valid credential. */
export type GuardRow = {
  readonly modules: readonly string[];
  /** The export, dotted; `default` for the module's own value; with `of` the name of a method. */
  readonly name: string;
  /**
   * `call`: calling the export gives the guard. `value`: the export is one. `method`: calling the method on what the
   * package makes or is gives one, also where that was passed in or comes from another file.
   */
  readonly as: 'call' | 'value' | 'method';
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly limiter?: boolean;
  readonly controls?: readonly Control[];
  /** Options that weaken it: where `option` of the first argument is `is`, the effect is that one. */
  readonly weaker?: readonly { readonly option: string; readonly is: boolean | string; readonly effect: GuardEffect }[];
  /** Its arguments name scopes, roles or permissions. */
  readonly demands?: boolean;
  /** Option whose paths it lets pass. */
  readonly except?: string;
  /** What it does, for people: follows the name of the export. */
  readonly does: string;
};

/** The facts of a table: every call of a row's export, and every file that loads an export that is a guard itself. */
export function guardsIn(file: ProgramFile, framework: string, rows: readonly GuardRow[]): readonly ProgramFact[] {
  const local = localValues(file.module);
  return [
    ...file.calls.flatMap(site => calledGuards(file, framework, rows, site, local)),
    ...exportedGuards(file, framework, rows),
  ];
}

/** Words by which files of a table are found: its packages, and the names of methods that need no import. */
export function wordsOf(rows: readonly GuardRow[]): readonly string[] {
  const words = rows.flatMap(({ modules, name, as }) => (as === 'method' ? [`.${name}`, ...modules] : modules));
  return [...new Set(words)].sort();
}

function calledGuards(
  file: ProgramFile,
  framework: string,
  rows: readonly GuardRow[],
  site: CallSite,
  local: LocalValues,
): readonly ProgramFact[] {
  const { call } = site;
  for (const row of rows) {
    if (row.as === 'value') continue;
    const from = row.as === 'call' ? isExport(file, call, row) : madeBy(file, site, row, local);
    if (!from) continue;
    const [options] = call.args;
    const judged = weakened(row, options, local);
    const except = row.except === undefined ? undefined : optionOf(options, row.except, local);
    return [
      {
        kind: 'guard-kind',
        at: call.nameAt,
        framework,
        site: call,
        effect: judged.effect,
        ...(row.mechanism && { mechanism: row.mechanism }),
        ...(row.limiter && { limiter: true }),
        ...(row.controls && { controls: row.controls }),
        ...(row.demands && call.args.length > 0 && { scopes: call.args }),
        ...(except && { except }),
        ...(from.of && { of: from.of }),
        why: `${row.modules[0]} ${row.name === 'default' ? '' : `${row.name} `}${row.does}${judged.because}`,
      },
    ];
  }
  return [];
}

/** Where a guard comes from; with `of` when that hangs on a value the linker must settle. */
export type GuardSource = { readonly of?: { readonly value: Expr; readonly modules: readonly string[] } };

function isExport(file: ProgramFile, call: CallExpr, row: GuardRow): GuardSource | undefined {
  return exportOf(file.originOf(call.callee), row.modules) === row.name ? {} : undefined;
}

/** Whether a method is called on what the packages of a row are or make. */
export function madeBy(
  file: ProgramFile,
  { receiver, name }: CallSite,
  row: Pick<GuardRow, 'name' | 'modules'>,
  local: LocalValues,
): GuardSource | undefined {
  if (name !== row.name || !receiver) return undefined;
  const value = local.valueOf(receiver);
  const origin =
    file.originOf(receiver) ?? (value.kind === 'call' ? file.originOf(value.callee) : file.originOf(value));
  if (origin && row.modules.includes(origin.module)) return {};
  // Of another package it is something else; of a file of the tree, or passed in, it may be the library.
  if (origin && !mayBeOfTree(origin.module)) return undefined;
  return { of: { value: receiver, modules: row.modules } };
}

/** Specifiers of files and of aliases for them; a package of the same repository looks like any other scoped one. */
function mayBeOfTree(module: string): boolean {
  return /^(?:\.|\/|[~#@]|src\/|app\/|lib\/)/.test(module);
}

type Judged = { readonly effect: GuardEffect; readonly because: string };

/** An option that weakens a guard does so where it is written; where it is made elsewhere, the effect cannot be told. */
function weakened(row: GuardRow, options: Expr | undefined, local: LocalValues): Judged {
  let judged: Judged = { effect: row.effect, because: '' };
  for (const { option, is, effect } of row.weaker ?? []) {
    const given = optionOf(options, option, local);
    if (given === undefined) continue;
    const value = local.valueOf(given);
    const isLiteral = value.kind === 'boolean' || value.kind === 'text';
    if (isLiteral && value.value === is) return { effect, because: `, weakened by ${option}: ${is}` };
    if (!isLiteral) judged = { effect: 'unknown', because: `, unless ${option}, which is set elsewhere, weakens it` };
  }
  return judged;
}

/** A fact for each export that is a guard itself and is loaded here, by import, re-export or `require`. */
function exportedGuards(file: ProgramFile, framework: string, rows: readonly GuardRow[]): readonly ProgramFact[] {
  const values = rows.filter(({ as }) => as === 'value');
  return loadsOf(file).flatMap(({ module, name, at }) =>
    values
      .filter(row => row.modules.includes(module) && (name === undefined || name === row.name))
      .map((row): ProgramFact => ({
        kind: 'guard-export',
        at,
        framework,
        site: { kind: 'load', at, module: textAt(at, module) },
        module,
        name: row.name,
        effect: row.effect,
        ...(row.mechanism && { mechanism: row.mechanism }),
        ...(row.limiter && { limiter: true }),
        ...(row.controls && { controls: row.controls }),
        why: `${module} ${row.name === 'default' ? '' : `${row.name} `}${row.does}`,
      })),
  );
}

type Load = {
  readonly module: string;
  readonly at: Expr['at'];
  /** Undefined when the module is loaded as a whole. */
  readonly name?: string;
};

function loadsOf(file: ProgramFile): readonly Load[] {
  const named = (module: string, imported: string, at: Expr['at']): Load =>
    imported === '*' || imported === 'default' ? { module, at } : { module, at, name: imported };
  const imports = file.module.imports
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ module, imported, at }) => named(module, imported, at));
  const exports = file.module.exports.flatMap((binding): readonly Load[] => {
    if (binding.kind === 'all-from') return [{ module: binding.module, at: binding.at }];
    return binding.kind === 'from' ? [named(binding.module, binding.imported, binding.at)] : [];
  });
  return [...imports, ...exports];
}
