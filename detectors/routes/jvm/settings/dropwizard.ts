/** Where Dropwizard serves resources. Source: Dropwizard, Configuration Reference, Servers. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { FRAMEWORK, RULES } from '../jax-rs/marks.ts';
import { type Settings, settledText, textOf } from './settings.ts';

/** `/service` and `/api/*` together serve below `/service/api`. A simple server has a context path of its own. */
export function dropwizardFacts(settings: Settings): readonly ProgramFact[] {
  const root = settings.get('server.rootPath');
  const type = settings.get('server.type');
  const context =
    settings.get('server.applicationContextPath') ??
    (type?.value === 'simple' && settings.has('server.adminContextPath')
      ? { value: '/application', at: type.at }
      : undefined);
  const [first] = [root, context].filter(setting => setting !== undefined);
  if (!first) return [];
  const parts = [context, root].flatMap((setting): readonly Expr[] => {
    if (!setting) return [];
    const settled = settledText(setting.value);
    return [
      settled === undefined ? textOf(setting) : { kind: 'text', at: setting.at, value: settled.replace(/\/?\*$/, '') },
    ];
  });
  const prefix: Expr = { kind: 'concat', at: first.at, parts };
  return [{ kind: 'base-path', at: first.at, framework: FRAMEWORK, site: prefix, prefix, rules: RULES }];
}
