import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenVerificationCSharp } from './token-verification.ts';

/** The verification of one set of parameters, `text` being what it is told. */
const told = (text: string, said: string, method = 'Configure'): Promise<void> =>
  checkAt(tokenVerificationCSharp, 'Auth.cs', {
    code: `
using System.Text;
using Microsoft.IdentityModel.Tokens;
class Auth {
  void ${method}(Config config, bool isOn) {
    var parameters = new TokenValidationParameters { ${text} };
  }
}
`,
    place: 'TokenValidationParameters',
    said: said === '' ? '' : `token-verification ${said}`,
  });

test.each([
  ['', 'sound | TokenValidationParameters checks signature, algorithm, issuer, audience and expiry'],
  ['ValidateIssuer = true, ValidateAudience = true, ValidIssuer = config.Issuer', 'sound'],
  [
    'ValidateIssuer = false, ValidateAudience = false',
    'partial | TokenValidationParameters does not check issuer, audience',
  ],
  ['AudienceValidator = (a, t, p) => true', 'partial | TokenValidationParameters does not check audience'],
  ['ValidateAudience = isOn', ''],
  ['IssuerValidator = Check', ''],
  ['ValidateLifetime = false', 'unsound | TokenValidationParameters ignores the expiry of tokens'],
  ['LifetimeValidator = (a, b, c, d) => true', 'unsound'],
  ['LifetimeValidator = Lives', 'partial | TokenValidationParameters leaves the expiry of tokens to other code'],
  ['RequireExpirationTime = false', 'partial | TokenValidationParameters takes tokens that never expire'],
  ['RequireSignedTokens = false', 'unsound | TokenValidationParameters accepts tokens without signature'],
  [
    'SignatureValidator = (token, _) => new JwtSecurityToken(token)',
    'unsound | TokenValidationParameters does not verify the signature (SignatureValidator)',
  ],
  ['SignatureValidator = (token, _) => Verified(token)', ''],
  [
    'IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("hush-hush-hush"))',
    'unsound | TokenValidationParameters verifies with a secret that is written in the code',
  ],
  ['IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Key"]))', 'sound'],
])('%s', (text, said) => told(text, said));

test('an expired token that is read to be traded for a new one is not judged', () =>
  told('ValidateLifetime = false', '', 'GetPrincipalFromExpiredToken'));

test('what is assigned afterwards, and options that make their parameters without a type', () =>
  check(
    tokenVerificationCSharp,
    'Auth.cs',
    `
using Microsoft.IdentityModel.Tokens;
class Auth {
  void Configure(JwtBearerOptions options, bool isOn) {
    var parameters = new TokenValidationParameters { ValidIssuer = "x" };
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^ token-verification partial | TokenValidationParameters does not check audience
    parameters.ValidateAudience = false;
    var other = new TokenValidationParameters();
    if (isOn) other.ValidateIssuer = false;
  }
  void Typed(JwtBearerOptions options) {
    options.TokenValidationParameters = new() { ValidateIssuer = false };
//                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ token-verification partial | TokenValidationParameters does not check issuer
  }
  TokenValidationParameters Shared() => new TokenValidationParameters { ValidIssuer = "x" };
}
`,
  ));

test('schemes that are told an issuer and an audience', () =>
  check(
    tokenVerificationCSharp,
    'Program.cs',
    `
builder.Services.AddAuthentication().AddJwtBearer(options => {
//                                   ^^^^^^^^^^^^ token-verification sound | AddJwtBearer checks signature, algorithm, issuer, audience and expiry
  options.Authority = config["Authority"];
  options.Audience = "shop";
});
builder.Services.AddAuthentication().AddJwtBearer("clear", options => {
//                                   ^^^^^^^^^^^^ token-verification partial | AddJwtBearer may fetch the keys of the issuer in clear text
  options.Authority = config["Authority"];
  options.Audience = "shop";
  options.RequireHttpsMetadata = false;
});
builder.Services.AddAuthentication().AddJwtBearer("any", options => {
//                                   ^^^^^^^^^^^^ token-verification partial | AddJwtBearer does not check audience
  options.Authority = config["Authority"];
  options.TokenValidationParameters.ValidateAudience = false;
});
builder.Services.AddAuthentication().AddJwtBearer("bound", options => { options.Authority = "https://login.test"; });
builder.Services.AddAuthentication().AddJwtBearer();
builder.Services.AddAuthentication().AddJwtBearer("own", options => {
  options.Authority = "https://login.test";
  options.Audience = "shop";
  options.TokenHandlers.Add(own);
  options.SecurityTokenValidators = own;
});
builder.Services.AddMicrosoftIdentityWebApiAuthentication(builder.Configuration);
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ token-verification sound
`,
  ));

test('other libraries', () =>
  check(
    tokenVerificationCSharp,
    'Tokens.cs',
    `
using Jose;
using JWT.Builder;
class Tokens {
  string Read(string token, byte[] key) => JWT.Decode(token, key, JwsAlgorithm.HS256);
//                                             ^^^^^^ token-verification partial | jose-jwt does not check issuer, audience, expiry
  string Build(string token) => JwtBuilder.Create().WithSecret(secret).MustVerifySignature().Decode(token);
//                                                                                           ^^^^^^ token-verification partial | JWT.NET does not check issuer, audience
}
`,
  ));

test('a token that is read and believed', async () => {
  await check(
    tokenVerificationCSharp,
    'Handler.cs',
    `
using System.IdentityModel.Tokens.Jwt;
class Handler {
  protected override Task<AuthenticateResult> HandleAuthenticateAsync() {
    var token = new JwtSecurityTokenHandler().ReadJwtToken(Header());
//                                            ^^^^^^^^^^^^ token-verification unsound | a token that is decoded and not verified says who the caller is
    return Done(token.Subject);
  }
  string Issuer(string text) => new JwtSecurityTokenHandler().ReadJwtToken(text).Issuer;
}
`,
  );
  await check(
    tokenVerificationCSharp,
    'Handler.cs',
    `
using System.IdentityModel.Tokens.Jwt;
class Handler {
  string GetUserId(string text, HttpClient asked) => new JwtSecurityTokenHandler().ReadJwtToken(text).Subject;
}
`,
  );
});
