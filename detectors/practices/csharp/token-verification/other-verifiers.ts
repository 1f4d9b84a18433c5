/** Other libraries that verify tokens, and tokens that are read and believed. Sources: the libraries' documentation. */
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { chainOf, lastName } from '../../../routes/csharp/names.ts';
import { functionName } from '../../function-name.ts';
import type { Judged } from '../../judged-verification.ts';
import { importsOne, isCallOf } from '../../library-calls.ts';
import { types } from '../type-names.ts';

/** `services.AddMicrosoftIdentityWebApi(configuration)`: signature, issuer, audience and expiry, unless options say otherwise. */
export function identityWeb({ call, name, receiver }: CallSite): Judged | undefined {
  const isPlain = receiver !== undefined && !call.args.some(arg => arg.kind === 'function' || arg.kind === 'named');
  return isPlain && /^AddMicrosoftIdentityWebApi(?:Authentication)?$/.test(name)
    ? { standing: 'sound', what: 'Microsoft.Identity.Web checks signature, algorithm, issuer, audience and expiry' }
    : undefined;
}

/** jose-jwt verifies the signature alone; JWT.NET the expiry too. */
export function smallLibraries(file: ProgramFile, site: CallSite): Judged | undefined {
  const { call, name } = site;
  if (
    isCallOf(file, site, { calls: types('Jose', 'JWT.Decode') }) &&
    importsOne(file, ['Jose']) &&
    call.args.length > 1
  )
    return call.args[1]?.kind === 'nothing'
      ? undefined
      : { standing: 'partial', what: 'jose-jwt does not check issuer, audience, expiry' };
  if (name !== 'Decode' || !importsOne(file, ['JWT'])) return undefined;
  const { calls } = chainOf(call);
  return calls.some(one => lastName(one.callee) === 'MustVerifySignature')
    ? { standing: 'partial', what: 'JWT.NET does not check issuer, audience' }
    : undefined;
}

/** Functions by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:HandleAuthenticate|Authenticate|Authorize|OnAuthorization|OnActionExecuting|(?:Get|Load|Fetch|Find|Extract)(?:Current)?(?:User|Principal|Identity|Claims)(?:Id)?(?:From(?:Token|Jwt|Request|Context))?|(?:Verify|Validate|Check)(?:Token|Jwt|Auth)\w*)(?:Async)?$/;

/** Whoever asks another service about the token may read it afterwards. */
const ASKS = /\bHttpClient\b|\bValidateToken|\bVerify\w{0,30}\(|Introspect|AddJwtBearer|\[Authorize/;

const READERS: readonly string[] = ['ReadJwtToken', 'ReadJsonWebToken', 'ReadToken'];

/** `new JwtSecurityTokenHandler().ReadJwtToken(token)` where the caller is found. */
export function isReadBlindly(file: ProgramFile, { call, name, receiver, inside }: CallSite): boolean {
  const isRead =
    receiver !== undefined && READERS.includes(name) && call.args.length === 1
      ? importsOne(file, ['System.IdentityModel.Tokens.Jwt', 'Microsoft.IdentityModel'])
      : false;
  return isRead && !ASKS.test(file.text) && inside.some(fn => FINDS.test(functionName(file, fn)));
}
