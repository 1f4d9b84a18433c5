/** What Python's request objects hold of who calls. */
import { credentialAt, type Credential } from './vocabulary.ts';
import { readCredential } from './expressions.ts';
import { ABSENT, ANY, type Context, type Seen, type Way, booleanSeen } from './seen.ts';

/** The last part of a path to who is calling. */
export const PRINCIPAL = '(principal)';

/** Where queries are, by framework. */
const QUERIES: ReadonlySet<string> = new Set(['args', 'query_params', 'GET', 'values', 'query', 'params']);

/** Members of the request itself that are credentials as they were sent. */
const SENT: ReadonlyMap<string, Credential> = new Map([
  ['authorization', { mechanism: 'basic', isCarried: true }],
  ['auth', { mechanism: 'basic', isCarried: true }],
  ['token', { mechanism: 'bearer', isCarried: true }],
  ['credentials', { mechanism: 'bearer', isCarried: true }],
]);

/** The credential that a path of members of a request reads. Sources: see `python.ts`; for `META`, PEP 3333. */
export function pythonCredential(path: readonly string[]): Credential | undefined {
  const last = path.at(-1);
  const holder = path.at(-2);
  if (last === undefined) return undefined;
  if (holder === undefined) return SENT.get(last) ?? credentialAt(path);
  if (holder === 'META' || holder === 'environ')
    return credentialAt(['headers', last.replace(/^HTTP_/, '').replaceAll('_', '-')]);
  if (holder === 'headers') return credentialAt(['headers', last]);
  if (QUERIES.has(holder)) return credentialAt(['query', last]);
  return credentialAt(path);
}

/** Who is calling, as an object that is there for strangers, too. Sources: Django, `AnonymousUser`; Starlette, Authentication; Flask-Login. */
export function pythonPrincipal(context: Context, way: Way, what: string): Seen {
  const seen = readCredential(context, way, what, { mechanism: 'session', isCarried: false });
  return seen === ABSENT ? { kind: 'request', path: [PRINCIPAL] } : ANY;
}

/** A member of a request or of who is calling; undefined for what means nothing of its own in Python. */
export function pythonMember(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
): Seen | undefined {
  if (of.path.at(-1) === PRINCIPAL) {
    if (name === 'is_authenticated') return booleanSeen(false);
    if (name === 'is_anonymous') return booleanSeen(true);
    return ABSENT;
  }
  // Of the request; what is kept in its state is there or not.
  if (name === 'user' && of.path.length === 0) return pythonPrincipal(context, way, 'user');
  const path = [...of.path, name];
  const credential = pythonCredential(path);
  return credential && readCredential(context, way, path.slice(-2).join('.'), credential);
}
