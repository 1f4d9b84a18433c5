import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedValue, isAdapter } from '../exported-handlers.ts';
import { httpMethod } from '../methods.ts';
import { type LocalValues, localValues, nodesIn, textAt } from '../values.ts';
import { connectedRoutes } from './next-connect.ts';
import { RULES } from './rules.ts';

/**
 * The default export of `pages/api/…` serves every method; most tell them apart by `req.method`.
 *
 * The methods it names are operations. Where the file never answers 405 it may serve others as well: ANY is then
 * listed beside them.
 */
export function pagesApiRoutes(file: ProgramFile, path: string): readonly ProgramFact[] {
  const handler = exportedValue(file, 'default') ?? exportedValue(file, '*');
  if (!handler) return [];
  const local = localValues(file.module);
  if (isAdapter(file, local.valueOf(handler.value))) return [];
  const connected = connectedRoutes(file, path, local);
  if (connected.length > 0) return connected;
  const base = {
    framework: 'next',
    site: handler.value,
    path: textAt(handler.at, path),
    chain: [handler.value],
    rules: RULES,
  } as const;
  const route = (method: Method, at = handler.at): ProgramFact => ({ kind: 'route', at, ...base, methods: [method] });
  const named = namedMethods(file, local);
  const methods = [...named].map(([method, at]) => route(method, at));
  return named.size > 0 && refusesMethods(file) ? methods : [...methods, route('ANY')];
}

/** Methods that `req.method` is compared with, each with the first place where it is. */
function namedMethods(file: ProgramFile, local: LocalValues): ReadonlyMap<Method, Expr['at']> {
  const named = new Map<Method, Expr['at']>();
  const note = (value: Expr | undefined): void => {
    const method = value?.kind === 'text' ? httpMethod(value.value) : undefined;
    const known = method && named.get(method);
    if (method && value && (!known || isBefore(value.at, known))) named.set(method, value.at);
  };
  for (const node of nodesIn(file.module.body)) {
    // The generic walk gives nodes without their type; `kind` and the fields read here are those of the program form.
    const at = node as unknown as Comparison;
    if (at.kind === 'select' && isMethod(at.subject)) for (const { test } of at.cases) note(test);
    if (
      at.kind === 'operation' &&
      (at.operator === 'equal' || at.operator === 'not-equal') &&
      at.operands.some(isMethod)
    ) {
      at.operands.forEach(note);
    }
    // `handlers[req.method](req, res)`
    const table = at.kind === 'index' && isMethod(at.key) ? local.valueOf(at.of) : undefined;
    if (table?.kind === 'record') {
      for (const entry of table.entries) if (entry.kind === 'entry') note(textAt(entry.keyAt, entry.key));
    }
  }
  return new Map([...named].sort(([, a], [, b]) => (isBefore(a, b) ? -1 : 1)));
}

type Comparison =
  | { readonly kind: 'index'; readonly of: Expr; readonly key: Expr }
  | { readonly kind: 'select'; readonly subject: Expr; readonly cases: readonly { readonly test?: Expr }[] }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expr[] };

function isBefore(a: Expr['at'], b: Expr['at']): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** `req.method`, `request.method`, or `method` taken out of it. */
function isMethod(expr: Expr): boolean {
  return (expr.kind === 'member' && expr.name === 'method') || (expr.kind === 'name' && expr.name === 'method');
}

function refusesMethods(file: ProgramFile): boolean {
  for (const node of nodesIn(file.module.body)) if (node['kind'] === 'number' && node['value'] === 405) return true;
  return false;
}
