import type { DescriptionFact, SchemeStrength, SecurityScheme } from '../../../src/core/facts/description.ts';
import type { Location } from '../../../src/core/location.ts';
import type { OpenapiNode } from '../../../src/parse/openapi.ts';
import { textIn } from './values.ts';

export type Security = Extract<DescriptionFact, { kind: 'description-operation' }>['security'];

/** Declared schemes, in document order. Over clear text every one of them is weak: what it sends can be read on the way. */
export function schemesOf(root: OpenapiNode, hasClearTextServer: boolean): readonly SecurityScheme[] {
  const declared = root.get('securityDefinitions') ?? root.get('components')?.get('securitySchemes');
  return (declared?.entries() ?? []).map(([name, scheme]) => {
    const { type, strength } = kindOf(scheme);
    return { name, type, strength: hasClearTextServer ? 'weak' : strength, at: scheme.at() };
  });
}

/** Source: OpenAPI 2.0, 3.0, 3.1, Security Scheme Object; RFC 9700 for the flows that are no longer to be used. */
function kindOf(scheme: OpenapiNode): { readonly type: string; readonly strength: SchemeStrength } {
  const type = textIn(scheme.get('type')) ?? '';
  switch (type) {
    case 'oauth2': {
      const flows = [
        ...(scheme.get('flows')?.entries() ?? []).map(([flow]) => flow),
        textIn(scheme.get('flow')) ?? '',
      ].filter(flow => flow !== '' && !flow.startsWith('x-'));
      const isWeak = flows.length === 0 || flows.some(flow => flow === 'implicit' || flow === 'password');
      return { type: ['oauth2', ...flows].join(' '), strength: isWeak ? 'weak' : 'strong' };
    }
    case 'openIdConnect':
    case 'mutualTLS':
      return { type, strength: 'strong' };
    case 'apiKey': {
      const where = textIn(scheme.get('in')) ?? '';
      return {
        type: `apiKey ${where}`.trim(),
        strength: where === 'header' || where === 'cookie' ? 'acceptable' : 'weak',
      };
    }
    case 'http': {
      const name = (textIn(scheme.get('scheme')) ?? '').toLowerCase();
      const isWeak = ![
        'bearer',
        'dpop',
        'hoba',
        'mutual',
        'privatetoken',
        'scram-sha-256',
        'signature',
        'vapid',
      ].includes(name);
      return { type: `http ${name}`.trim(), strength: isWeak ? 'weak' : 'acceptable' };
    }
    default:
      return { type, strength: 'weak' };
  }
}

/**
 * The requirement that holds for an operation: its own, or else the document's. An empty list, and a list of nothing but
 * `{}`, mean that nobody is asked; `{}` beside others makes it optional. A requirement that names no declared scheme
 * states nothing that could be enforced.
 */
export function securityOf(
  operation: OpenapiNode,
  pathItem: OpenapiNode,
  root: OpenapiNode,
  declared: ReadonlySet<string>,
): Security {
  const stated = operation.get('security') ?? root.get('security');
  const roles = [...rolesOf(operation), ...rolesOf(pathItem)];
  if (!stated || !Array.isArray(stated.value))
    return { status: 'unstated', schemes: [], scopes: unique(roles), at: operation.at() };
  const at: Location = stated.at();
  const alternatives = stated.items().map(item => item.entries());
  const named = alternatives.filter(entries => entries.length > 0);
  if (named.length === 0) return { status: 'none', schemes: [], scopes: unique(roles), at };
  const known = named.filter(entries => entries.every(([name]) => declared.has(name)));
  if (known.length === 0) return { status: 'unstated', schemes: [], scopes: unique(roles), at };
  const scopes = known
    .flatMap(entries => entries.flatMap(([, list]) => list.items().map(scope => scope.value)))
    .filter(scope => typeof scope === 'string');
  return {
    status: named.length < alternatives.length ? 'optional' : 'required',
    schemes: unique(known.flatMap(entries => entries.map(([name]) => name))),
    scopes: unique([...scopes, ...roles]),
    at,
  };
}

const ROLE_KEYS = ['x-required-roles', 'x-roles', 'x-permissions', 'x-required-permissions', 'x-scopes'];

function rolesOf(node: OpenapiNode): readonly string[] {
  return ROLE_KEYS.flatMap(key => {
    const value = node.get(key)?.value;
    return (Array.isArray(value) ? value : [value]).filter(role => typeof role === 'string');
  });
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
