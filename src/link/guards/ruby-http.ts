/** Credentials that Ruby's frameworks read from headers. Sources: Rails API, ActionController::HttpAuthentication; Doorkeeper, OAuth::Token. */
import { callSeen } from './calls.ts';
import { readCredential } from './expressions.ts';
import type { Origin } from './language.ts';
import { answer } from './ruby-answers.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  forkUnder,
  truthOf,
} from './seen.ts';

const one = (seen: Seen, way: Way): readonly Step[] => [{ seen, way }];

/** `authenticate_or_request_with_http_token { |token| … }`: the block says whether what was sent is good. */
export function httpAuthentication(context: Context, way: Way, called: Called): readonly Step[] | undefined {
  const match =
    /^(authenticate_or_request_with|authenticate_with|request|http_basic_authenticate_or_request)_?(http_(?:basic|token|digest))?\w*$/.exec(
      called.name,
    );
  if (!match) return undefined;
  const isToken = called.name.includes('token');
  if (/^request_http_\w+_authentication$/.test(called.name)) {
    answer(way, 401);
    return one({ kind: 'answer', status: 401 }, way);
  }
  if (
    !/^(?:authenticate_(?:or_request_)?with_http_(?:basic|token|digest)|http_basic_authenticate_or_request_with)$/.test(
      called.name,
    )
  )
    return undefined;
  const demands = called.name.includes('or_request');
  const what = isToken ? 'authorization token' : 'authorization header';
  const seen = readCredential(context, way, what, { mechanism: isToken ? 'bearer' : 'basic', isCarried: true });
  const block = called.args.find(arg => arg.kind === 'local');
  const refused = (refusing: Way): Step => {
    if (demands) answer(refusing, 401);
    return { seen: ABSENT, way: refusing };
  };
  if (seen.kind === 'absent') return [refused(way)];
  if (!block) {
    way.isVerified = true;
    return seen.kind === 'any' ? one(ANY, way) : [refused(way)];
  }
  const sent = seen.kind === 'forged' ? FORGED : ANY;
  return callSeen(context, way, block, { ...called, args: [sent, sent] }).flatMap((step): readonly Step[] => {
    if (step.way.end) return [step];
    const isGood = truthOf(step.seen);
    if (isGood === true) return [step];
    if (isGood === false || (seen.kind === 'forged' && step.way.isVerified)) return [refused(step.way)];
    return [{ seen: step.seen, way: forkUnder(step.way, 'whether what was sent is good') }, refused(step.way)];
  });
}

/** The full name of the constant that something is of. */
function constantOf(origin: Origin | undefined): string {
  return origin ? [origin.module, ...origin.path].join('::') : '';
}

/**
 * `ActionController::HttpAuthentication::Basic.user_name_and_password(request)` and its like, which read the header wherever they are
 * called. Source: Rails API, ActionController::HttpAuthentication.
 */
export function basicHeader(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name, args }: Called,
): readonly Step[] | undefined {
  const kind = /^ActionController::HttpAuthentication::(Basic|Token|Digest)\b/.exec(constantOf(origin))?.[1];
  if (kind === undefined || args[0]?.kind !== 'request') return undefined;
  const isToken = kind === 'Token';
  if (
    !/^(?:has_basic_credentials\?|user_name_and_password|decode_credentials|token_and_options|raw_params)$/.test(name)
  )
    return undefined;
  const seen = readCredential(context, way, isToken ? 'authorization token' : 'authorization header', {
    mechanism: isToken ? 'bearer' : 'basic',
    isCarried: true,
  });
  if (name.endsWith('?')) return one(seen.kind === 'any' ? ANY : booleanSeen(seen.kind === 'forged'), way);
  return one(seen.kind === 'forged' ? { kind: 'list', items: [FORGED, FORGED] } : seen, way);
}

/** `Doorkeeper.authenticate(request)`, `Doorkeeper::OAuth::Token.from_bearer_authorization(request)`. Source: Doorkeeper, OAuth::Token. */
export function bearerToken(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name, args }: Called,
): readonly Step[] | undefined {
  if (!/^Doorkeeper\b/.test(constantOf(origin)) || args[0]?.kind !== 'request') return undefined;
  if (!/^(?:authenticate|from_request|from_bearer_authorization|from_bearer_param|from_access_token_param)$/.test(name))
    return undefined;
  // Whom it finds is told by the token, which is looked up.
  const isCarried = name !== 'authenticate';
  return one(readCredential(context, way, `Doorkeeper.${name}`, { mechanism: 'oauth2', isCarried }), way);
}
