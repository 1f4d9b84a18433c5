/** Where code puts the servlet that serves resources: `context.addServlet(new ServletHolder(new ServletContainer(config)), "/api/*")`. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { type CallSite, isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { FRAMEWORK, RULES } from './marks.ts';

/** Servlets of runtimes, and what they are made of. */
const RUNTIMES: readonly (readonly [module: string, name: string])[] = [
  ['org.glassfish.jersey.servlet', 'ServletContainer'],
  ['org.glassfish.jersey.server', 'ResourceConfig'],
  ['org.jboss.resteasy.plugins.server.servlet', 'HttpServletDispatcher'],
  ['org.jboss.resteasy.plugins.server.servlet', 'HttpServlet30Dispatcher'],
];

/** Of several such servlets it is not known which one serves a resource. */
export function embeddedFacts(file: ProgramFile): readonly ProgramFact[] {
  const placed = file.calls.flatMap((site): readonly Expr[] => {
    const [servlet, pattern] = site.call.args;
    return site.name === 'addServlet' && servlet && pattern && servesResources(file, site, servlet, 0) ? [pattern] : [];
  });
  const [only, ...others] = placed;
  if (!only) return [];
  const prefix: Expr =
    others.length > 0
      ? { kind: 'unknown', at: only.at, text: 'one of several servlets', parts: [] }
      : only.kind === 'text'
        ? { ...only, value: only.value.replace(/\/?\*$/, '') }
        : only;
  const site: Expr = { kind: 'text', at: only.at, value: 'addServlet' };
  return [{ kind: 'base-path', at: only.at, framework: FRAMEWORK, site, prefix, rules: RULES, forApplications: true }];
}

function servesResources(file: ProgramFile, site: CallSite, expr: Expr, depth: number): boolean {
  if (depth > 6) return false;
  if (RUNTIMES.some(([module, name]) => isFrom(file.originOf(expr), module, name))) return true;
  if (expr.kind === 'call')
    return [expr.callee, ...expr.args].some(part => servesResources(file, site, part, depth + 1));
  if (expr.kind !== 'name') return false;
  const value = site.inside.map(fn => declaredIn(fn.body, expr.name)).find(found => found !== undefined);
  return value !== undefined && servesResources(file, site, value, depth + 1);
}

function declaredIn(body: readonly Statement[], name: string): Expr | undefined {
  for (const statement of body) {
    if (statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.pattern.name === name)
      return statement.value;
  }
  return undefined;
}
