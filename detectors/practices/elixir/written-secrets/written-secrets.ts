import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { moduleName } from '../../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../../routes/elixir/source-files.ts';
import { attributeOf } from '../attributes.ts';
import { settingsIn } from '../settings.ts';
import { ACCOUNT, CIPHER, CLIENT, SESSION, SIGNING } from '../../secret-kinds.ts';
import { distinctSecrets, secretFact, type SecretForms, writtenSecretIn } from '../../written-secret.ts';

export const writtenSecretsElixir = defineDetector({
  id: 'written-secrets-elixir',
  title: 'Secrets written in Elixir code',
  kind: 'practice',
  docs: 'https://hexdocs.pm/phoenix/deployment.html#handling-of-your-application-secrets',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['secret', 'Signer', 'signer', 'Token.', 'Crypto.', 'hmac', 'password', 'key'],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found, and those that settings give under the name of one.',
    'Settings for development and tests are not read; placeholders are not counted, and the fallback of a configured secret is shown and not counted.',
  ],
  version: 1,
  detect: file => distinctSecrets([...file.calls.flatMap(site => passed(file, site)), ...configured(file)]),
});

/** Functions with the place of the secret. Sources: Joken, JOSE, Phoenix.Token, Plug.Crypto, Erlang's crypto. */
const CALLS: readonly {
  readonly module: string;
  readonly names: readonly string[];
  readonly at: number;
  readonly what: string;
}[] = [
  { module: 'Joken.Signer', names: ['create'], at: 1, what: SIGNING },
  { module: 'JOSE.JWK', names: ['from_oct'], at: 0, what: SIGNING },
  { module: 'Phoenix.Token', names: ['sign', 'encrypt', 'verify', 'decrypt'], at: 0, what: SIGNING },
  { module: 'Plug.Crypto', names: ['sign', 'encrypt', 'verify', 'decrypt'], at: 0, what: SIGNING },
  { module: 'Plug.Crypto.MessageVerifier', names: ['sign', 'verify'], at: 1, what: SIGNING },
];

function passed(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly PracticeFact[] {
  const module = moduleName(receiver);
  const row = CALLS.find(one => one.module === module && one.names.includes(name));
  const given = row && call.args[row.at];
  if (row && given) return secretFact(writtenSecretIn(file, given, inside, FORMS), row.what, undefined);
  // `:crypto.mac(:hmac, :sha256, key, data)`.
  const isErlang = receiver?.kind === 'text' && receiver.value === 'crypto' && name === 'mac';
  const key = isErlang ? call.args[2] : undefined;
  return key ? secretFact(writtenSecretIn(file, key, inside, FORMS), CIPHER, undefined) : [];
}

/** Settings whose name says that they are a secret. Sources: Phoenix.Endpoint, Guardian, Joken, Pow, Ueberauth. */
const SETTINGS: readonly { readonly name: RegExp; readonly what: string; readonly isAccount?: true }[] = [
  { name: /^secret_key_base$/, what: SESSION },
  { name: /^(?:secret_key|default_signer|signing_secret|token_secret|jwt_secret|key_octet)$/, what: SIGNING },
  { name: /^(?:client_secret|consumer_secret)$/, what: CLIENT },
  { name: /^(?:password|api_key|secret|secret_access_key|auth_token|access_token)$/, what: ACCOUNT, isAccount: true },
];

function configured(file: ProgramFile): readonly PracticeFact[] {
  const hasEnvironments = file.calls.some(({ name }) => name === 'import_config');
  return settingsIn(file).flatMap(({ key, value }) => {
    const row = SETTINGS.find(one => one.name.test(key));
    const written = row && writtenSecretIn(file, value, [], FORMS);
    // Settings of an environment are imported after these, and take their place.
    const secret = written && hasEnvironments ? { ...written, isFallback: true } : written;
    return row ? secretFact(secret, row.what, row.isAccount) : [];
  });
}

/** `System.get_env("KEY", "…")`, `Application.get_env(:shop, :key, "…")`; `System.get_env("KEY") || "…"` is a choice. */
const FORMS: SecretForms = {
  encoders: new Set(['decode64!', 'encode64', 'to_string', 'to_charlist']),
  same: new Set(),
  configured: attributeOf,
  fallback: fallbackOf,
};

function fallbackOf(_file: ProgramFile, { callee, args }: CallExpr): Expr | undefined {
  if (callee.kind !== 'member' || callee.name !== 'get_env') return undefined;
  return moduleName(callee.of) === 'System' ? args[1] : args[2];
}
