import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenVerificationElixir } from './token-verification.ts';

/** A module with these lines, in which the last `place` is marked. */
function module(lines: string, place: string, said: string): Promise<void> {
  const code = `defmodule Shop.Auth do\n${lines}\nend\n`;
  return checkAt(tokenVerificationElixir, 'lib/auth.ex', {
    code,
    place,
    said: said === '' ? '' : `token-verification ${said}`,
  });
}

const SOUND = 'sound | Joken checks signature, algorithm, issuer, audience and expiry';
const COMMON = 'partial | Joken checks the issuer or the audience by a name that all of its users have';

test.each([
  ['default_claims(iss: "shop", aud: "shop")', 'default_claims', SOUND],
  ['default_claims(iss: "shop", aud: @name, default_exp: 60 * 60)', 'default_claims', SOUND],
  ['default_claims(skip: [:aud], iss: "shop") |> add_claim("aud", nil, &(&1 in @names))', 'default_claims', SOUND],
  ['default_claims()', 'default_claims', COMMON],
  ['default_claims(iss: "shop")', 'default_claims', COMMON],
  ['default_claims(skip: [:aud, :iss])', 'default_claims', 'partial | Joken does not check issuer, audience'],
  [
    'default_claims(iss: "shop", skip: [:aud]) |> add_claim("aud", fn -> "shop" end)',
    'default_claims',
    'partial | Joken does not check audience',
  ],
  ['default_claims(skip: [:exp])', 'default_claims', 'unsound | Joken ignores the expiry of tokens'],
  [
    '%{} |> add_claim("role", fn -> "user" end, &(&1 == "user"))',
    'Joken.Config',
    'unsound | Joken ignores the expiry of tokens',
  ],
  ['default_claims(options())', '', ''],
  ['default_claims() |> Map.delete("exp")', '', ''],
  ['Shop.Claims.all()', '', ''],
])('claims of Joken: %s', (claims, place, said) =>
  module(`  use Joken.Config\n  def token_config do\n    ${claims}\n  end`, place, said),
);

test('a module of Joken without claims of its own', () =>
  module('  use Joken.Config, default_signer: :pem', 'Joken.Config', COMMON));

const read = (call: string, more = ''): string => `  def read(token) do\n    ${call}\n  end\n${more}`;

test.each([
  ['Joken.verify(token, signer())', '', 'verify', 'unsound | Joken ignores the expiry of tokens'],
  [
    'Joken.verify(token, signer())',
    'def old?(claims), do: claims["exp"] < Joken.current_time()',
    'verify',
    'partial | Joken leaves the expiry of tokens to other code',
  ],
  ['with {:ok, claims} <- Joken.verify(token, signer()), do: Joken.validate(config(), claims)', '', '', ''],
  [
    'Joken.verify_and_validate(Joken.Config.default_claims(skip: [:iss, :aud]), token, signer())',
    '',
    'verify_and_validate',
    'partial | Joken does not check issuer, audience',
  ],
  ['JOSE.JWT.verify_strict(key, ["HS256"], token)', '', 'verify_strict', 'unsound | JOSE ignores the expiry of tokens'],
  [
    'JOSE.JWT.verify_strict(key, ["HS256"], token)',
    'def old?(%{"exp" => exp}), do: exp < now()',
    'verify_strict',
    'partial | JOSE does not check issuer, audience',
  ],
  [
    'JOSE.JWT.verify(key, token)',
    'def old?(%{"exp" => exp}), do: exp < now()',
    'verify',
    'partial | JOSE does not check algorithm, issuer, audience',
  ],
  ['JOSE.JWS.verify_strict(key, ["HS256"], hook)', '', '', ''],
  [
    'Phoenix.Token.verify(ShopWeb.Endpoint, "user auth", token, max_age: 86400)',
    '',
    'verify',
    'sound | Phoenix.Token checks signature, purpose and age of tokens',
  ],
  [
    'Phoenix.Token.verify(ShopWeb.Endpoint, "user auth", token, max_age: :infinity)',
    '',
    'verify',
    'unsound | Phoenix.Token ignores the expiry of tokens',
  ],
  [
    'Phoenix.Token.verify(ShopWeb.Endpoint, "user auth", token)',
    '',
    'verify',
    'partial | Phoenix.Token is told no greatest age of tokens',
  ],
  ['Phoenix.Token.verify(ShopWeb.Endpoint, "user auth", token, options)', '', '', ''],
  [
    'Phoenix.Token.verify(ShopWeb.Endpoint, "user auth", token, max_age: :infinity)',
    'def old?(session), do: session.expires_at < now()',
    'verify',
    'partial | Phoenix.Token leaves the expiry of tokens to other code',
  ],
  ['Plug.Crypto.verify(key, "ref", token, max_age: :infinity)', '', '', ''],
  ['Shop.Token.verify(token, signer())', 'alias Joken, as: J', '', ''],
  ['Shop.JOSE.verify_strict(token)', '', '', ''],
])('%s', (call, more, place, said) => module(read(call, more), place, said));

test('an alias', () =>
  module(
    `  alias Phoenix.Token\n${read('Token.verify(conn, "api", token, max_age: @life)')}`,
    'verify',
    'sound | Phoenix.Token checks signature, purpose and age of tokens',
  ));

test('modules of Guardian', async () => {
  const use = '  use Guardian, otp_app: :shop';
  const missing = 'partial | Guardian does not check audience';
  await module(use, 'Guardian', missing);
  await module(`${use}\n  def verify_claims(%{"aud" => "shop"} = claims, _), do: {:ok, claims}`, '', '');
  await module('  use Guardian.Plug.Pipeline, otp_app: :shop', '', '');
});

const BELIEVED = 'unsound | a token that is decoded and not verified says who the caller is';

test.each([
  ['current_user', 'Joken.peek_claims(token)', 'peek_claims', BELIEVED],
  ['get_user_from_token', 'token |> JOSE.JWT.peek_payload()', 'peek_payload', BELIEVED],
  ['authenticate', 'Shop.Guardian.peek(token)', 'peek', BELIEVED],
  ['key_of', 'Joken.peek_claims(token)', '', ''],
  ['current_user', 'Joken.peek_header(token)', '', ''],
  ['current_user', 'Shop.Box.peek_claims(token)', '', ''],
])('%s reads %s', (name, call, place, said) => module(`  def ${name}(token) do\n    ${call}\n  end`, place, said));

test('a plug that believes, and one that asks first', () =>
  check(tokenVerificationElixir, {
    files: {
      'lib/a.ex': `defmodule Shop.A do
  def call(conn, _) do
    {:ok, claims} = Joken.peek_claims(token(conn))
#                         ^^^^^^^^^^^ token-verification ${BELIEVED}
    assign(conn, :current_user, claims["sub"])
  end
end
`,
      'lib/b.ex': `defmodule Shop.B do
  def call(conn, _) do
    {:ok, claims} = Joken.peek_claims(token(conn))
    {:ok, _} = HTTPoison.get(introspection(), [], params: [token: token(conn)])
    assign(conn, :current_user, claims["sub"])
  end
end
`,
    },
  }));
