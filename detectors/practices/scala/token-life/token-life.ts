import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES } from '../../../routes/scala/source-files.ts';
import { sourceOf } from '../../calls.ts';
import { functionName } from '../../function-name.ts';
import { type JudgedLife, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { ISSUER_WORDS, jvmLifeAt } from '../../jvm/token-life/lives.ts';
import { isCallOf, libraryNames } from '../../library-calls.ts';
import { writtenValue } from '../constants.ts';
import { secondsFromNow, secondsOf } from '../durations.ts';
import { jwtScala } from '../jwt-scala.ts';

export const tokenLifeScala = defineDetector({
  id: 'token-life-scala',
  title: 'Life of tokens in Scala (jwt-scala, and libraries of Java)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['pdi.jwt', ...ISSUER_WORDS],
  emits: ['practice'],
  limits: [
    'Claims are read where they are written: in the method that encodes the token, or in a value of the same file.',
    'Claims that are made of another object may hold the expiry, and are not judged.',
  ],
  version: 1,
  detect: file =>
    file.calls.flatMap((site): readonly PracticeFact[] => {
      const judged = ofJwtScala(file, site);
      return judged
        ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }]
        : jvmLifeAt(file, site);
    }),
});

const ENCODE = { calls: jwtScala('encode') };

/** Steps that say nothing of the expiry. Source: jwt-scala, `JwtClaim`. */
const OTHERS: ReadonlySet<string> = new Set([
  'by',
  'to',
  'about',
  'withId',
  'issuedNow',
  'issuedAt',
  'issuedIn',
  'startsNow',
  'startsAt',
  'startsIn',
]);

/** How many steps of `JwtClaim().issuedNow.expiresIn(60)` are followed. */
const MOST_STEPS = 40;

/** `Jwt.encode(JwtClaim(subject = Some("u")).issuedNow.expiresIn(300), key, JwtAlgorithm.HS256)`. */
function ofJwtScala(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  if (!isCallOf(file, site, ENCODE)) return undefined;
  const { call, inside } = site;
  const claim = call.args.find(arg => arg.kind === 'named' && arg.name === 'claim') ?? call.args[0];
  let current = claim?.kind === 'named' ? claim.value : claim;
  let isWhole = true;
  for (let left = MOST_STEPS; current && left > 0; left--) {
    const value = writtenValue(file, current, inside);
    // `JwtClaim() + ("user", 1)`: what is added by a name.
    if (value.kind === 'concat') {
      isWhole &&= value.parts.slice(1).every(isOtherClaim);
      current = value.parts[0];
      continue;
    }
    const callee = value.kind === 'call' ? value.callee : value;
    if (value.kind === 'call' && libraryNames(file, callee, inside).includes('pdi.jwt.JwtClaim'))
      return ofClaim(file, site, value, isWhole);
    if (callee.kind !== 'member') return undefined;
    const [first] = value.kind === 'call' ? value.args : [];
    if (callee.name === 'expiresIn' && first)
      return ofLife(secondsOf(file, first, inside), isRefresh(file, site, current));
    if (callee.name === 'expiresAt' && first)
      return ofLife(secondsFromNow(file, first, inside), isRefresh(file, site, current));
    const isAdded = (callee.name === '+' || callee.name === '++') && value.kind === 'call';
    isWhole &&= OTHERS.has(callee.name) || (isAdded && value.args.every(isOtherClaim));
    current = callee.of;
  }
  return undefined;
}

/** `("roles", roles)`, and not the expiry. */
function isOtherClaim(expr: Expr): boolean {
  const name = expr.kind === 'list' ? expr.items[0] : undefined;
  return name?.kind === 'text' && name.value !== 'exp' && !OWN_EXPIRY_CLAIM.test(name.value);
}

/** `JwtClaim(content, issuer, subject, audience, expiration, …)`. */
function ofClaim(file: ProgramFile, site: CallSite, made: CallExpr, isWhole: boolean): JudgedLife | undefined {
  const at = (name: string, index: number): Expr | undefined => {
    const named = made.args.find(arg => arg.kind === 'named' && arg.name === name);
    const placed = made.args[index];
    return named?.kind === 'named' ? named.value : placed?.kind === 'named' ? undefined : placed;
  };
  const expiration = at('expiration', 4);
  if (expiration && expiration.kind !== 'nothing')
    return ofLife(secondsFromNow(file, expiration, site.inside), isRefresh(file, site, made));
  const content = at('content', 0);
  const written = content && writtenValue(file, content, site.inside);
  const isPlain = written === undefined || (written.kind === 'text' && !/exp|valid/i.test(written.value));
  return isPlain && isWhole ? NEVER : undefined;
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite, claim: Expr): boolean {
  const around = inside.map(fn => functionName(file, fn)).join(' ');
  return /refresh/i.test(`${sourceOf(file, call.at)} ${sourceOf(file, claim.at)} ${around}`);
}
