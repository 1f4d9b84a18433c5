/** Settings of an application: `config :shop, ShopWeb.Endpoint, url: […]`. Source: Elixir, Config. */
import type { Expr, RecordEntry } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { moduleName } from '../../routes/elixir/modules.ts';

export type Setting = {
  /** The module that is configured, where one is named. */
  readonly of: string | undefined;
  readonly key: string;
  readonly at: Expr['at'];
  readonly value: Expr;
};

/** Settings for developers and tests are none of what runs elsewhere. */
export function isForDevelopers(path: string): boolean {
  return /(?:^|\/)(?:dev|test|ci|docs?|local)(?:\.\w+)?\.exs$|(?:^|\/)test\//.test(path);
}

/** The key of `key: value` without its colon. */
export function placeOfKey({ key, keyAt }: Extract<RecordEntry, { kind: 'entry' }>): Expr['at'] {
  const { file, line, column } = keyAt;
  return { file, line, column, endLine: line, endColumn: column + key.length };
}

/** Entries of records that are looked through. */
const DEPTH = 8;

/** Every setting that a file gives a value, those inside of others among them. */
export function settingsIn(file: ProgramFile): readonly Setting[] {
  if (!file.module.file.endsWith('.exs') || isForDevelopers(file.module.file)) return [];
  return file.calls.flatMap(({ call, name, receiver }) => {
    if (name !== 'config' || receiver) return [];
    const found: Setting[] = [];
    const of = moduleName(call.args[1]);
    const look = (expr: Expr, depth: number): void => {
      if (depth > DEPTH) return;
      if (expr.kind === 'list') for (const item of expr.items) look(item, depth + 1);
      if (expr.kind !== 'record') return;
      for (const entry of expr.entries) {
        if (entry.kind !== 'entry') continue;
        found.push({ of, key: entry.key, at: placeOfKey(entry), value: entry.value });
        look(entry.value, depth + 1);
      }
    };
    for (const arg of call.args) look(arg, 0);
    return found;
  });
}
