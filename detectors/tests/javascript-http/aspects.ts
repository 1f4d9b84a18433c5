/** Which security aspects one request of a test proves. The weak and false forms are those of the catalogue, §2.1. */
import type { TestAspect } from '../../../src/core/facts/test.ts';
import type { Assertion } from './assertions.ts';
import { lookUp } from './bindings.ts';
import type { Attached, Credentials } from './credentials.ts';
import { credentialsOf, namesIn } from './credentials.ts';
import type { Request, Sources } from './requests.ts';
import type { TestCase } from './suites.ts';
import { recordOf, rootName } from './values.ts';

export type AspectInput = {
  readonly request: Request;
  readonly attached: Attached;
  readonly statuses: readonly number[];
  /** Assertions about this request; all of the test. */
  readonly about: readonly Assertion[];
  readonly said: readonly Assertion[];
  /** All requests of the test. */
  readonly own: readonly Request[];
  readonly test: TestCase;
  readonly sources: Sources;
};

export type Aspects = {
  readonly credentials: Credentials;
  readonly statuses: readonly number[];
  readonly aspects: ReadonlySet<TestAspect>;
};

const SENSITIVE =
  /pass(?:word|wd)?|hash|salt|secret|token|ssn|stack|trace|credit|card|cvv|\bpin\b|private|totp|api_?key|birth|iban/i;
const PRIVILEGED: ReadonlySet<string> = new Set([
  'role',
  'roles',
  'isAdmin',
  'is_admin',
  'admin',
  'ownerId',
  'owner_id',
  'permissions',
  'scopes',
  'isVerified',
]);
const LOGIN = /(?:log-?in|sign-?in|authenticate|tokens?|sessions?|otp|2fa\/verify|whoami)$/i;
const LOWER_ROLE =
  /role|admin|permission|scope|privileg|forbid|viewer|member|reader|read-?only|customer|regular|normal user|not allowed|insufficient/i;
const CREDENTIAL_WORDS =
  /auth|token|log(?:ged)?[- ]?in|sign(?:ed)?[- ]?in|anonym|credential|session|guest|api[- ]?key|cookie|public api/i;
const PRINCIPAL = /token|user|auth|header|cookie|agent|session|jwt|login|client|alice|bob|owner|tenant/i;

export function aspectsOf(input: AspectInput): Aspects {
  const { statuses: asserted, about } = input;
  const isThrottled = asserted.includes(429) || (asserted.length === 0 && isThrottledBeside(input));
  const statuses = isThrottled && asserted.length === 0 ? [429] : asserted;
  const aspects = new Set<TestAspect>();
  if (statuses.length > 0) aspects.add('status-code');
  const credentials = credentialsBy(input, statuses);
  for (const aspect of accessAspects(input, statuses, credentials)) aspects.add(aspect);
  if (statuses.some(status => INVALID.has(status)) && !statuses.some(status => status < 400))
    aspects.add('invalid-input');
  if (about.some(one => one.kind === 'exact-body' || (one.kind === 'absent' && SENSITIVE.test(one.field))))
    aspects.add('response-exposure');
  if (about.some(one => one.kind === 'schema')) aspects.add('schema-conformance');
  if (isThrottled && isRepeated(input)) aspects.add('rate-limit');
  if (/\babuse\b/i.test(input.test.name)) aspects.add('abuse-case');
  if (isOnly(statuses, 400, 403, 422) && privileged(input)) aspects.add('mass-assignment');
  return { credentials, statuses, aspects };
}

const INVALID: ReadonlySet<number> = new Set([400, 413, 415, 422]);

function isOnly(statuses: readonly number[], ...wanted: readonly number[]): boolean {
  return statuses.length > 0 && statuses.every(status => wanted.includes(status));
}

/** `expect(codes).toContain(429)`: the statuses were gathered over requests of the test. */
function isThrottledBeside(input: AspectInput): boolean {
  return input.said.some(one => one.kind === 'other' && (one.statuses.includes(429) || mentions429(one, input)));
}

/** A written credential that is refused is a bad one; one that is accepted was good. */
function credentialsBy(input: AspectInput, statuses: readonly number[]): Credentials {
  const { attached } = input;
  if (attached.kind !== 'valid') return attached.kind;
  if (attached.isLiteral === true && isOnly(statuses, 401)) return 'bad';
  return isOnly(statuses, 403, 404) && isForeignObject(input) ? 'second' : 'valid';
}

function accessAspects(
  { request, attached, test }: AspectInput,
  statuses: readonly number[],
  credentials: Credentials,
): readonly TestAspect[] {
  if (credentials === 'second') return ['authz-object'];
  if (credentials === 'valid') {
    const isPrivileged =
      /admin|manage|internal/i.test(request.path) || LOWER_ROLE.test(`${test.name} ${attached.holder ?? ''}`);
    return isOnly(statuses, 403) && isPrivileged ? ['authz-role'] : [];
  }
  if (credentials === 'unknown' || !isOnly(statuses, 401, 403) || isLogin(request)) return [];
  // A 403 alone may refuse a file type or an address: then the test has to speak of credentials.
  const isAboutCredentials = statuses.includes(401) || credentials === 'bad' || CREDENTIAL_WORDS.test(test.name);
  return isAboutCredentials ? ['authn-negative'] : [];
}

/** A wrong password at a login is a test of the login, not of who may call an operation. */
function isLogin(request: Request): boolean {
  return request.method === 'POST' && LOGIN.test(request.path);
}

/**
 * The path holds an object that another principal made: `createOrder(tokenB)` or a request with another credential.
 * A random or missing id is a test of absence.
 */
function isForeignObject({ request, attached, sources }: AspectInput): boolean {
  if (!request.pathExpr || attached.holder === undefined) return false;
  return dynamicParts(request.pathExpr).some(name => {
    const bound = lookUp(sources.bindings, name, request.use);
    if (!bound || bound.value.kind !== 'call') return false;
    const maker = bound.value;
    const holders = namesIn(maker).filter(one => PRINCIPAL.test(one));
    const other = holders.find(one => one !== attached.holder && !/^(?:request|app)$/.test(one));
    const byRequest = credentialOfChain(maker, request, sources);
    const principal = byRequest ?? other;
    return principal !== undefined && principal !== attached.holder;
  });
}

function credentialOfChain(
  maker: Parameters<typeof namesIn>[0],
  request: Request,
  sources: Sources,
): string | undefined {
  if (maker.kind !== 'call') return undefined;
  let node: typeof maker | undefined = maker;
  while (node) {
    const name: string = node.callee.kind === 'member' ? node.callee.name : '';
    if (name === 'set' || name === 'auth') {
      const fake: Request = { ...request, call: node, chain: [node, node], client: 'supertest', options: undefined };
      const holder = credentialsOf(fake, sources).holder;
      if (holder !== undefined) return holder;
    }
    node = node.callee.kind === 'member' && node.callee.of.kind === 'call' ? node.callee.of : undefined;
  }
  return undefined;
}

/** Names at the start of the computed parts of a path. */
function dynamicParts(expr: NonNullable<Request['pathExpr']>): readonly string[] {
  if (expr.kind === 'concat')
    return expr.parts
      .flatMap(part => (part.kind === 'text' ? [] : [rootName(part)]))
      .filter(name => name !== undefined);
  return [];
}

/** Sent in a loop, or several times in the test. */
function isRepeated({ request, own, sources, test }: AspectInput): boolean {
  if (own.filter(other => other.method === request.method && other.path === request.path).length > 1) return true;
  const lines = sources.lines.slice(test.body.at.line - 1, request.call.at.endLine).join('\n');
  return /\bfor\s*(?:await\s*)?\(|\bwhile\s*\(|Array\.from\(|\.map\(|\.forEach\(|Array\(/.test(lines);
}

function mentions429(assertion: Extract<Assertion, { kind: 'other' }>, { sources }: AspectInput): boolean {
  const { at } = assertion.site.call;
  return /\b429\b/.test(sources.lines.slice(at.line - 1, at.endLine).join('\n'));
}

function privileged({ request, sources }: AspectInput): boolean {
  const sent =
    request.body ??
    request.chain.find(
      call => call.callee.kind === 'member' && (call.callee.name === 'send' || call.callee.name === 'withJson'),
    )?.args[0];
  return (
    recordOf(sent, sources.bindings, request.use)?.some(entry => entry.kind === 'entry' && PRIVILEGED.has(entry.key)) ??
    false
  );
}
