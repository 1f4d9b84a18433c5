import { test } from 'vitest';
import { checkLiteral } from '../../../../tests/support/check-literal.ts';
import { writtenSecretsElixir } from './written-secrets.ts';

const SIGNS = 'unsound | the key that signs tokens is written in the code';

test.each([
  ['a signer', 'lib/token.ex', 'Joken.Signer.create("HS256", "hush-hush")', '"hush-hush"', SIGNS],
  [
    'an attribute',
    'lib/token.ex',
    '@words "hush-hush"\n  def signer, do: JOSE.JWK.from_oct(@words)',
    '"hush-hush"',
    SIGNS,
  ],
  [
    'a fallback',
    'lib/token.ex',
    'def signer, do: Joken.Signer.create("HS256", System.get_env("JWT", "hush-hush"))',
    '"hush-hush"',
    'partial | the key that signs tokens is written in the code as the fallback of a configured one',
  ],
])('%s is a secret', (_, path, line, literal, said) =>
  checkLiteral(writtenSecretsElixir, path, `defmodule Shop.Token do\n  ${line}\nend\n`, literal, said),
);

test.each([
  [
    'a key of sessions',
    'config/config.exs',
    'config :shop, ShopWeb.Endpoint, url: [host: "x"], secret_key_base: "hush-hush-base"',
    '"hush-hush-base"',
    'unsound | the key that signs sessions and cookies is written in the code',
  ],
  [
    'a secret of a client, further in',
    'config/prod.exs',
    'config :ueberauth, Google, [oauth: [client_secret: "hush-hush"]]',
    '"hush-hush"',
    'unsound | the secret of a client is written in the code',
  ],
  [
    'what settings of an environment may replace',
    'config/config.exs',
    'import_config "#{config_env()}.exs"; config :shop, ShopWeb.Endpoint, secret_key_base: "hush-hush-base"',
    '"hush-hush-base"',
    'partial | the key that signs sessions and cookies is written in the code as the fallback of a configured one',
  ],
])('%s in settings is a secret', (_, path, line, literal, said) =>
  checkLiteral(writtenSecretsElixir, path, `import Config\n${line}\n`, literal, said),
);

test.each([
  ['settings for development', 'config/dev.exs', 'config :shop, ShopWeb.Endpoint, secret_key_base: "hush-hush-base"'],
  [
    'a key of the environment',
    'config/runtime.exs',
    'config :shop, ShopWeb.Endpoint, secret_key_base: System.fetch_env!("BASE")',
  ],
  ['a word for a password', 'config/config.exs', 'config :shop, Shop.Repo, password: "postgres"'],
  ['a salt', 'config/config.exs', 'config :shop, ShopWeb.Endpoint, live_view: [signing_salt: "hush-hush"]'],
  ['the name of a setting', 'config/x.exs', 'Joken.Signer.create("HS256", Application.get_env(:shop, :secret_word))'],
])('%s is none', (_, path, line) => checkLiteral(writtenSecretsElixir, path, `import Config\n${line}\n`, '', ''));
