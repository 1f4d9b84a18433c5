/** Verification by lestrrat-go/jwx, go-oidc and middleware that brings its own. Sources: their package documentation. */
import { versionsOf } from '../../../routes/go/verbs.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { argument, dottedName, isFalse, isTrue } from '../../calls.ts';
import { type Judged, judgedBy, type Told, unsound, withoutExpiry } from '../../judged-verification.ts';
import { OWN_EXPIRY } from '../token-packages.ts';

export const JWX: readonly string[] = versionsOf('github.com/lestrrat-go/jwx', 3).map(one => `${one}/jwt`);
const OIDC: readonly string[] = [...versionsOf('github.com/coreos/go-oidc', 2), 'github.com/coreos/go-oidc/v3/oidc'];
const CHI = versionsOf('github.com/go-chi/jwtauth', 5);
const ECHO = versionsOf('github.com/labstack/echo-jwt', 5);

const PARSERS = /^Parse(?:String|Request|Reader|Header|Form)?$/;
const KEYS: readonly string[] = ['WithKey', 'WithKeySet', 'WithKeyProvider', 'WithVerifyAuto', 'WithKeySetProvider'];

function told(isChecked: boolean): Told {
  return isChecked ? 'checked' : 'missing';
}

type Option = { readonly name: string; readonly value: Expr | undefined };

/** `jwt.WithIssuer(…)` among the arguments; undefined where some are made elsewhere. */
function optionsAmong(
  file: ProgramFile,
  args: readonly Expr[],
  packages: readonly string[],
): readonly Option[] | undefined {
  const options: Option[] = [];
  for (const arg of args) {
    const name = arg.kind === 'call' ? dottedName(file, arg.callee) : undefined;
    const owner = packages.find(one => name?.startsWith(`${one}.`));
    if (arg.kind !== 'call' || name === undefined || owner === undefined) return undefined;
    options.push({ name: name.slice(owner.length + 1), value: arg.args.at(-1) });
  }
  return options;
}

/** Since version 2 it verifies and validates unless it is told not to; the first one does when it is told to. */
export function jwx(file: ProgramFile, { call, inside }: CallSite): Judged | undefined {
  const name = dottedName(file, call.callee);
  const owner = JWX.find(one => name?.startsWith(`${one}.`) && PARSERS.test(name.slice(one.length + 1)));
  const options = owner === undefined ? undefined : optionsAmong(file, call.args.slice(1), [owner]);
  if (owner === undefined || !options) return undefined;
  const isOld = owner === JWX[0];
  const given = (option: string): Option | undefined => options.find(one => one.name === option);
  const says = (option: string, value: (expr: Expr | undefined) => boolean): boolean => {
    const one = given(option);
    return one?.value !== undefined && value(valueOf(file, one.value, inside));
  };
  const hasKey = options.some(one => KEYS.includes(one.name)) || (isOld && given('WithVerify') !== undefined);
  if (says('WithVerify', isFalse)) return hasKey ? unsound('jwx does not verify the signature') : undefined;
  if (!hasKey) return undefined;
  const isValidated = isOld ? says('WithValidate', isTrue) : !says('WithValidate', isFalse);
  const later = validatedLater(file, owner);
  if (!isValidated && !later) return withoutExpiry('jwx', file.text, OWN_EXPIRY);
  const checks = (option: string): boolean =>
    (isValidated && given(option) !== undefined) || later?.some(one => one.name === option) === true;
  return judgedBy('jwx', {
    algorithm: 'checked',
    issuer: told(checks('WithIssuer')),
    audience: told(checks('WithAudience')),
  });
}

/** `jwt.Validate(token, jwt.WithIssuer(…))` elsewhere in the file. */
function validatedLater(file: ProgramFile, owner: string): readonly Option[] | undefined {
  for (const { call } of file.calls)
    if (dottedName(file, call.callee) === `${owner}.Validate`)
      return optionsAmong(file, call.args.slice(1), [owner]) ?? [];
  return undefined;
}

/** `provider.Verifier(&oidc.Config{ClientID: …})`: judged where its configuration is written. */
export function oidc(file: ProgramFile, { call, inside }: CallSite): Judged | undefined {
  const name = dottedName(file, call.callee);
  if (!call.isNew || !OIDC.some(one => name === `${one}.Config`)) return undefined;
  const isOn = (field: string): boolean => {
    const given = argument(file, call, inside, { name: field });
    return given.kind === 'given' && isTrue(valueOf(file, given.value, inside));
  };
  if (isOn('InsecureSkipSignatureCheck')) return unsound('go-oidc does not verify the signature');
  if (isOn('SkipExpiryCheck')) return withoutExpiry('go-oidc', file.text, OWN_EXPIRY);
  const hasClient = argument(file, call, inside, { name: 'ClientID' }).kind === 'given';
  const skipsClient = isOn('SkipClientIDCheck');
  // Without either it refuses every token; the field is then set elsewhere.
  if (!hasClient && !skipsClient) return undefined;
  return judgedBy('go-oidc', {
    algorithm: 'checked',
    issuer: told(!isOn('SkipIssuerCheck')),
    audience: told(!skipsClient),
  });
}

/** `jwtauth.New("HS256", key, nil, jwt.WithIssuer(…))` of chi: the options are those of jwx. */
export function jwtauth(file: ProgramFile, { call }: CallSite): Judged | undefined {
  const name = dottedName(file, call.callee);
  if (!CHI.some(one => name === `${one}.New`)) return undefined;
  const options = optionsAmong(file, call.args.slice(3), JWX);
  const has = (option: string): boolean => options?.some(one => one.name === option) === true;
  return options
    ? judgedBy('jwtauth', {
        algorithm: 'checked',
        issuer: told(has('WithIssuer')),
        audience: told(has('WithAudience')),
      })
    : undefined;
}

/** Echo's middleware takes one algorithm, and looks at neither issuer nor audience unless a function of its own does. */
export function echoJwt(file: ProgramFile, { call, inside }: CallSite): Judged | undefined {
  const name = dottedName(file, call.callee);
  const isConfig = call.isNew && ECHO.some(one => name === `${one}.Config`);
  if (!isConfig && !ECHO.some(one => name === `${one}.JWT`)) return undefined;
  const has = (field: string): boolean => argument(file, call, inside, { name: field }).kind === 'given';
  if (isConfig && (has('ParseTokenFunc') || has('KeyFunc') || !(has('SigningKey') || has('SigningKeys'))))
    return undefined;
  return judgedBy('echo-jwt', { algorithm: 'checked', issuer: 'missing', audience: 'missing' });
}
