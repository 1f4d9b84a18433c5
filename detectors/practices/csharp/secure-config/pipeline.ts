/** Switches that the start-up code sets by what it puts before requests. Sources: ASP.NET Core, Middleware; Handle errors; Enforce HTTPS. */
import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { CallExpr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { switchAt } from '../../switch-at.ts';
import { callsByStage, type When } from '../stage-calls.ts';

/** Middleware by its name, and what it says. */
const MIDDLEWARE: ReadonlyMap<string, readonly [SwitchName, boolean]> = new Map([
  ['UseHttpsRedirection', ['https-only', true]],
  ['UseHsts', ['https-only', true]],
  ['UseSecurityHeaders', ['secure-headers', true]],
  ['UseXContentTypeOptions', ['secure-headers', true]],
]);

export function pipelineSwitches(file: ProgramFile): readonly SwitchFact[] {
  return callsByStage(file).flatMap(({ call, when }) => ofCall(call, when));
}

function ofCall({ callee, nameAt }: CallExpr, when: When): readonly SwitchFact[] {
  if (callee.kind !== 'member') return [];
  const { name } = callee;
  if (name === 'UseDeveloperExceptionPage')
    return [
      switchAt(
        nameAt,
        'debug-pages',
        when === 'development',
        when === 'development' ? `${name} in development alone` : name,
      ),
    ];
  const known = MIDDLEWARE.get(name);
  return known && when !== 'development' ? [switchAt(nameAt, known[0], known[1], name)] : [];
}
