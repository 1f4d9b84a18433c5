/** Verification by golang-jwt. Sources: its package documentation, `ParserOption` and `Parser`, versions 3 to 5. */
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { argument, dottedName, isTrue, makerOf, sourceOf } from '../../calls.ts';
import { type Judged, judgedBy, type Told, unsound, withoutExpiry } from '../../judged-verification.ts';
import { keyArgument, keyFunction, keyReturnedBy } from '../key-functions.ts';
import { GOLANG_JWT, OWN_EXPIRY } from '../token-packages.ts';
import { writtenSecret } from '../written-secret.ts';

const NAME = 'golang-jwt';

export function golangJwt(file: ProgramFile, site: CallSite): Judged | undefined {
  const key = keyArgument(file, site);
  const options = key && optionsOf(file, site, key);
  if (!key || !options) return undefined;
  const wrong = wrongKey(file, site) ?? wrongMethods(file, site, options);
  if (wrong) return wrong;
  if (options.has('WithoutClaimsValidation')) return withoutExpiry(NAME, file.text, OWN_EXPIRY);
  return judgedBy(NAME, {
    algorithm: options.has('WithValidMethods') ? 'checked' : ofKeyFunction(file, site),
    issuer: told(options.has('WithIssuer') || /\bVerifyIssuer\(|\bIssuer\s?[!=]=|\["iss"\]\s?[!=]=/.test(file.text)),
    audience: told(options.has('WithAudience') || /\bVerifyAudience\(|\["aud"\]\s?[!=]=/.test(file.text)),
  });
}

function told(isChecked: boolean): Told {
  return isChecked ? 'checked' : 'missing';
}

/** Options by their name, with what each of them is given. */
type Options = ReadonlyMap<string, Expr | undefined>;

/** Undefined where a list or a value that is made elsewhere holds some. */
function optionsOf(file: ProgramFile, site: CallSite, key: Expr): Options | undefined {
  const { call, receiver, inside } = site;
  const own = optionsIn(file, call.args.slice(call.args.indexOf(key) + 1));
  if (!own || dottedName(file, call.callee) !== undefined) return own;
  const maker = makerOf(file, receiver, inside);
  if (!maker || !GOLANG_JWT.some(one => maker.name === `${one}.Parser` || maker.name === `${one}.NewParser`))
    return undefined;
  return maker.name.endsWith('.Parser') ? fieldsOf(file, maker.made, inside) : optionsIn(file, maker.made.args);
}

function optionsIn(file: ProgramFile, args: readonly Expr[]): Options | undefined {
  const options = new Map<string, Expr | undefined>();
  for (const arg of args) {
    const name = arg.kind === 'call' ? dottedName(file, arg.callee) : undefined;
    const option = GOLANG_JWT.flatMap(one => (name?.startsWith(`${one}.`) ? [name.slice(one.length + 1)] : []))[0];
    if (arg.kind !== 'call' || option === undefined) return undefined;
    options.set(option, arg.args[0]);
  }
  return options;
}

/** `jwt.Parser{ValidMethods: …, SkipClaimsValidation: true}`. */
function fieldsOf(file: ProgramFile, made: CallExpr, inside: CallSite['inside']): Options {
  const options = new Map<string, Expr | undefined>();
  const methods = argument(file, made, inside, { name: 'ValidMethods' });
  if (methods.kind === 'given') options.set('WithValidMethods', methods.value);
  const skips = argument(file, made, inside, { name: 'SkipClaimsValidation' });
  if (skips.kind === 'given' && isTrue(valueOf(file, skips.value, inside)))
    options.set('WithoutClaimsValidation', undefined);
  return options;
}

/** A key that everyone knows, and the one that takes tokens without signature. */
function wrongKey(file: ProgramFile, site: CallSite): Judged | undefined {
  const key = keyReturnedBy(file, site);
  if (!key) return undefined;
  if (key.value.kind === 'member' && key.value.name === 'UnsafeAllowNoneSignatureType')
    return unsound(`${NAME} accepts tokens without signature (algorithm none)`);
  const secret = writtenSecret(file, key.value, key.inside);
  return secret && !secret.isFallback && secret.text !== ''
    ? { ...unsound(`${NAME} verifies with a secret that is written in the code`), hides: [secret.at] }
    : undefined;
}

function wrongMethods(file: ProgramFile, { inside }: CallSite, options: Options): Judged | undefined {
  const given = options.get('WithValidMethods');
  const list = given && valueOf(file, given, inside);
  const isNone = (item: Expr): boolean =>
    (item.kind === 'text' && item.value.toLowerCase() === 'none') ||
    (item.kind === 'call' && /\bSigningMethodNone\b/.test(sourceOf(file, item.at)));
  return list?.kind === 'list' && list.items.some(isNone)
    ? unsound(`${NAME} accepts tokens without signature (algorithm none)`)
    : undefined;
}

/** `if _, ok := token.Method.(*jwt.SigningMethodHMAC); !ok { return nil, … }`; a set of keys has one algorithm for each. */
function ofKeyFunction(file: ProgramFile, site: CallSite): Told {
  const key = keyFunction(file, site);
  if (!key) return /"github\.com\/MicahParks\/keyfunc/.test(file.text) ? 'checked' : 'unknown';
  return told(/\.Method\b|\.Alg\(\)|\["alg"\]/.test(sourceOf(file, key.fn.at)));
}
