import { test } from 'vitest';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenLifeElixir } from './token-life.ts';

/** A module with these lines, in which the last `place` is marked. */
function module(lines: string, place: string, said: string): Promise<void> {
  const code = `defmodule Shop.Auth do\n${lines}\nend\n`;
  return checkAt(tokenLifeElixir, 'lib/auth.ex', { code, place, said: said === '' ? '' : `token-life ${said}` });
}

const HOUR = 'sound | tokens expire within an hour';
const NEVER = 'unsound | tokens are issued that never expire';
const CONFIGURED = 'partial | tokens expire after a time that is configured';
const ISSUES = 'def issue(user), do: generate_and_sign!(%{"sub" => user.id})';

test.each([
  ['default_claims(default_exp: 60 * 60)', '', 'default_claims', HOUR],
  [
    'default_claims(default_exp: @life)',
    '@life 60 * 60 * 24',
    'default_claims',
    'partial | tokens expire after 24 hours',
  ],
  ['default_claims()', '', 'default_claims', 'partial | tokens expire after 2 hours'],
  [
    'default_claims(default_exp: 60)',
    'def issue(extra, e), do: generate_and_sign(Map.put(extra, "exp", e))',
    'default_claims',
    CONFIGURED,
  ],
  ['default_claims(default_exp: life())', '', 'default_claims', CONFIGURED],
  ['default_claims(skip: [:exp])', ISSUES, 'default_claims', NEVER],
  ['default_claims(skip: [:exp])', '', '', ''],
  ['default_claims(skip: [:exp])', 'def issue(e), do: generate_and_sign!(%{"exp" => e})', '', ''],
  ['%{} |> add_claim("role", fn -> "user" end)', ISSUES, 'Joken.Config', NEVER],
  [
    'default_claims(skip: [:exp]) |> add_claim("exp", fn -> Joken.current_time() + 15 * 60 end, &(&1 > 0))',
    '',
    'add_claim',
    HOUR,
  ],
  [
    '%{} |> add_claim("exp", fn -> System.system_time(:second) + @life end)',
    '@life 7 * 24 * 3600',
    'add_claim',
    'partial | tokens expire after 168 hours',
  ],
  [
    '%{} |> add_claim("exp", fn -> DateTime.utc_now() |> DateTime.add(1, :hour) |> DateTime.to_unix() end)',
    '',
    'add_claim',
    HOUR,
  ],
  ['%{} |> add_claim("exp", fn -> System.system_time(:millisecond) + 900 end)', '', 'add_claim', CONFIGURED],
  ['%{} |> add_claim("exp", fn -> Joken.current_time() - 900 end)', '', 'add_claim', CONFIGURED],
  ['default_claims() |> Map.put("x", 1)', ISSUES, '', ''],
])('claims of Joken: %s', (claims, more, place, said) =>
  module(`  ${more}\n  use Joken.Config\n  def token_config do\n    ${claims}\n  end`, place, said),
);

test('keys of an issuer elsewhere', () =>
  module(
    '  use Joken.Config\n  add_hook(JokenJwks, strategy: Shop.Keys)',
    'add_hook',
    'sound | keys are taken from a set that the issuer can rotate',
  ));

const issue = (call: string, name = 'issue'): string => `  def ${name}(user) do\n    ${call}\n  end`;

test.each([
  ['Phoenix.Token.verify(Endpoint, "user", token, max_age: 900)', 'verify', HOUR],
  ['Phoenix.Token.sign(Endpoint, "user", user.id, max_age: 86400)', 'sign', 'partial | tokens expire after 24 hours'],
  ['Phoenix.Token.verify(Endpoint, "user", token, max_age: :infinity)', 'verify', NEVER],
  ['Phoenix.Token.verify(Endpoint, "user", token)', '', ''],
  ['Phoenix.Token.verify(Endpoint, "user", token, max_age: :infinity) |> not_expired()', '', ''],
  ['Plug.Crypto.verify(key, "ref", token, max_age: :infinity)', '', ''],
  ['Shop.Token.verify(Endpoint, "user", token, max_age: :infinity)', '', ''],
  ['Shop.Guardian.encode_and_sign(user, %{}, ttl: {1, :hour})', 'encode_and_sign', HOUR],
  [
    'Shop.Guardian.encode_and_sign(user, %{}, token_type: "refresh", ttl: {4, :weeks})',
    'encode_and_sign',
    'sound | refresh tokens expire',
  ],
  ['Shop.Guardian.encode_and_sign(user)', '', ''],
  ['Cache.put(user, ttl: {1, :hour})', '', ''],
])('%s', (call, place, said) => module(issue(call), place, said));

test('a module of Guardian', async () => {
  await module('  use Guardian, otp_app: :shop, ttl: {30, :minutes}', 'Guardian', HOUR);
  await module('  use Guardian, otp_app: :shop', '', '');
});

test.each([
  [
    'config/config.exs',
    'config :shop, Shop.Guardian, ttl: {30, :days}',
    'ttl',
    'partial | tokens expire after 720 hours',
  ],
  ['config/runtime.exs', 'config :shop, Shop.Guardian, ttl: {minutes(), :minutes}', 'ttl', CONFIGURED],
  [
    'config/config.exs',
    'config :shop, Shop.Guardian, token_ttl: %{"refresh" => {30, :days}}',
    '"refresh"',
    'sound | refresh tokens expire',
  ],
  ['config/dev.exs', 'config :shop, Shop.Guardian, ttl: {30, :days}', '', ''],
  ['config/config.exs', 'config :shop, Shop.Cache, ttl: {30, :days}', '', ''],
])('settings: %s %s', (path, line, place, said) =>
  checkAt(tokenLifeElixir, path, {
    code: `import Config\n${line}\n# Guardian\n`,
    place,
    said: said === '' ? '' : `token-life ${said}`,
  }),
);
