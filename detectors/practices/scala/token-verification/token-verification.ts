import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES } from '../../../routes/scala/source-files.ts';
import { isFalse } from '../../calls.ts';
import { functionName } from '../../function-name.ts';
import {
  type Judged,
  judgedBy,
  orBelieved,
  type Told,
  unsound,
  verificationAt,
  withoutExpiry,
} from '../../judged-verification.ts';
import { isCallOf, libraryNames } from '../../library-calls.ts';
import { jvmVerification } from '../../jvm/token-verification/judged.ts';
import { VERIFIER_WORDS } from '../../jvm/token-verification/verifiers.ts';
import { writtenValue } from '../constants.ts';
import { jwtScala } from '../jwt-scala.ts';

export const tokenVerificationScala = defineDetector({
  id: 'token-verification-scala',
  title: 'Verification of tokens in Scala (jwt-scala, and libraries of Java)',
  kind: 'practice',
  docs: 'https://jwt-scala.github.io/jwt-scala/jwt-core.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['pdi.jwt', ...VERIFIER_WORDS],
  emits: ['practice'],
  limits: [
    'Options that are made in another file or are passed in are not judged.',
    'That the issuer or the audience is looked at by code of its own is told by comparisons in the same file.',
    'Reading a token without verifying it counts only where the method says that it finds the caller, in a file that neither verifies one nor asks another service.',
  ],
  version: 1,
  detect: file =>
    orBelieved(
      file,
      file.calls.flatMap((site): readonly PracticeFact[] => [
        ...verificationAt(site, ofJwtScala(file, site)),
        ...jvmVerification(file, site),
      ]),
      isReadBlindly,
    ),
});

const NAME = 'jwt-scala';
const DECODE = {
  calls: jwtScala(
    'decode',
    'decodeRaw',
    'decodeJson',
    'decodeAll',
    'decodeRawAll',
    'decodeJsonAll',
    'validate',
    'isValid',
  ),
};

/** `Jwt.decode(token, key, Seq(JwtAlgorithm.HS256), JwtOptions(…))`: a key goes with algorithms of its kind. */
function ofJwtScala(file: ProgramFile, site: CallSite): Judged | undefined {
  if (!isCallOf(file, site, DECODE)) return undefined;
  const { options, hasKey, isOpen } = givenTo(file, site);
  if (isOpen || !hasKey) return undefined;
  if (options && isOff(options, 'signature', 0)) return unsound(`${NAME} does not verify the signature`);
  if (options && isOff(options, 'expiration', 1))
    return withoutExpiry(NAME, file.text, /\.expiration\b|\.exp\b|\bisValid\b|\bisExpired\b/);
  return judgedBy(NAME, { algorithm: 'checked', issuer: looksAt(file, 'issuer'), audience: looksAt(file, 'audience') });
}

type Given = {
  readonly options: CallExpr | undefined;
  readonly hasKey: boolean;
  /** Options may be among them that are made elsewhere. */
  readonly isOpen: boolean;
};

function givenTo(file: ProgramFile, { call, inside }: CallSite): Given {
  const others = call.args.slice(1).map(arg => {
    const isNamed = arg.kind === 'named';
    return { name: isNamed ? arg.name : '', value: writtenValue(file, isNamed ? arg.value : arg, inside) };
  });
  const options = others.find(({ value }) => isOptions(file, value, inside))?.value;
  const rest = others.filter(({ value }) => value !== options);
  const isOpen = rest.some(
    ({ name, value }, index) =>
      name === 'options' ||
      index > 1 ||
      ((value.kind === 'name' || value.kind === 'member' || value.kind === 'call') &&
        /options/i.test(value.kind === 'call' ? '' : value.name)),
  );
  return { options: options?.kind === 'call' ? options : undefined, hasKey: rest.length > 0, isOpen };
}

/** `JwtOptions(signature = false)`, `JwtOptions.DEFAULT.copy(leeway = 5)`, `JwtOptions.DEFAULT`. */
function isOptions(file: ProgramFile, value: Expr, inside: CallSite['inside']): boolean {
  const of = value.kind === 'call' ? value.callee : value;
  const names = of.kind === 'name' || of.kind === 'member' ? libraryNames(file, of, inside) : [];
  return names.some(name => /^pdi\.jwt\.JwtOptions(?:\.apply|\.DEFAULT(?:\.copy)?)?$/.test(name));
}

function isOff({ args }: CallExpr, name: string, index: number): boolean {
  const named = args.find(arg => arg.kind === 'named' && arg.name === name);
  const given =
    named?.kind === 'named' ? named.value : args.every(({ kind }) => kind !== 'named') ? args[index] : undefined;
  return isFalse(given);
}

/** `claim.isValid("issuer", "audience")`, `claim.issuer.contains("shop")`. */
function looksAt(file: ProgramFile, claim: 'issuer' | 'audience'): Told {
  const least = claim === 'issuer' ? 1 : 2;
  const isAsked = file.calls.some(
    site =>
      site.name === 'isValid' && isOfClaim(site) && site.call.args.length >= least && !isCallOf(file, site, DECODE),
  );
  const compares = new RegExp(`\\.${claim}\\b\\s?(?:[!=]=|\\.(?:contains|exists|forall)\\b)`);
  return isAsked || compares.test(file.text) ? 'checked' : 'missing';
}

/** Other things have an `isValid`, too: what it is asked of has to be named for a claim, or be what a result holds (`_`). */
function isOfClaim({ call: { callee } }: CallSite): boolean {
  if (callee.kind !== 'member') return false;
  const { of } = callee;
  return (of.kind === 'name' || of.kind === 'member') && /^_|claim|token|jwt|payload|decoded/i.test(of.name);
}

/** Methods by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:(?:get|load|fetch|find|resolve|extract)?(?:Current|Authenticated|LoggedIn)?(?:User|Principal|Identity|Caller)(?:Id)?(?:(?:From|By)(?:Token|Jwt|Request|Bearer))?|current(?:User|Principal)(?:Id)?|authenticat\w{0,40}|authoriz\w{0,40}|(?:verify|validate|check)(?:Access)?(?:Token|Jwt|Auth))$/;

const VERIFIES = /\b(?:verify|isValid|validate)\(|HttpClient|basicRequest|WSClient|singleRequest|\bMac\.getInstance/;

/** A token that is read by itself, or with `signature = false`. */
function isReadBlindly(file: ProgramFile, site: CallSite): boolean {
  const isRead = isCallOf(file, site, DECODE)
    ? isReadOnly(file, site)
    : isFrom(file.originOf(site.call.callee), 'com.auth0.jwt', 'JWT.decode');
  return isRead && !VERIFIES.test(file.text) && site.inside.some(fn => FINDS.test(functionName(file, fn)));
}

function isReadOnly(file: ProgramFile, site: CallSite): boolean {
  const { options, hasKey, isOpen } = givenTo(file, site);
  return !hasKey && !isOpen && options !== undefined && isOff(options, 'signature', 0);
}
