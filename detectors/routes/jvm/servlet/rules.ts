import type { Mechanism, RouterRules } from '../../../../src/core/facts/program.ts';

export const FRAMEWORK = 'servlet';
/** Paths are exact, or end in a wildcard. */
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

/** `/admin/*` and `/admin` in Ant's syntax; undefined for the default servlet and for endings. Source: Jakarta Servlet, Specification of Mappings. */
export function mappedPath(pattern: string): string {
  return pattern.startsWith('/') ? pattern.replace(/\/\*$/, '/**') : `/${pattern}`;
}

/** Source: Jakarta Servlet, Authentication; Jakarta Security. */
export const LOGIN_METHODS: ReadonlyMap<string, Mechanism> = new Map([
  ['BASIC', 'basic'],
  ['DIGEST', 'basic'],
  ['FORM', 'session'],
  ['CLIENT-CERT', 'mtls'],
  ['MP-JWT', 'jwt'],
  ['KEYCLOAK', 'oidc'],
  ['OIDC', 'oidc'],
]);
