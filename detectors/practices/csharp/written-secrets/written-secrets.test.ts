import { test } from 'vitest';
import { checkLiteral } from '../../../../tests/support/check-literal.ts';
import { writtenSecretsCSharp } from './written-secrets.ts';

/** A file with these lines in a method, in which `literal` is marked. */
function csharp(lines: string, literal: string, said: string, member = ''): Promise<void> {
  const code = `using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Duende.IdentityServer.Models;
using Microsoft.IdentityModel.Tokens;

class Setup {
${member}
void Run(string given, Aes aes, IConfiguration config, OAuthOptions options) {
${lines}
}
}
`;
  return checkLiteral(writtenSecretsCSharp, 'Setup.cs', code, literal, said);
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';
const CIPHERS = 'unsound | the key of a cipher or hash is written in the code';
const FALLS_BACK = 'partial | the key that signs tokens is written in the code as the fallback of a configured one';

test.each<readonly [string, string, string, string, string?]>([
  ['a key that signs', 'new SymmetricSecurityKey(Encoding.UTF8.GetBytes("hush-hush"));', '"hush-hush"', SIGNS],
  [
    'a constant key',
    'new SymmetricSecurityKey(Encoding.ASCII.GetBytes(Words));',
    '"hush-hush"',
    SIGNS,
    'const string Words = "hush-hush";',
  ],
  [
    'the fallback of the environment',
    'var key = Environment.GetEnvironmentVariable("JWT") ?? "hush-hush"; new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key));',
    '"hush-hush"',
    FALLS_BACK,
  ],
  [
    'the fallback of the configuration',
    'new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config.GetValue<string>("Jwt:Key", "hush-hush")));',
    '"hush-hush"',
    FALLS_BACK,
  ],
  ['a key of a hash', 'using var h = new HMACSHA256(Encoding.UTF8.GetBytes("hush-hush"));', '"hush-hush"', CIPHERS],
  ['a key of a cipher', 'aes.Key = Encoding.UTF8.GetBytes("hush-hush");', '"hush-hush"', CIPHERS],
  [
    'a secret of a client',
    'var s = new Secret("hush-hush".Sha256());',
    '"hush-hush"',
    'unsound | the secret of a client is written in the code',
  ],
  [
    'a secret of OAuth',
    'options.ClientSecret = "hush-hush";',
    '"hush-hush"',
    'unsound | the secret of a client is written in the code',
  ],
  [
    'a key of a cloud account',
    'new BasicAWSCredentials("AKIA", "wJ9rXUtnF3MIK7MDbPxRfiCY");',
    '"wJ9rXUtnF3MIK7MDbPxRfiCY"',
    'unsound | the key of a cloud account is written in the code',
  ],
  [
    'a password of a connection',
    'new SqlConnection("Server=db;User Id=shop;Password=tX9wRk2Lq8zB;");',
    '"Server=db;User Id=shop;Password=tX9wRk2Lq8zB;"',
    'unsound | the password of a database is written in the code',
  ],
  [
    'a constant that says so',
    '',
    '"b7Xq0ZpLw93nTfK20dRk3"',
    'unsound | ApiKey is written in the code',
    'const string ApiKey = "b7Xq0ZpLw93nTfK20dRk3";',
  ],
])('%s is a secret', (_, lines = '', literal = '', said = '', member = '') => csharp(lines, literal, said, member));

test.each([
  ['a key of the configuration', 'new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"]));'],
  ['a key that is passed in', 'new SymmetricSecurityKey(Encoding.UTF8.GetBytes(given));'],
  ['a placeholder', 'new SymmetricSecurityKey(Encoding.UTF8.GetBytes("change-me"));'],
  ['a password that is a word', 'new SqlConnection("Server=db;User Id=sa;Password=password");'],
  ['a made key', 'aes.Key = RandomNumberGenerator.GetBytes(32); aes.GenerateKey();'],
  ['a key of an entry', 'entry.Key = "hush-hush";'],
  ['a name of a setting', 'options.ClientId = "shop";'],
])('%s is none', (_, lines) => csharp(lines, '', ''));
