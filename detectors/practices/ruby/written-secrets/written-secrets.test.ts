import { test } from 'vitest';
import { checkLiteral } from '../../../../tests/support/check-literal.ts';
import { writtenSecretsRuby } from './written-secrets.ts';

/** A file with these lines in a class, in which `literal` is marked. */
function ruby(lines: string, literal: string, said: string): Promise<void> {
  return checkLiteral(writtenSecretsRuby, 'app/setup.rb', `class Setup\n  ${lines}\nend\n`, literal, said);
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';
const FALLS_BACK = 'partial | the key that signs tokens is written in the code as the fallback of a configured one';
const SESSIONS = 'unsound | the key that signs sessions and cookies is written in the code';

test.each<readonly [string, string, string, string]>([
  ['a key that signs', "def a(p) = JWT.encode(p, 'hush-hush', 'HS256')", "'hush-hush'", SIGNS],
  ['a key that verifies', "def a(t) = JWT.decode(t, 'hush-hush', true, algorithm: 'HS256')", "'hush-hush'", SIGNS],
  ['a constant key', "WORDS = 'hush-hush'.freeze; def a(p) = JWT.encode(p, WORDS)", "'hush-hush'", SIGNS],
  ['a fallback', "def a(p) = JWT.encode(p, ENV.fetch('JWT', 'hush-hush'))", "'hush-hush'", FALLS_BACK],
  ['a fallback of a block', "def a(p) = JWT.encode(p, ENV.fetch('JWT') { 'hush-hush' })", "'hush-hush'", FALLS_BACK],
  ['a fallback by or', "def a(p) = JWT.encode(p, ENV['JWT'] || 'hush-hush')", "'hush-hush'", FALLS_BACK],
  ['a key of messages', "V = ActiveSupport::MessageVerifier.new('hush-hush')", "'hush-hush'", SESSIONS],
  ['a key of sessions', "set :session_secret, 'hush-hush'", "'hush-hush'", SESSIONS],
  ['a key of cookies', "use Rack::Session::Cookie, key: 'shop', secret: 'hush-hush'", "'hush-hush'", SESSIONS],
  ['a setting of Rails', "Rails.application.config.secret_key_base = 'hush-hush'", "'hush-hush'", SESSIONS],
  ['a setting of Devise', "Devise.setup { |config| config.secret_key = 'hush-hush' }", "'hush-hush'", SIGNS],
  [
    'a key of a hash',
    "def a(b) = OpenSSL::HMAC.hexdigest('SHA256', 'hush-hush', b)",
    "'hush-hush'",
    'unsound | the key of a cipher or hash is written in the code',
  ],
  [
    'a password of an account',
    "http_basic_authenticate_with name: 'shop', password: 'hush-hush'",
    "'hush-hush'",
    'unsound | the password of an account is written in the code',
  ],
  [
    'a constant that says so',
    "API_KEY = 'b7Xq0ZpLw93nTfK20dRk3'",
    "'b7Xq0ZpLw93nTfK20dRk3'",
    'unsound | API_KEY is written in the code',
  ],
])('%s is a secret', (_, lines, literal, said) => ruby(lines, literal, said));

test.each([
  ['a key of the environment', "def a(p) = JWT.encode(p, ENV.fetch('JWT'))"],
  ['a key of the credentials', 'def a(p) = JWT.encode(p, Rails.application.credentials.jwt)'],
  ['no key', 'def a(t) = JWT.decode(t, nil, false)'],
  ['a placeholder', "def a(p) = JWT.encode(p, 'change-me')"],
  ['another setting', "set :views, 'hush-hush'"],
  ['a setting that is configured', "Devise.setup { |config| config.secret_key = ENV['KEY'] }"],
])('%s is none', (_, lines) => ruby(lines, '', ''));
