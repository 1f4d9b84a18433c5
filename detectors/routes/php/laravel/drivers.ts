/** Guards of the settings, and drivers of the application's own. Source: Laravel, Authentication (Adding Custom Guards). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, RecordEntry } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { entryOf } from '../values.ts';

export function driverFacts(file: ProgramFile): readonly ProgramFact[] {
  return [...settings(file), ...registered(file)];
}

/** `Auth::viaRequest('key', function (Request $request) { … })`. What `extend` gives is an object, which is not asked. */
function registered(file: ProgramFile): readonly ProgramFact[] {
  return file.calls.flatMap(({ call, name, receiver }) => {
    const [driver, made] = call.args;
    if (name !== 'viaRequest' || receiver?.kind !== 'name' || driver?.kind !== 'text' || !made) return [];
    if (!isFrom(file.originOf(receiver), ['Illuminate\\Support\\Facades', '\\'], 'Auth')) return [];
    return [named(call, [entry(`(driver) ${driver.value}`, driver.at, made)])];
  });
}

/** `config/auth.php`: the driver of each guard, and the guard that is asked by default. */
function settings(file: ProgramFile): readonly ProgramFact[] {
  if (!/(?:^|\/)config\/auth\.php$/.test(file.path)) return [];
  return file.module.body.flatMap(statement => {
    if (statement.kind !== 'return' || !statement.value) return [];
    const guards = entryOf(statement.value, 'guards');
    const byDefault = entryOf(entryOf(statement.value, 'defaults'), 'guard');
    const entries = [
      ...(guards?.kind === 'record' ? guards.entries : []).flatMap(one => {
        const driver = one.kind === 'entry' ? entryOf(one.value, 'driver') : undefined;
        return one.kind === 'entry' && driver ? [entry(`(guard) ${one.key}`, one.keyAt, driver)] : [];
      }),
      ...(byDefault ? [entry('(default guard)', byDefault.at, byDefault)] : []),
    ];
    return entries.length > 0 ? [named(statement.value, entries)] : [];
  });
}

function named(site: Expr, entries: readonly RecordEntry[]): ProgramFact {
  const { at } = site;
  return { kind: 'guard-names', at, framework: 'laravel', site, names: { kind: 'record', at, entries } };
}

function entry(key: string, at: Expr['at'], value: Expr): RecordEntry {
  return { kind: 'entry', at, key, keyAt: at, value };
}
