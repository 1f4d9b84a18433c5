/** Where libraries verify tokens, and what each of them has to be told. Sources: PyJWT, python-jose, Authlib and joserfc, API references. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Option, optionIn } from '../../constants.ts';
import { argument, dottedName } from '../../calls.ts';

export type Verifier = {
  readonly name: string;
  readonly key: Option;
  /** Undefined: the library takes one family of algorithms, or those that its object was made with. */
  readonly algorithms?: Option;
  readonly issuer: Option;
  readonly audience: Option;
  /** What the options switch: `verify_signature`, `verify_exp`. */
  readonly options: Option;
  /** A second call checks the claims; without it none of them is looked at. */
  readonly isHalf?: true;
};

export const VERIFIER_WORDS: readonly string[] = ['jwt', 'jose', 'authlib', 'joserfc', 'SIMPLE_JWT', 'JWT_AUTH'];

export function verifierOf(file: ProgramFile, { call, inside }: CallSite): Verifier | undefined {
  const name = dottedName(file, call.callee);
  const given = (of: string, index?: number): Option =>
    argument(file, call, inside, { name: of, ...(index === undefined ? {} : { index }) });
  switch (name) {
    case 'jwt.decode':
    case 'jwt.decode_complete':
    case 'jwt.api_jwt.decode':
    case 'jwt.PyJWT.decode':
      return {
        name: 'PyJWT',
        key: given('key', 1),
        // `jwt.decode(token, key, verify=False)` of the first version: read as the option of the same meaning.
        algorithms: given('algorithms', 2),
        issuer: given('issuer'),
        audience: given('audience'),
        options: given('options', 3),
      };
    case 'jose.jwt.decode':
      return {
        name: 'python-jose',
        key: given('key', 1),
        algorithms: given('algorithms', 2),
        issuer: given('issuer', 5),
        audience: given('audience', 4),
        options: given('options', 3),
      };
    case 'authlib.jose.jwt.decode': {
      const claims = given('claims_options', 2);
      const claim = (of: string): Option =>
        claims.kind === 'given' ? optionIn(file, claims.value, of, inside) : claims;
      return {
        name: 'Authlib',
        key: given('key', 1),
        issuer: claim('iss'),
        audience: claim('aud'),
        options: { kind: 'absent' },
        ...(/\.validate\s{0,4}\(/.test(file.text) ? {} : { isHalf: true }),
      };
    }
    default:
      return undefined;
  }
}

/** Readings of a token that verify nothing. */
const DECODERS: ReadonlySet<string> = new Set(['jose.jwt.get_unverified_claims', 'jose.jws.get_unverified_claims']);

export function readsUnverified(file: ProgramFile, callee: Expr): boolean {
  return DECODERS.has(dottedName(file, callee) ?? '');
}
