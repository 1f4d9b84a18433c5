/** Middleware that an application puts before all of its routes. Source: CakePHP, Middleware (Using Middleware). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { CAKEPHP_RULES } from './controllers.ts';

/** What packages bring that reads who calls, or does something else, and refuses nobody for want of a credential. */
const HARMLESS = /^(?:Cake|Authentication|Authorization|DebugKit|Cors|Laminas|Zend|Muffin\\Footprint|Psr)(?:\\|$)/;

export function middlewareFacts(file: ProgramFile): readonly ProgramFact[] {
  if (!file.text.includes('MiddlewareQueue')) return [];
  return file.calls.flatMap(({ call, name, receiver }): readonly ProgramFact[] => {
    if (!/^(?:add|prepend|insertAt|insertBefore|insertAfter)$/.test(name) || !receiver || !isQueue(receiver)) return [];
    return call.args.flatMap((arg): readonly ProgramFact[] => {
      const named = arg.kind === 'call' && arg.isNew ? arg.callee : arg;
      if (named.kind !== 'name' && arg.kind !== 'function') return [];
      const origin = file.originOf(named);
      if (origin && HARMLESS.test(origin.module)) return [];
      return [
        {
          kind: 'guard',
          at: arg.at,
          framework: 'cakephp',
          site: arg,
          rules: CAKEPHP_RULES,
          guards: [arg],
          onlyRefusals: true,
        },
      ];
    });
  });
}

/** `$middlewareQueue->add(…)->add(…)` */
function isQueue(receiver: Expr): boolean {
  let root = receiver;
  while (root.kind === 'call' && root.callee.kind === 'member') root = root.callee.of;
  return root.kind === 'name' && /^(?:middlewareQueue|middleware|queue)$/.test(root.name);
}
