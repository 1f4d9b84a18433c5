import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenVerificationRuby } from './token-verification.ts';

/** One token that is decoded in a method of this name, `args` standing behind the token. */
const decoded = (args: string, said: string, method = 'read'): Promise<void> =>
  checkAt(tokenVerificationRuby, 'app/tokens.rb', {
    code: `
class Tokens
  def ${method}(token)
    options = { algorithm: 'HS256', iss: ISSUER, verify_iss: true, aud: 'shop', verify_aud: true }
    JWT.decode(token, ${args})
  end
end
`,
    place: 'decode',
    said: said === '' ? '' : `token-verification ${said}`,
  });

const SOUND = 'sound | ruby-jwt checks signature, algorithm, issuer, audience and expiry';

test.each([
  ['key, true, options', SOUND],
  ["key, true, { algorithm: 'HS256', iss: ISSUER, verify_iss: true, aud: 'shop', verify_aud: true }", SOUND],
  ["key, true, algorithm: 'HS256', iss: ISSUER, verify_iss: true, aud: 'shop', verify_aud: true", SOUND],
  ["key, true, algorithm: 'HS256'", 'partial | ruby-jwt does not check issuer, audience'],
  ['key', 'partial | ruby-jwt does not check issuer, audience'],
  [
    "key, true, algorithm: 'HS256', iss: ISSUER, aud: 'shop', verify_aud: true",
    'partial | ruby-jwt does not check issuer',
  ],
  ["nil, true, algorithms: ['RS256'], jwks: keys, iss: ISSUER, verify_iss: true, aud: 'a', verify_aud: true", SOUND],
  ['key, true, made_elsewhere', ''],
  ["key, true, algorithm: 'none'", 'unsound | ruby-jwt accepts tokens without signature (algorithm none)'],
  ['key, false', 'unsound | ruby-jwt does not verify the signature'],
  ['nil, false', ''],
  ['key, verify?', ''],
  ["key, true, algorithm: 'HS256', verify_expiration: false", 'unsound | ruby-jwt ignores the expiry of tokens'],
  [
    "'hush-hush-hush', true, algorithm: 'HS256'",
    'unsound | ruby-jwt verifies with a secret that is written in the code',
  ],
])('%s', (args, said) => decoded(args, said));

test('a token that is read and believed', async () => {
  const said = 'unsound | a token that is decoded and not verified says who the caller is';
  await decoded('nil, false', said, 'current_user');
  await decoded('nil, false', said, 'authenticate!');
  await decoded('nil, false', '', 'key_id');
});

test('an age that other code looks at', () =>
  check(
    tokenVerificationRuby,
    'app/hook.rb',
    `
class Hook
  def read(token)
    payload, = JWT.decode(token, nil, true, { algorithms: ['ES256'], jwks: keys, verify_expiration: false })
#                  ^^^^^^ token-verification partial | ruby-jwt leaves the expiry of tokens to other code
    raise Old if Time.now - Time.at(payload['iat']) > 300
  end
end
`,
  ));

test('json-jwt', () =>
  check(
    tokenVerificationRuby,
    'app/tokens.rb',
    `
class Tokens
  def read(token) = JSON::JWT.decode(token, key)
#                             ^^^^^^ token-verification partial | json-jwt does not check issuer, audience, expiry
  def peek(token) = JSON::JWT.decode(token, :skip_verification)
  def other(token) = Box.decode(token, key, false)
end
`,
  ));
