/** Whether a request carries a credential, and of what kind. */
import type { FactOf } from '../../../src/core/fact.ts';
import type { Expr, RecordEntry } from '../../../src/core/program.ts';
import type { Use } from './bindings.ts';
import { lookUp } from './bindings.ts';
import { instanceOptions } from './requests.ts';
import type { Request, Sources } from './requests.ts';
import { recordOf, rootName, textOf } from './values.ts';

export type Credentials = FactOf<'test-assertion'>['credentials'];

export type Attached = {
  readonly kind: Credentials;
  /** Name of the variable that holds the credential, when one does. */
  readonly holder?: string;
  /** The value is written down in full. */
  readonly isLiteral?: boolean;
};

const CREDENTIAL_HEADER =
  /^(?:authorization|cookie|proxy-authorization)$|auth|token|api[-_]?key|session|secret|signature|jwt|(?:^x-.*|[-_])key$/i;
const BAD_VALUE =
  /invalid|wrong|expired|tamper|\bbad\b|^bad|fake|malformed|garbage|forged|unsigned|not[-_ ]?a[-_ ]?|bogus|corrupt|incorrect|nonexist|revoked|none\b/i;

/** What the chain and the options of a request attach. `none` only where nothing at all can attach one. */
export function credentialsOf(request: Request, sources: Sources): Attached {
  const found = [
    ...fromChain(request, sources),
    ...fromOptions(request.options, request.use, sources),
    ...fromOptions(
      instanceOptions(request.call.callee.kind === 'member' ? request.call.callee.of : undefined, request.use, sources),
      request.use,
      sources,
    ),
  ];
  const last = found.at(-1);
  if (last) return last;
  const { traits } = sources;
  // An agent keeps cookies from request to request: what it carries is not known unless it is set.
  if (request.client === 'agent')
    return { kind: traits.credentialed.has(rootName(request.through) ?? '') ? 'valid' : 'unknown' };
  if (request.client === 'playwright' || request.client === 'cypress')
    return { kind: traits.sharesState ? 'unknown' : 'none' };
  if ((request.client === 'axios' || request.client === 'chain') && traits.hasDefaults) return { kind: 'unknown' };
  return { kind: 'none' };
}

/** `.set(…)`, `.auth(…)`, `.withHeaders(…)` and the like. */
function fromChain(request: Request, sources: Sources): readonly Attached[] {
  return request.chain.slice(1).flatMap((call): readonly Attached[] => {
    const name = call.callee.kind === 'member' ? call.callee.name : '';
    const [first, second] = call.args;
    switch (name) {
      case 'set':
      case 'withHeaders':
      case 'addHeader':
      case 'addHeaders':
      case 'header':
      case 'headers':
        if (second && first)
          return fromHeader(textOf(first, sources.bindings, request.use), second, request.use, sources);
        return fromHeaders(first, request.use, sources);
      case 'auth':
      case 'withAuth':
      case 'withBearerToken':
      case 'withCookies':
      case 'cookies':
      case 'bearer':
        return first ? [fromValue(first, request.use, sources)] : [];
      case 'use':
      case 'with':
        // A plug-in may attach anything.
        return [{ kind: 'unknown' }];
      default:
        return [];
    }
  });
}

function fromOptions(
  options: readonly RecordEntry[] | 'unknown' | undefined,
  use: Use,
  sources: Sources,
): readonly Attached[] {
  if (options === undefined) return [];
  if (options === 'unknown') return [{ kind: 'unknown' }];
  return options.flatMap((entry): readonly Attached[] => {
    if (entry.kind !== 'entry') return [{ kind: 'unknown' }];
    if (entry.key === 'headers' || entry.key === 'extraHTTPHeaders') return fromHeaders(entry.value, use, sources);
    if (entry.key === 'auth' || entry.key === 'cookies' || entry.key === 'bearer')
      return [fromValue(entry.value, use, sources)];
    return [];
  });
}

function fromHeaders(headers: Expr | undefined, use: Use, sources: Sources): readonly Attached[] {
  if (!headers) return [];
  const record = recordOf(headers, sources.bindings, use);
  if (!record) return [guessed(headers)];
  return record.flatMap((entry): readonly Attached[] => {
    if (entry.kind === 'entry') return fromHeader(entry.key, entry.value, use, sources);
    return entry.kind === 'spread' ? fromHeaders(entry.value, use, sources) : [{ kind: 'unknown' }];
  });
}

/** Headers that are computed elsewhere: a name that speaks of credentials is one, anything else is open. */
function guessed(headers: Expr): Attached {
  const name = rootName(headers) ?? '';
  return /auth|token|cookie|session|login|jwt|user|admin/i.test(name)
    ? { kind: BAD_VALUE.test(name) ? 'bad' : 'valid', holder: name }
    : { kind: 'unknown' };
}

function fromHeader(name: string, value: Expr, use: Use, sources: Sources): readonly Attached[] {
  return CREDENTIAL_HEADER.test(name) ? [fromValue(value, use, sources)] : [];
}

function fromValue(value: Expr, use: Use, sources: Sources): Attached {
  const text = textOf(value, sources.bindings, use);
  const holders = namesIn(value);
  const holder = holders.at(-1);
  const isLiteral = !text.includes('{}');
  // An empty credential is none that could be accepted.
  const isBad =
    BAD_VALUE.test(isLiteral ? text.replace(/^(?:Bearer|Basic|Token)\s+/i, '') : '') ||
    holders.some(name => BAD_VALUE.test(name)) ||
    (isLiteral && /^(?:Bearer|Basic|Token)?\s*$/i.test(text)) ||
    signsWithNone(value, use, sources);
  return { kind: isBad ? 'bad' : 'valid', ...(holder === undefined ? {} : { holder }), isLiteral };
}

/** A token made in the test with `alg: none`. */
function signsWithNone(value: Expr, use: Use, sources: Sources): boolean {
  return namesIn(value).some(name => {
    const bound = lookUp(sources.bindings, name, use);
    if (!bound) return false;
    const lines = sources.lines.slice(bound.value.at.line - 1, bound.value.at.endLine).join('\n');
    return /alg\w*['"]?\s*:\s*\[?\s*['"]none['"]/.test(lines);
  });
}

/** Names and last members in a value: `Bearer ${user.token}` gives user and token. */
export function namesIn(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case 'name':
      return [expr.name];
    case 'member':
      return [...namesIn(expr.of), expr.name];
    case 'concat':
      return expr.parts.flatMap(namesIn);
    case 'list':
      return expr.items.flatMap(namesIn);
    case 'call':
      return [...namesIn(expr.callee), ...expr.args.flatMap(namesIn)];
    default:
      return [];
  }
}
