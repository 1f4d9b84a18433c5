import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportedValue } from '../exported-handlers.ts';
import { localValues, optionOf } from '../values.ts';

/**
 * The function that runs before requests, with the paths that `config.matcher` names.
 *
 * Other servers have files of these names as well: this one imports from Next.js or a package for it, or has a matcher.
 * Source: Next.js, "proxy.js", formerly "middleware.js".
 */
export function middlewareGuard(file: ProgramFile): readonly ProgramFact[] {
  const local = localValues(file.module);
  const name = file.path.includes('proxy.') ? 'proxy' : 'middleware';
  const handler = exportedValue(file, name) ?? exportedValue(file, 'default') ?? exportedValue(file, '*');
  const config = exportedValue(file, 'config');
  const matcher = config && optionOf(config.value, 'matcher', local);
  if (!handler || !(matcher || isForNext(file))) return [];
  return [
    {
      kind: 'guard',
      at: handler.at,
      framework: 'next',
      site: handler.value,
      guards: [handler.value],
      ...(matcher && { matcher: asList(matcher) }),
    },
  ];
}

function isForNext(file: ProgramFile): boolean {
  return file.module.imports.some(({ module }) => /(?:^|\/)(?:next|nextjs|next-auth|next-intl)(?:[-/]|$)/.test(module));
}

/** A matcher is one pattern or a list. */
function asList(matcher: Expr): Expr {
  return matcher.kind === 'text' ? { kind: 'list', at: matcher.at, items: [matcher] } : matcher;
}
