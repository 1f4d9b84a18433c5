import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenLifeCSharp } from './token-life.ts';

/** One token that is issued in a method of this name, `expires` being its arguments. */
const issued = (args: string, said: string, method = 'Issue'): Promise<void> =>
  checkAt(tokenLifeCSharp, 'Tokens.cs', {
    code: `
using System.IdentityModel.Tokens.Jwt;
class Tokens {
  const int Days = 7;
  string ${method}(Config config, DateTime until) {
    var now = DateTime.UtcNow;
    var token = new JwtSecurityToken(${args});
    return handler.WriteToken(token);
  }
}
`,
    place: 'JwtSecurityToken',
    said: said === '' ? '' : `token-life ${said}`,
  });

test.each([
  [
    'issuer: "a", expires: DateTime.UtcNow.AddMinutes(30), signingCredentials: key',
    'sound | tokens expire within an hour',
  ],
  ['expires: now.AddHours(1), signingCredentials: key', 'sound'],
  ['"a", "b", claims, null, DateTime.Now.AddDays(Days), key', 'partial | tokens expire after 168 hours'],
  ['expires: DateTime.UtcNow.Add(TimeSpan.FromMinutes(15)), signingCredentials: key', 'sound'],
  [
    'expires: DateTime.UtcNow + TimeSpan.FromHours(2), signingCredentials: key',
    'partial | tokens expire after 2 hours',
  ],
  ['expires: until, signingCredentials: key', 'partial | tokens expire after a time that is configured'],
  ['expires: DateTime.UtcNow.AddMinutes(config.Minutes), signingCredentials: key', 'partial'],
  ['claims: claims, signingCredentials: key', 'unsound | tokens are issued that never expire'],
  ['claims: new[] { new Claim("exp", "1") }, signingCredentials: key', ''],
  ['text', ''],
  ['header, payload', ''],
])('%s', (args, said) => issued(args, said));

test('of refresh tokens a longer life is the point', () =>
  issued(
    'expires: DateTime.UtcNow.AddDays(30), signingCredentials: key',
    'sound | refresh tokens expire',
    'IssueRefreshToken',
  ));

test('descriptions of tokens', () =>
  check(
    tokenLifeCSharp,
    'Tokens.cs',
    `
using Microsoft.IdentityModel.Tokens;
class Tokens {
  void Issue() {
    var a = new SecurityTokenDescriptor { Subject = who, Expires = DateTime.UtcNow.AddMinutes(5) };
//              ^^^^^^^^^^^^^^^^^^^^^^^ token-life sound | tokens expire within an hour
    var b = new SecurityTokenDescriptor { Subject = who };
    var c = new Report { Expires = DateTime.UtcNow.AddYears(5) };
  }
}
`,
  ));

test('servers and schemes', () =>
  check(
    tokenLifeCSharp,
    'Program.cs',
    `
builder.Services.AddOpenIddict().AddServer(options => {
  options.SetAccessTokenLifetime(TimeSpan.FromMinutes(30));
//        ^^^^^^^^^^^^^^^^^^^^^^ token-life sound | tokens expire within an hour
  options.SetRefreshTokenLifetime(TimeSpan.FromDays(14));
//        ^^^^^^^^^^^^^^^^^^^^^^^ token-life sound | refresh tokens expire
  options.AllowRefreshTokenFlow();
//        ^^^^^^^^^^^^^^^^^^^^^ token-life sound | refresh tokens rotate
});
builder.Services.AddAuthentication().AddBearerToken(options => options.BearerTokenExpiration = TimeSpan.FromHours(3));
//                                                                     ^^^^^^^^^^^^^^^^^^^^^ token-life partial | tokens expire after 3 hours
builder.Services.AddAuthentication().AddCookie(options => {
  options.ExpireTimeSpan = new TimeSpan(0, 20, 0);
//        ^^^^^^^^^^^^^^ token-life sound | sessions end after an hour at most
});
builder.Services.AddAuthentication().AddCookie("long", options => options.ExpireTimeSpan = TimeSpan.FromDays(1));
//                                                                        ^^^^^^^^^^^^^^ token-life partial | sessions end after 24 hours
builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(10));
//                                             ^^^^^^^^^^^ token-life sound | sessions are kept in a store and end after a time
builder.Services.AddAuthentication().AddJwtBearer(options => options.Authority = config["Authority"]);
//                                                                   ^^^^^^^^^ token-life sound | keys are taken from a set that the issuer can rotate
`,
  ));

test('other expiries are none of tokens', () =>
  check(
    tokenLifeCSharp,
    'Cache.cs',
    `
class Cache {
  void Put(Connection connection) {
    connection.IdleTimeout = TimeSpan.FromMinutes(10);
    options.ExpireTimeSpan = TimeSpan.FromDays(1);
    options.Authority = "x";
  }
}
`,
  ));
