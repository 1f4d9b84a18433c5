import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenVerificationPhp } from './token-verification.ts';

/** A method with one line in it, in which the last `name` is marked. */
function line(imports: string, code: string, name: string, said: string): Promise<void> {
  const own = `        ${code}`;
  const mark = said === '' ? '' : `//${' '.repeat(own.lastIndexOf(name) - 2)}${'^'.repeat(name.length)} ${said}`;
  return check(
    tokenVerificationPhp,
    'src/Auth.php',
    `<?php
namespace Shop;

${imports}

class Auth
{
    function read($token, $key, $header)
    {
${own}
${mark}
    }
}
`,
  );
}

const FIREBASE = 'use Firebase\\JWT\\JWT;\nuse Firebase\\JWT\\JWK;\nuse Firebase\\JWT\\Key;';
const V = 'token-verification';
const NO_ISSUER = `${V} partial | firebase/php-jwt does not check issuer, audience`;

test.each([
  ['one algorithm', "JWT::decode($token, new Key($key, 'HS256'));", NO_ISSUER],
  ['a key that is made before', "$own = new Key($key, 'RS256'); $claims = JWT::decode($token, $own);", NO_ISSUER],
  ['a set of keys', 'JWT::decode($token, JWK::parseKeySet($key));', NO_ISSUER],
  ['a key that brings its algorithm', 'JWT::decode($token, $key);', NO_ISSUER],
  [
    'a list that is made elsewhere',
    '$c = JWT::decode($token, $key, $header); if ($c->iss !== ISS || $c->aud !== AUD) { throw new E(); }',
    '',
  ],
  [
    'claims that are looked up',
    '$c = JWT::decode($token, $key); if (!in_array($c->iss, $all, true) || !hash_equals(AUD, $c->aud)) { throw new E(); }',
    `${V} sound`,
  ],
  ['a list of algorithms', "JWT::decode($token, $key, ['HS256']);", NO_ISSUER],
  [
    'none among them',
    "JWT::decode($token, $key, ['HS256', 'none']);",
    `${V} unsound | firebase/php-jwt accepts tokens without signature (algorithm none)`,
  ],
  ['a switch of old', 'JWT::decode($token, $key, false);', `${V} unsound`],
  ['a look of old', 'JWT::decode($token, null, false);', ''],
  [
    'the algorithm of the token',
    'JWT::decode($token, new Key($key, $header->alg));',
    `${V} unsound | firebase/php-jwt accepts whatever algorithm the token asks for`,
  ],
  [
    'a secret that is written',
    "JWT::decode($token, new Key('hush-hush', 'HS256'));",
    `${V} unsound | firebase/php-jwt verifies with a secret that is written in the code`,
  ],
  [
    'claims that are compared',
    "$c = JWT::decode($token, new Key($key, 'HS256')); if ($c->iss !== ISS || $c->aud !== AUD) { throw new E(); }",
    `${V} sound | firebase/php-jwt checks signature, algorithm, issuer, audience and expiry`,
  ],
])('firebase/php-jwt: %s', (_, code, said) => line(FIREBASE, code, 'decode', said));

test('what decodes something else is none', () =>
  line('use Shop\\Codecs\\JWT;', 'JWT::decode($token, $key);', 'decode', ''));

const LCOBUCCI = [
  'Validation\\Constraint\\SignedWith',
  'Validation\\Constraint\\StrictValidAt',
  'Validation\\Constraint\\IssuedBy',
  'Validation\\Constraint\\PermittedFor',
  'Validation\\Validator',
  'Signer\\Hmac\\Sha256',
  'ValidationData',
]
  .map(name => `use Lcobucci\\JWT\\${name};`)
  .join('\n');
const SIGNED = 'new SignedWith(new Sha256(), $key)';
const VALID = 'new StrictValidAt($clock)';

test.each([
  [
    'everything',
    `$v->assert($token, ${SIGNED}, ${VALID}, new IssuedBy('a'), new PermittedFor('b'));`,
    'assert',
    'sound | lcobucci/jwt checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'signature and time',
    `(new Validator())->validate($token, ${SIGNED}, ${VALID});`,
    'validate',
    'partial | lcobucci/jwt does not check issuer, audience',
  ],
  [
    'two calls',
    `$v->assert($token, new IssuedBy('a'), ${VALID}); $v->validate($token, ${SIGNED}, new PermittedFor('b'));`,
    'assert',
    'sound',
  ],
  [
    'a list',
    `$rules = [${SIGNED}, ${VALID}]; $v->assert($token, ...$rules);`,
    'assert',
    'partial | lcobucci/jwt does not check issuer, audience',
  ],
  ['no time', `$v->assert($token, ${SIGNED});`, 'assert', 'unsound | lcobucci/jwt ignores the expiry of tokens'],
  [
    'a time of its own',
    `if ($token->isExpired($now) || !$v->validate($token, ${SIGNED})) { return; }`,
    'validate',
    'partial | lcobucci/jwt leaves the expiry of tokens to other code',
  ],
  [
    'no signature',
    `$v->assert($token, ${VALID}, new IssuedBy('a'));`,
    'assert',
    'unsound | lcobucci/jwt does not verify the signature',
  ],
  ['rules of elsewhere', '$v->assert($token, ...$this->config->validationConstraints());', 'assert', ''],
  ['rules of elsewhere beside one', `$v->assert($token, ${SIGNED}, ...$this->rules());`, 'assert', ''],
  [
    'version 3',
    '$data = new ValidationData(); $token->verify(new Sha256(), $key) && $token->validate($data);',
    'verify',
    'partial | lcobucci/jwt does not check issuer, audience',
  ],
  ['version 3 without data', '$token->verify(new Sha256(), $key);', 'verify', 'unsound'],
])('lcobucci/jwt: %s', (_, code, name, said) => line(LCOBUCCI, code, name, said === '' ? '' : `${V} ${said}`));

test('methods of those names of something else are none', async () => {
  await line('use Shop\\Forms\\Validator;', '(new Validator())->validate($token, $key);', 'validate', '');
  await line(LCOBUCCI, '$form->verify($token, $key);', 'verify', '');
});

test('a token that is read and believed', async () => {
  await check(
    tokenVerificationPhp,
    'src/Users.php',
    `<?php
class Users
{
    public function getUserFromToken($jwt)
    {
        $parts = explode('.', $jwt);
        $claims = json_decode(base64_decode(strtr($parts[1], '-_', '+/')));
#                             ^^^^^^^^^^^^^ token-verification unsound | a token that is decoded and not verified says who the caller is
        return $claims->sub;
    }
    public function expiryOf($jwt)
    {
        return json_decode(base64_decode(explode('.', $jwt)[1]))->exp;
    }
    public function getUser($row)
    {
        return base64_decode(explode(':', $row)[1]);
    }
}
`,
  );
  await check(
    tokenVerificationPhp,
    'src/Verified.php',
    `<?php
function authenticate($jwt)
{
    [$head, $body, $signature] = explode('.', $jwt);
    if (!hash_equals(hash_hmac('sha256', "$head.$body", $GLOBALS['key'], true), $signature)) { return null; }
    return json_decode(base64_decode(explode('.', $jwt)[1]));
}
`,
  );
  await check(
    tokenVerificationPhp,
    'src/Parsed.php',
    `<?php
use Lcobucci\\JWT\\Token\\Parser;
function getCurrentUser(Parser $parser, $jwt)
{
    return $parser->parse($jwt)->claims()->get('sub');
#                   ^^^^^ token-verification unsound
}
`,
  );
});

test('settings of jwt-auth', async () => {
  await check(
    tokenVerificationPhp,
    'config/jwt.php',
    `<?php
return [
    'secret' => env('JWT_SECRET'),
    'algo' => env('JWT_ALGO', 'HS256'),
    'required_claims' => ['iss', 'iat', 'exp'],
#   ^^^^^^^^^^^^^^^^^ token-verification partial | jwt-auth does not check issuer, audience
];
`,
  );
  await check(
    tokenVerificationPhp,
    'config/jwt.php',
    `<?php
return [
    'secret' => 'b7Xq0ZpLw93nTfK20dRk3',
    'algo' => 'HS256',
    'required_claims' => ['iss', 'iat', 'exp'],
#   ^^^^^^^^^^^^^^^^^ token-verification unsound
];
`,
  );
  await check(tokenVerificationPhp, 'config/other.php', "<?php\nreturn ['algo' => 'x', 'required_claims' => []];\n");
});
