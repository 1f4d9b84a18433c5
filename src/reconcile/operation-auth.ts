import type { Mechanism } from '../core/facts/program.ts';
import type { AuthStatus, CodeOperation, OperationAuth } from '../core/operation.ts';
import type { Draft } from './join.ts';

/** From the weakest: when one path is registered twice, what lets a request in is what counts. */
const WEAKEST: readonly AuthStatus[] = ['none', 'optional', 'unknown', 'required'];

/**
 * Who may call an operation: what its code does, with what its descriptions claim beside it. A claim alone never makes
 * a status: it is `unknown` then.
 */
export function authOf(draft: Draft): OperationAuth {
  const described = claimOf(draft);
  const claim = described === undefined ? {} : { described };
  const code = draft.code.map(operation => operation.auth);
  const [first] = code.toSorted((a, b) => WEAKEST.indexOf(a.status) - WEAKEST.indexOf(b.status));
  if (first) {
    const statuses = [...new Set(code.map(auth => auth.status))].toSorted();
    const reason =
      statuses.length < 2
        ? first.reason
        : `registered ${code.length} times with different guards (${statuses.join(', ')}); the weakest counts: ${first.reason}`;
    return { ...first, reason, ...claim };
  }
  if (described === undefined) {
    return {
      status: 'unknown',
      reason: 'no code of it was read',
      mechanisms: [],
      scopes: [],
      chain: [],
      source: draft.observed.length > 0 ? 'traffic' : 'gateway',
    };
  }
  return {
    status: 'unknown',
    reason:
      described === 'unstated'
        ? 'no code of it was read, and its description says nothing'
        : `no code of it was read; its description says: ${described}`,
    mechanisms: mechanismsOf(draft),
    scopes: [...new Set(draft.described.flatMap(({ operation }) => operation.security.scopes))].toSorted(),
    chain: [],
    source: 'description',
    described,
  };
}

/** What descriptions claim; of several, the first that states something. */
function claimOf(draft: Draft): AuthStatus | 'unstated' | undefined {
  const claims = draft.described.map(({ operation }) => operation.security.status);
  return claims.find(claim => claim !== 'unstated') ?? claims[0];
}

const MECHANISMS: readonly (readonly [RegExp, Mechanism])[] = [
  [/^oauth2/, 'oauth2'],
  [/^openIdConnect/, 'oidc'],
  [/^mutualTLS/, 'mtls'],
  [/^http basic/, 'basic'],
  [/^basic/, 'basic'],
  [/^http bearer/, 'bearer'],
  [/^apiKey/, 'api-key'],
  [/^http signature/, 'signature'],
];

function mechanismsOf(draft: Draft): readonly Mechanism[] {
  const types = draft.described.flatMap(({ document, operation }) =>
    document.fact.schemes.filter(scheme => operation.security.schemes.includes(scheme.name)).map(scheme => scheme.type),
  );
  return [...new Set(types.flatMap(type => MECHANISMS.find(([pattern]) => pattern.test(type))?.[1] ?? []))].toSorted();
}

/** In which way code and description differ about authentication; undefined when they agree or one of them is silent. */
export function driftOf(code: readonly CodeOperation[], auth: OperationAuth): string | undefined {
  if (code.length === 0) return undefined;
  if (auth.described === 'required' && auth.status === 'none')
    return 'the description requires authentication, the code does not';
  if (auth.described === 'none' && auth.status === 'required')
    return 'the code requires authentication, the description says that there is none';
  return undefined;
}
