/** What tells a good credential from one that is made up, and what it answers. */
import { fail } from './calls.ts';
import { ANY, type Called, type Seen, type Step, type Way, booleanSeen, forkUnder, holdsAny } from './seen.ts';

/** Functions that answer whether something is right. Sources: Plug.Crypto, Bcrypt, Argon2, Pbkdf2. */
const ANSWERING: ReadonlySet<string> = new Set([
  'secure_compare',
  'verify_pass',
  'check_pass',
  'valid_password?',
  'checkpw',
  'no_user_verify',
  'verify_hash',
]);

/** Functions of libraries that answer `{:ok, …}` or `{:error, …}`. Sources: Phoenix.Token, Guardian, Joken, Plug.Crypto, Pow. */
const RESULTS =
  /^(?:verify|verify_and_validate|verify_and_decode|decrypt|decode_and_verify|resource_from_token|exchange|refresh|verify_id_token|verify_token|validate_token|verify_signed_token|verify_jwt|construct_event|get_and_verify|authenticate_token)$/;

/** They raise in place of answering with an error. */
const RAISING = /^(?:verify|verify_and_validate|decode_and_verify|resource_from_token|decrypt)!$/;

export function elixirVerification(
  way: Way,
  names: readonly string[],
  { name, args }: Called,
): readonly Step[] | undefined {
  const isAbsent = holdsAny(args, 'absent');
  const isForged = holdsAny(args, 'forged');
  if (!isAbsent && !isForged) return undefined;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (ANSWERING.has(name)) {
    way.isVerified = true;
    // `check_pass` gives a result, the others a boolean.
    return one(name === 'check_pass' ? failure() : booleanSeen(false));
  }
  if (names.some(full => /^JOSE\.(?:JWT|JWS)\.verify/.test(full))) {
    way.isVerified = true;
    return one({ kind: 'list', items: [booleanSeen(false), ANY, ANY] });
  }
  if (RAISING.test(name)) {
    way.isVerified = true;
    fail(way, undefined);
    return one(ANY);
  }
  if (!RESULTS.test(name)) return undefined;
  way.isVerified = true;
  const isKnown = names.some(full =>
    /^(?:Phoenix\.Token|Joken|Guardian|Plug\.Crypto|JsonWebToken|Firebase)/.test(full),
  );
  if (isKnown || name === 'decode_and_verify' || name === 'verify_and_validate' || name === 'resource_from_token')
    return one(failure());
  // One that is not known may also answer with nothing, or raise.
  const other = forkUnder(way, `what ${name} answers`);
  way.condition ??= `what ${name} answers`;
  return [
    { seen: failure(), way },
    { seen: { kind: 'absent' }, way: other },
  ];
}

function failure(): Seen {
  return { kind: 'list', items: [{ kind: 'known', value: { kind: 'text', value: 'error' } }, ANY] };
}
