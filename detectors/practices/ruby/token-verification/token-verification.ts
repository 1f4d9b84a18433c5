import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { functionName } from '../../function-name.ts';
import {
  type Judged,
  judgedBy,
  type Told,
  unsound,
  withoutExpiry,
  orBelieved,
  verificationAt,
} from '../../judged-verification.ts';
import { isCallOf, type LibraryCall } from '../../library-calls.ts';
import { writtenSecretIn } from '../../written-secret.ts';
import { optionOf } from '../options.ts';
import { FORMS } from '../secret-forms.ts';

export const tokenVerificationRuby = defineDetector({
  id: 'token-verification-ruby',
  title: 'Verification of tokens in Ruby',
  kind: 'practice',
  docs: 'https://github.com/jwt/ruby-jwt#support-for-reserved-claim-names',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['JWT'],
  emits: ['practice'],
  limits: [
    'Options that are made in another file or method are not judged.',
    'That the issuer or the audience is looked at by code of its own is told by comparisons in the same file.',
    'Reading a token without verifying it counts only where the method says that it finds the caller, in a file that neither verifies one nor asks another service.',
  ],
  version: 1,
  detect: file =>
    orBelieved(
      file,
      file.calls.flatMap(site => verificationAt(site, rubyJwt(file, site) ?? jsonJwt(file, site))),
      isReadBlindly,
    ),
});

const NAME = 'ruby-jwt';
const DECODE: LibraryCall = { calls: ['JWT.decode'] };

/** `JWT.decode(token, key, verify, options)`. Source: ruby-jwt, README and `JWT::DefaultOptions`. */
function rubyJwt(file: ProgramFile, site: CallSite): Judged | undefined {
  if (!isCallOf(file, site, DECODE)) return undefined;
  const [, key, verify] = site.call.args.filter(arg => arg.kind !== 'named');
  if (verify && !isTrue(valueOf(file, verify, site.inside))) {
    // With a key at hand it is a verification that was switched off; without, it may be a look at a header.
    const isOff = isFalse(valueOf(file, verify, site.inside)) && key !== undefined && !isEmpty(key);
    return isOff ? unsound(`${NAME} does not verify the signature`) : undefined;
  }
  const option = (name: string): ReturnType<typeof optionOf> => optionOf(file, site, name, 3);
  if (acceptsNone(file, site)) return unsound(`${NAME} accepts tokens without signature (algorithm none)`);
  if (isGiven(file, site, 'verify_expiration', isFalse))
    return withoutExpiry(NAME, file.text, /\[['":](?:exp|iat)['"]?\]|ExpiredSignature/);
  const secret = key && writtenSecretIn(file, key, site.inside, FORMS);
  if (secret && !secret.isFallback && secret.text !== '')
    return { ...unsound(`${NAME} verifies with a secret that is written in the code`), hides: [secret.at] };
  return judgedBy(NAME, {
    // Without a word it is HS256.
    algorithm: [option('algorithm'), option('algorithms')].some(({ kind }) => kind === 'unknown')
      ? 'unknown'
      : 'checked',
    issuer: claim(file, site, 'iss'),
    audience: claim(file, site, 'aud'),
  });
}

function isEmpty(expr: Expr): boolean {
  return expr.kind === 'nothing' || (expr.kind === 'text' && expr.value === '');
}

function acceptsNone(file: ProgramFile, site: CallSite): boolean {
  const given = ['algorithm', 'algorithms'].flatMap(name => {
    const option = optionOf(file, site, name, 3);
    return option.kind === 'given' ? [valueOf(file, option.value, site.inside)] : [];
  });
  const items = given.flatMap(value => (value.kind === 'list' ? value.items : [value]));
  return items.some(item => item.kind === 'text' && item.value.toLowerCase() === 'none');
}

function isGiven(file: ProgramFile, site: CallSite, name: string, is: (value: Expr) => boolean): boolean {
  const option = optionOf(file, site, name, 3);
  return option.kind === 'given' && is(valueOf(file, option.value, site.inside));
}

/** `iss: '…', verify_iss: true`: both have to be said. */
function claim(file: ProgramFile, site: CallSite, name: 'iss' | 'aud'): Told {
  const value = optionOf(file, site, name, 3);
  const verify = optionOf(file, site, `verify_${name}`, 3);
  if (value.kind === 'unknown' || verify.kind === 'unknown') return 'unknown';
  if (value.kind === 'given' && verify.kind === 'given') {
    const asked = valueOf(file, verify.value, site.inside);
    return isTrue(asked) ? 'checked' : isFalse(asked) ? 'missing' : 'unknown';
  }
  return new RegExp(`\\[['":]${name}['"]?\\]\\s?(?:[!=]=|\\.)`).test(file.text) ? 'unknown' : 'missing';
}

const JSON_DECODE: LibraryCall = { calls: ['JSON::JWT.decode'] };

/** json-jwt verifies the signature alone. Source: json-jwt, README. */
function jsonJwt(file: ProgramFile, site: CallSite): Judged | undefined {
  const [, key] = site.call.args;
  if (!isCallOf(file, site, JSON_DECODE) || !key || isSkipped(key)) return undefined;
  return /\[['":](?:exp|iss|aud)['"]?\]/.test(file.text)
    ? undefined
    : { standing: 'partial', what: 'json-jwt does not check issuer, audience, expiry' };
}

function isSkipped(key: Expr): boolean {
  return key.kind === 'text' && key.value === 'skip_verification';
}

/** Methods by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:(?:get|load|fetch|find|set|require|verify|check|validate)_)*(?:current_user|user_from_(?:token|jwt|request)|authenticate|authenticated|authenticate_\w+|authorize|authorized_user|auth_token|verify_(?:token|jwt)|identity)[?!]?$/;

/** Whoever asks another service about the token may read it afterwards. */
const ASKS = /\b(?:Net::HTTP|Faraday|HTTParty|RestClient|Typhoeus|Excon|HTTPX)\b|introspect/;

/** `JWT.decode(token, nil, false)`, `JSON::JWT.decode(token, :skip_verification)`. */
function isReadBlindly(file: ProgramFile, site: CallSite): boolean {
  const [, second, third] = site.call.args.filter(arg => arg.kind !== 'named');
  const isRead =
    (isCallOf(file, site, DECODE) && third !== undefined && isFalse(valueOf(file, third, site.inside))) ||
    (isCallOf(file, site, JSON_DECODE) && second !== undefined && isSkipped(second));
  return isRead && !ASKS.test(file.text) && site.inside.some(fn => FINDS.test(functionName(file, fn)));
}
