/** What validates tokens by `TokenValidationParameters`. Source: Microsoft.IdentityModel.Tokens, its reference documentation. */
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { valueOf } from '../../bindings.ts';
import { textOf } from '../../constants.ts';
import { functionName } from '../../function-name.ts';
import { isCallOf, type LibraryCall } from '../../library-calls.ts';
import { writtenSecretIn } from '../../written-secret.ts';
import { type Judged, judgedBy, unsound, withoutExpiry } from '../../judged-verification.ts';
import { FORMS } from '../secret-forms.ts';
import { type Assigned, assignmentsIn, saysYes, switchIn, type Told, toldBy } from '../told.ts';
import { types } from '../type-names.ts';

const NAME = 'TokenValidationParameters';
const MADE: LibraryCall = { calls: types('Microsoft.IdentityModel.Tokens', NAME) };

/** `new TokenValidationParameters { … }`, with what is assigned to it in the same function. */
export function parameters(file: ProgramFile, site: CallSite): Judged | undefined {
  const { call, inside } = site;
  if (!call.isNew || (call.callee.kind !== 'unknown' && !isCallOf(file, site, MADE))) return undefined;
  const assigned = assignmentsIn(file, inside);
  if (call.callee.kind === 'unknown' && !isGivenAs(call, assigned)) return undefined;
  const own = assigned.filter(({ target }) => isOf(file, target.of, site));
  const told = toldBy(call.args, own);
  return judged(file, site, told, told.has('ValidateAudience') || !isShared(site));
}

/** `options.TokenValidationParameters = new() { … }` says its type by what it is assigned to. */
function isGivenAs(call: CallExpr, assigned: readonly Assigned[]): boolean {
  return assigned.some(({ target, value }) => target.name === NAME && value === call);
}

/** Whether it is the object that a member belongs to: by its variable, or as what options hold. */
function isOf(file: ProgramFile, of: Expr, { call, inside }: CallSite): boolean {
  if (of.kind === 'member' && of.name === NAME) return true;
  return of.kind === 'name' && valueOf(file, of, inside) === call;
}

/** What another method gives back, or takes as a whole, may be told more there. */
function isShared({ call, inside }: CallSite): boolean {
  const [fn] = inside;
  return fn?.body.some(statement => statement.kind === 'return' && statement.value === call) ?? false;
}

/** `AddJwtBearer(options => { options.Authority = …; options.Audience = …; })`: what is not said is validated. */
export function bearer(file: ProgramFile, site: CallSite): Judged | undefined {
  const row = SCHEMES.get(site.name);
  const options = site.call.args.findLast(arg => arg.kind === 'function');
  if (!row || !site.receiver || options?.kind !== 'function') return undefined;
  const assigned = assignmentsIn(file, [options.fn]);
  // Judged where they are made; validators of one's own may do anything.
  if (assigned.some(({ target }) => OTHERS.has(target.name))) return undefined;
  const told = toldBy([], assigned);
  if (!row.needs.every(names => names.some(name => told.has(name)))) return undefined;
  return judged(file, { ...site, inside: [options.fn, ...site.inside] }, told, true, site.name);
}

/** What each scheme has to be told: one of each list. Sources: ASP.NET Core, JwtBearerOptions; IdentityServer4.AccessTokenValidation; Auth0.AspNetCore.Authentication.Api. */
const SCHEMES: ReadonlyMap<string, { readonly needs: readonly (readonly string[])[] }> = new Map([
  [
    'AddJwtBearer',
    {
      needs: [
        ['Authority', 'MetadataAddress'],
        ['Audience', 'ValidAudience', 'ValidAudiences', 'ValidateAudience'],
      ],
    },
  ],
  ['AddIdentityServerAuthentication', { needs: [['Authority'], ['ApiName']] }],
  ['AddAuth0ApiAuthentication', { needs: [['Domain'], ['Audience', 'JwtBearerOptions']] }],
]);

const OTHERS: ReadonlySet<string> = new Set([
  NAME,
  'SecurityTokenValidators',
  'TokenHandlers',
  'EventsType',
  'BackchannelHttpHandler',
  'JwtBearerOptions',
]);

function judged(
  file: ProgramFile,
  { inside }: Pick<CallSite, 'inside'>,
  told: Told,
  isWhole: boolean,
  name = NAME,
): Judged | undefined {
  const wrong = wrongSignature(told);
  if (wrong) return wrong === 'open' ? undefined : unsound(`${name} ${wrong}`);
  const key = told.get('IssuerSigningKey');
  const secret = key && key !== 'open' ? writtenSecretIn(file, key, inside, FORMS) : undefined;
  if (secret && !secret.isFallback && secret.text !== '')
    return { ...unsound(`${name} verifies with a secret that is written in the code`), hides: [secret.at] };
  const lifetime = switchIn(told, 'ValidateLifetime');
  if (lifetime === false) {
    // A token that has expired is read to be traded for a new one.
    if (inside.some(fn => /expired|refresh|renew/i.test(functionName(file, fn)))) return undefined;
    return withoutExpiry(name, file.text, OWN_EXPIRY);
  }
  if (lifetime === 'open') return undefined;
  if (switchIn(told, 'RequireExpirationTime') === false)
    return { standing: 'partial', what: `${name} takes tokens that never expire` };
  if (told.has('LifetimeValidator'))
    return saysYes(told.get('LifetimeValidator'))
      ? unsound(`${name} ignores the expiry of tokens`)
      : { standing: 'partial', what: `${name} leaves the expiry of tokens to other code` };
  const found = judgedBy(name, {
    algorithm: 'checked',
    issuer: checked(told, 'Issuer'),
    audience: checked(told, 'Audience'),
  });
  if (found?.standing !== 'sound') return found;
  if (!isWhole) return undefined;
  return isFetchedInTheClear(file, told, inside)
    ? { standing: 'partial', what: `${name} may fetch the keys of the issuer in clear text` }
    : found;
}

const OWN_EXPIRY = /\bValidTo\b|\bLifetimeValidator\b|JwtRegisteredClaimNames\.Exp\b/;

/** What takes any token for signed; `open` where a function of its own decides. */
function wrongSignature(told: Told): string | 'open' | undefined {
  const signed = switchIn(told, 'RequireSignedTokens');
  if (signed === false) return 'accepts tokens without signature';
  if (signed === 'open') return 'open';
  const validator = told.get('SignatureValidator') ?? told.get('SignatureValidatorUsingConfiguration');
  if (validator === undefined) return undefined;
  if (validator === 'open' || validator.kind !== 'function') return 'open';
  const called = [...nodesIn(validator.fn.body)].filter(node => node['kind'] === 'call');
  // The generic walk has forgotten the types of what it passes.
  const names = called.map(node => lastOf((node as unknown as CallExpr).callee));
  const isRead = names.length > 0 && names.every(name => READS.test(name));
  return isRead ? 'does not verify the signature (SignatureValidator)' : 'open';
}

const READS =
  /^(?:JwtSecurityToken|JsonWebToken|JwtSecurityTokenHandler|JsonWebTokenHandler|ReadJwtToken|ReadToken|ReadJsonWebToken)$/;

function lastOf(callee: Expr): string {
  return callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
}

/** Both are checked unless it is said; without a value to compare with, every token is refused. */
function checked(told: Told, what: 'Issuer' | 'Audience'): 'checked' | 'missing' | 'unknown' {
  if (told.has(`${what}Validator`)) return saysYes(told.get(`${what}Validator`)) ? 'missing' : 'unknown';
  const asked = switchIn(told, `Validate${what}`);
  if (asked === false) return 'missing';
  return asked === 'open' ? 'unknown' : 'checked';
}

function isFetchedInTheClear(file: ProgramFile, told: Told, inside: CallSite['inside']): boolean {
  const authority = told.get('Authority') ?? told.get('MetadataAddress');
  if (switchIn(told, 'RequireHttpsMetadata') !== false || authority === undefined) return false;
  return authority === 'open' || !/^https:/i.test(textOf(file, authority, inside));
}
