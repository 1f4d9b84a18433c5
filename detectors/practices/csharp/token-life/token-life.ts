import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { CSHARP_FILES } from '../../../routes/csharp/names.ts';
import { sourceOf } from '../../calls.ts';
import { functionName } from '../../function-name.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife, ofSession } from '../../judged-life.ts';
import { argumentAt, isCallOf, type LibraryCall } from '../../library-calls.ts';
import { memberAssignments } from '../../member-assignments.ts';
import { secondsFromNow, secondsOf } from '../durations.ts';
import { types } from '../type-names.ts';

export const tokenLifeCSharp = defineDetector({
  id: 'token-life-csharp',
  title: 'Life of tokens in C#',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['Jwt', 'SecurityTokenDescriptor', 'Lifetime', 'Expir', 'IdleTimeout', 'Authority', 'RefreshToken'],
  emits: ['practice'],
  limits: [
    'Tokens whose claims may hold the expiry are not judged, nor are descriptions of tokens without one: the library then takes an hour, unless it is told otherwise.',
    'Lives that settings files give are taken for configured.',
    'That tokens are revoked is told by paths of operations; what these do is not read.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site =>
      fact(site.call.nameAt, issued(file, site) ?? described(file, site) ?? served(file, site)),
    ),
    ...configured(file),
  ],
});

function fact(at: Expr['at'], judged: JudgedLife | undefined): readonly PracticeFact[] {
  return judged ? [{ kind: 'practice', at, practice: 'token-life', ...judged }] : [];
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  const [fn] = inside;
  return /refresh/i.test(`${sourceOf(file, call.at)} ${fn ? functionName(file, fn) : ''}`);
}

const TOKEN: LibraryCall = { calls: types('System.IdentityModel.Tokens.Jwt', 'JwtSecurityToken') };

/** `new JwtSecurityToken(issuer, audience, claims, notBefore, expires, signingCredentials)`. */
function issued(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  if (!call.isNew || !isCallOf(file, site, TOKEN)) return undefined;
  const named = argumentAt(file, site, 'expires');
  const given = named.kind === 'absent' ? argumentAt(file, site, 4) : named;
  if (given.kind === 'given' && given.value.kind !== 'nothing')
    return ofLife(secondsFromNow(file, given.value, inside), isRefresh(file, site));
  // One that is signed here, and not read or put together of parts.
  const isSigned = argumentAt(file, site, 'signingCredentials').kind === 'given';
  return isSigned && !/\bRegisteredClaimNames\.Exp\b|JwtRegisteredClaimNames\.Exp\b|"exp"/.test(file.text)
    ? NEVER
    : undefined;
}

const DESCRIPTION: LibraryCall = { calls: types('Microsoft.IdentityModel.Tokens', 'SecurityTokenDescriptor') };

/** `new SecurityTokenDescriptor { Expires = … }`. */
function described(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  if (!site.call.isNew || !isCallOf(file, site, DESCRIPTION)) return undefined;
  const given = argumentAt(file, site, 'Expires');
  return given.kind === 'given' && given.value.kind !== 'nothing'
    ? ofLife(secondsFromNow(file, given.value, site.inside), isRefresh(file, site))
    : undefined;
}

/** Servers of tokens: OpenIddict, whose refresh tokens are used once unless it is said. Source: OpenIddict, Token formats and lifetimes. */
function served(file: ProgramFile, { call, name, receiver, inside }: CallSite): JudgedLife | undefined {
  const [first] = call.args;
  if (!receiver) return undefined;
  switch (name) {
    case 'SetAccessTokenLifetime':
    case 'SetRefreshTokenLifetime':
      if (!first || first.kind === 'nothing') return undefined;
      return ofLife(secondsOf(file, first, inside), name.includes('Refresh'));
    case 'AllowRefreshTokenFlow':
      return /DisableRollingRefreshTokens/.test(file.text)
        ? undefined
        : { standing: 'sound', what: 'refresh tokens rotate' };
    default:
      return undefined;
  }
}

type Member = {
  readonly name: string;
  /** What the file has to speak of beside it. */
  readonly with: RegExp;
  readonly judge: (seconds: number | undefined) => JudgedLife | undefined;
};

/** Sources: ASP.NET Core, BearerTokenOptions, CookieAuthenticationOptions, SessionOptions, JwtBearerOptions. */
const MEMBERS: readonly Member[] = [
  { name: 'BearerTokenExpiration', with: /BearerToken/, judge: seconds => ofLife(seconds, false) },
  { name: 'RefreshTokenExpiration', with: /BearerToken/, judge: seconds => ofLife(seconds, true) },
  { name: 'ExpireTimeSpan', with: /Cookie/, judge: ofSession },
  {
    name: 'IdleTimeout',
    with: /AddSession|SessionOptions/,
    judge: () => ({ standing: 'sound', what: 'sessions are kept in a store and end after a time' }),
  },
];

/** `options.ExpireTimeSpan = TimeSpan.FromMinutes(20)`; keys of an authority are fetched anew. */
function configured(file: ProgramFile): readonly PracticeFact[] {
  const names = MEMBERS.map(({ name }) => name);
  const lives = memberAssignments(file, names).flatMap(({ target, value, inside }) => {
    const member = MEMBERS.find(({ name }) => name === target.name);
    return member && member.with.test(file.text)
      ? fact(target.nameAt, member.judge(secondsOf(file, value, inside)))
      : [];
  });
  const authorities = /\bAddJwtBearer\b|\bJwtBearerOptions\b/.test(file.text)
    ? memberAssignments(file, ['Authority']).flatMap(({ target }) => fact(target.nameAt, KEY_SET))
    : [];
  return [...lives, ...authorities];
}
