import type { CallExpr, ExportBinding, Expr, RecordEntry, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';

/** What a CommonJS module gives to others, by the assignments of its body, also those under conditions, in source order. */
export function assignedExports(body: readonly Statement[]): readonly ExportBinding[] {
  return body.flatMap(exportsBy);
}

function exportsBy(statement: Statement): readonly ExportBinding[] {
  switch (statement.kind) {
    case 'assign':
      return assigned(statement.at, statement.target, statement.value);
    case 'declare':
    case 'evaluate':
      return statement.value ? exportsIn(statement.value) : [];
    case 'branch':
      return [...assignedExports(statement.then), ...assignedExports(statement.otherwise)];
    case 'block':
      return assignedExports(statement.body);
    case 'attempt':
      return [
        ...assignedExports(statement.body),
        ...assignedExports(statement.handler),
        ...assignedExports(statement.after),
      ];
    case 'return':
    case 'throw':
    case 'each':
    case 'repeat':
    case 'select':
    case 'leave':
      return [];
  }
}

/** `const x = module.exports = y`, `cond && (exports.x = y)`, and the calls that TypeScript writes. */
function exportsIn(value: Expr): readonly ExportBinding[] {
  switch (value.kind) {
    case 'assigned':
      return assigned(value.at, value.target, value.value);
    case 'choice':
      return [...exportsIn(value.then), ...exportsIn(value.otherwise)];
    case 'call':
      return compiledExports(value);
    default:
      return [];
  }
}

function assigned(place: Location, target: Expr, value: Expr): readonly ExportBinding[] {
  const inner = value.kind === 'assigned' ? assigned(value.at, value.target, value.value) : [];
  const exported = exportedName(target);
  if (exported === undefined || exported === '__esModule') return inner;
  const result = last(value);
  // `exports.a = exports.b = void 0` stands before the real assignments in compiled code.
  if (result.kind === 'nothing') return inner;
  const entries = exported === '*' && result.kind === 'record' ? result.entries.flatMap(exportsByEntry) : [];
  return [...inner, binding(place, exported, result), ...entries];
}

function last(value: Expr): Expr {
  let result = value;
  while (result.kind === 'assigned') result = result.value;
  return result;
}

/** `exports.x` and `module.exports.x` give `x`, `module.exports` gives `*`; a bare `exports = …` exports nothing. */
function exportedName(target: Expr): string | undefined {
  if (target.kind !== 'member') return undefined;
  if (isModuleExports(target)) return '*';
  const { of } = target;
  return (of.kind === 'name' && of.name === 'exports') || isModuleExports(of) ? target.name : undefined;
}

function isModuleExports(value: Expr): boolean {
  return value.kind === 'member' && value.name === 'exports' && value.of.kind === 'name' && value.of.name === 'module';
}

function exportsByEntry(entry: RecordEntry): readonly ExportBinding[] {
  if (entry.kind === 'entry') return [binding(entry.at, entry.key, entry.value)];
  if (entry.kind === 'spread' && entry.value.kind === 'load' && entry.value.module.kind === 'text') {
    return [{ kind: 'all-from', at: entry.at, module: entry.value.module.value }];
  }
  return [];
}

function binding(place: Location, exported: string, value: Expr): ExportBinding {
  if (value.kind === 'name' && exported !== '*') return { kind: 'local', at: place, exported, local: value.name };
  return { kind: 'value', at: place, exported, value, isAssigned: true };
}

/** `__exportStar(require('x'), exports)` and `Object.defineProperty(exports, 'x', { get: () => y.x })`. */
function compiledExports(call: CallExpr): readonly ExportBinding[] {
  const { callee, args } = call;
  const [first, second, third] = args;
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'name' ? callee.name : '';
  if (name === '__exportStar' && first?.kind === 'load' && first.module.kind === 'text') {
    return [{ kind: 'all-from', at: call.at, module: first.module.value }];
  }
  if (name !== 'defineProperty' || first?.kind !== 'name' || first.name !== 'exports') return [];
  if (second?.kind !== 'text' || second.value === '__esModule' || third?.kind !== 'record') return [];
  const value = descriptorValue(third.entries);
  return value ? [{ kind: 'value', at: call.at, exported: second.value, value }] : [];
}

function descriptorValue(entries: readonly RecordEntry[]): Expr | undefined {
  for (const entry of entries) {
    if (entry.kind !== 'entry') continue;
    if (entry.key === 'value') return entry.value;
    if (entry.key !== 'get' || entry.value.kind !== 'function') continue;
    const [statement] = entry.value.fn.body;
    if (statement?.kind === 'return' && statement.value) return statement.value;
  }
  return undefined;
}
