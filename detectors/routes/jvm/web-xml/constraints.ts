/** `<security-constraint>`: who may call which paths. Source: Jakarta Servlet, Specifying Security Constraints. */
import type { AccessEffect, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type XmlElement, type XmlFile, childOf, childrenOf } from '../../../../src/parse/xml.ts';
import { FRAMEWORK as REST } from '../jax-rs/marks.ts';
import { FRAMEWORK, LOGIN_METHODS, mappedPath } from '../servlet/rules.ts';
import { type PathRule, byNarrowness, ruleFacts } from '../settings/path-rules.ts';

/**
 * The narrowest pattern decides. One that names methods leaves all others of its paths open, whatever wider patterns say.
 */
export function constraintFacts(file: XmlFile): readonly ProgramFact[] {
  const rules = childrenOf(file.root, 'security-constraint').flatMap(rulesOf);
  const [first] = rules;
  if (!first) return [];
  const list = `web.xml ${file.path}`;
  const login = childOf(file.root, 'login-config');
  const mechanism = login && LOGIN_METHODS.get(childOf(login, 'auth-method')?.text ?? '');
  const open = rules
    .filter(({ methods, pattern }) => methods && !rules.some(rule => rule.pattern === pattern && !rule.methods))
    .map(({ at, pattern }): PathRule => ({ at, pattern, effect: 'open' }));
  return [
    {
      kind: 'access-list',
      at: first.at,
      framework: FRAMEWORK,
      frameworks: [REST, 'struts2'],
      site: { kind: 'text', at: first.at, value: list },
      list,
      otherwise: 'open',
      ...(mechanism ? { mechanism } : {}),
    },
    ...ruleFacts(FRAMEWORK, list, byNarrowness([...rules, ...open])),
  ];
}

function rulesOf(constraint: XmlElement): readonly PathRule[] {
  const asked = childOf(constraint, 'auth-constraint');
  const roles = asked ? childrenOf(asked, 'role-name') : [];
  // Asking for a role of an empty list refuses everybody; asking for none lets everybody pass.
  const effect: AccessEffect = !asked ? 'open' : roles.length === 0 ? 'denied' : 'required';
  const scopes: readonly Expr[] = roles.map(role => ({ kind: 'text', at: role.textAt, value: role.text }));
  return childrenOf(constraint, 'web-resource-collection').flatMap(collection => {
    const methods = methodsOf(collection);
    return childrenOf(collection, 'url-pattern').map((pattern): PathRule => ({
      at: pattern.textAt,
      pattern: pattern.text === '/' ? '/**' : mappedPath(pattern.text),
      effect,
      scopes,
      ...(methods ? { methods } : {}),
    }));
  });
}

function methodsOf(collection: XmlElement): readonly Method[] | undefined {
  const listed = childrenOf(collection, 'http-method').map(({ text }) => text.toUpperCase());
  if (listed.length > 0) return HTTP_METHODS.filter(method => listed.includes(method));
  const omitted = childrenOf(collection, 'http-method-omission').map(({ text }) => text.toUpperCase());
  return omitted.length > 0 ? HTTP_METHODS.filter(method => !omitted.includes(method)) : undefined;
}
