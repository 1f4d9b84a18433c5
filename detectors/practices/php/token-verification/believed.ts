/** Tokens that are taken apart by hand and believed. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isCallOf } from '../../library-calls.ts';
import { valueOf } from '../../bindings.ts';
import { nameOfFunction } from '../functions.ts';
import { parsesOnly } from './lcobucci.ts';

/** Functions by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:(?:get|load|fetch|find|resolve|retrieve|extract)?(?:the)?(?:current|auth|authenticated|logged_?in)?_?(?:user|principal|identity|caller)(?:_?id)?_?(?:from|by)?_?(?:token|jwt|request|bearer)?|authenticate\w*|authorize|is_?authenticated|(?:verify|validate|check)_?(?:the)?_?(?:access)?_?(?:token|jwt|auth)|retrieveByToken)$/i;

/** Whoever verifies by another way, or asks another service about the token, may read it afterwards. */
const VERIFIES =
  /\bhash_hmac\b|\bopenssl_verify\b|\bsodium_crypto_(?:sign_verify|auth_verify)|\bcurl_|GuzzleHttp|\bHttp::|HttpClient|file_get_contents\(\s{0,4}['"]https?:|JWT::decode|Auth0|\bJose\\/;

export function isReadBlindly(file: ProgramFile, site: CallSite): boolean {
  const isRead = parsesOnly(file, site) || decodesPart(file, site);
  return isRead && !VERIFIES.test(file.text) && site.inside.some(fn => FINDS.test(nameOfFunction(file, fn)));
}

const DECODE = { calls: ['\\.base64_decode'] };

/** `base64_decode(explode('.', $token)[1])`, also by names on the way. */
function decodesPart(file: ProgramFile, site: CallSite): boolean {
  const [given] = site.call.args;
  return given !== undefined && isCallOf(file, site, DECODE) && isPart(file, given, site.inside, MOST_STEPS);
}

const MOST_STEPS = 6;

function isPart(file: ProgramFile, expr: Expr, inside: CallSite['inside'], left: number): boolean {
  if (left === 0) return false;
  const value = valueOf(file, expr, inside);
  if (value.kind === 'call') {
    // `strtr($part, '-_', '+/')`, `str_replace('_', '/', $part)`.
    const isPlain = value.callee.kind === 'name' && /^\\?(?:strtr|str_replace|str_pad)$/.test(value.callee.name);
    return isPlain && value.args.some(arg => isPart(file, arg, inside, left - 1));
  }
  const holder = value.kind === 'index' && value.key.kind === 'number' && value.key.value === 1 ? value.of : undefined;
  const made = holder && valueOf(file, holder, inside);
  return (
    made?.kind === 'call' &&
    made.callee.kind === 'name' &&
    /^\\?explode$/.test(made.callee.name) &&
    made.args[0]?.kind === 'text' &&
    made.args[0].value === '.'
  );
}
