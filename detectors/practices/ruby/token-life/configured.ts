/** Lives of tokens and sessions by settings. Sources: Devise, devise-jwt, Devise Token Auth, Doorkeeper, Rails (session store), Knock. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { isTrue } from '../../calls.ts';
import { type JudgedLife, NEVER, ofLife, ofSession } from '../../judged-life.ts';
import { memberAssignments } from '../../member-assignments.ts';
import { secondsOf } from '../durations.ts';

function fact(at: Expr['at'], judged: JudgedLife): PracticeFact {
  return { kind: 'practice', at, practice: 'token-life', ...judged };
}

const NAMES: readonly string[] = [
  'timeout_in',
  'expiration_time',
  'token_lifespan',
  'token_lifetime',
  'change_headers_on_each_request',
];

/** `config.timeout_in = 30.minutes` of Devise, `jwt.expiration_time = 1.day.to_i` of devise-jwt. */
export function assignedLives(file: ProgramFile): readonly PracticeFact[] {
  if (!/\b(?:Devise|DeviseTokenAuth|Knock|Warden::JWTAuth)\b/.test(file.text)) return [];
  return memberAssignments(file, NAMES).flatMap(({ target, value, inside }) => {
    const seconds = secondsOf(file, value, inside);
    switch (target.name) {
      case 'timeout_in':
        return [fact(target.nameAt, ofSession(seconds))];
      case 'change_headers_on_each_request':
        return isTrue(value)
          ? [fact(target.nameAt, { standing: 'sound', what: 'tokens rotate with each request' })]
          : [];
      case 'token_lifetime':
        // Knock takes no life at all for one without end.
        return [fact(target.nameAt, value.kind === 'nothing' ? NEVER : ofLife(seconds, false))];
      default:
        return [fact(target.nameAt, ofLife(seconds, false))];
    }
  });
}

/** What `Doorkeeper.configure do … end` calls, where no branch decides about it. */
export function doorkeeperLives(file: ProgramFile): readonly PracticeFact[] {
  if (!/\bDoorkeeper\.configure\b/.test(file.text)) return [];
  return certainNodes(file.module.body).flatMap((node): readonly PracticeFact[] => {
    if (node.kind !== 'call' || node.callee.kind !== 'member' || node.callee.of.kind !== 'self') return [];
    const [first] = node.args;
    if (node.callee.name === 'use_refresh_token')
      return [fact(node.nameAt, { standing: 'sound', what: 'refresh tokens rotate' })];
    if (node.callee.name !== 'access_token_expires_in' || !first) return [];
    return [fact(node.nameAt, first.kind === 'nothing' ? NEVER : ofLife(secondsOf(file, first, []), false))];
  });
}

const STORES =
  /^(?:active_record_store|redis_store|redis_session_store|cache_store|mem_cache_store|dalli_store|mongoid_store)$/;

/** `config.session_store :redis_store, expire_after: 90.minutes`. */
export function sessionStores(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly PracticeFact[] {
  const [store] = call.args;
  if (name !== 'session_store' || !receiver || store?.kind !== 'text') return [];
  const life = call.args.find(arg => arg.kind === 'named' && arg.name === 'expire_after');
  if (life?.kind !== 'named') return [];
  return STORES.test(store.value)
    ? [fact(call.nameAt, { standing: 'sound', what: 'sessions are kept in a store and end after a time' })]
    : [fact(call.nameAt, ofSession(secondsOf(file, life.value, inside)))];
}

const STRATEGIES = /(?:^|::)Devise::JWT::RevocationStrategies::(?:JTIMatcher|Denylist|Allowlist|Blacklist|Whitelist)$/;

/** `include Devise::JWT::RevocationStrategies::Denylist`. */
export function revocations(file: ProgramFile): readonly PracticeFact[] {
  return file.classes.flatMap(({ mixins = [] }) =>
    mixins.flatMap(({ value }) =>
      value.kind === 'name' && STRATEGIES.test(value.name)
        ? [fact(value.at, { standing: 'sound', what: 'tokens are looked up in a store of revoked ones' })]
        : [],
    ),
  );
}
