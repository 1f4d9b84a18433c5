/** Verification by firebase/php-jwt. Source: its README and CHANGELOG, versions 4 to 7. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { argument, isFalse } from '../../calls.ts';
import { type Judged, judgedBy, type Told, unsound } from '../../judged-verification.ts';
import { isCallOf, libraryNames } from '../../library-calls.ts';
import { writtenSecretIn } from '../../written-secret.ts';
import { PHP_FORMS } from '../written-secret.ts';

const NAME = 'firebase/php-jwt';
const DECODE = { calls: ['Firebase\\JWT.JWT.decode'] };

export function firebase(file: ProgramFile, site: CallSite): Judged | undefined {
  if (!isCallOf(file, site, DECODE)) return undefined;
  const { call, inside } = site;
  const at = (index: number, name: string): Expr | undefined => {
    const given = argument(file, call, inside, { name, index });
    return given.kind === 'given' ? given.value : undefined;
  };
  const key = at(1, 'keyOrKeyArray');
  if (!key) return undefined;
  const algorithms = at(2, 'allowed_algs');
  // Before version 2 the third argument said whether to verify at all.
  if (algorithms && isFalse(valueOf(file, algorithms, inside)))
    return key.kind === 'nothing' ? undefined : unsound(`${NAME} does not verify the signature`);
  const made = keyMade(file, key, inside);
  const wrong =
    wrongAlgorithm(file, made?.algorithm ?? algorithms, inside) ?? writtenKey(file, made?.key ?? key, inside);
  if (wrong) return wrong;
  return judgedBy(NAME, {
    // Without a list it takes keys that bring their algorithm, and since version 2 no others.
    algorithm: algorithms && !made ? ofList(file, algorithms, inside) : 'checked',
    issuer: compared(file, 'iss'),
    audience: compared(file, 'aud'),
  });
}

type Inside = CallSite['inside'];

/** `new Key($secret, 'HS256')`. */
function keyMade(
  file: ProgramFile,
  key: Expr,
  inside: Inside,
): { readonly key: Expr | undefined; readonly algorithm: Expr | undefined } | undefined {
  const value = valueOf(file, key, inside);
  if (value.kind !== 'call' || !libraryNames(file, value.callee, inside).includes('Firebase\\JWT.Key'))
    return undefined;
  const [own, algorithm] = value.args;
  return { key: own, algorithm };
}

function ofList(file: ProgramFile, algorithms: Expr, inside: Inside): Told {
  const value = valueOf(file, algorithms, inside);
  return value.kind === 'list' && value.items.length > 0 ? 'checked' : 'unknown';
}

function wrongAlgorithm(file: ProgramFile, algorithms: Expr | undefined, inside: Inside): Judged | undefined {
  const value = algorithms && valueOf(file, algorithms, inside);
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  if (items.some(item => item.kind === 'text' && item.value.toLowerCase() === 'none'))
    return unsound(`${NAME} accepts tokens without signature (algorithm none)`);
  // `$header->alg`, of the token itself.
  return items.some(item => item.kind === 'member' && item.name === 'alg' && /head/i.test(rootName(item.of)))
    ? unsound(`${NAME} accepts whatever algorithm the token asks for`)
    : undefined;
}

function rootName(expr: Expr): string {
  if (expr.kind === 'member' && expr.of.kind !== 'self') return rootName(expr.of);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

function writtenKey(file: ProgramFile, key: Expr | undefined, inside: Inside): Judged | undefined {
  const secret = key && writtenSecretIn(file, key, inside, PHP_FORMS);
  return secret && !secret.isFallback && secret.text !== ''
    ? { ...unsound(`${NAME} verifies with a secret that is written in the code`), hides: [secret.at] }
    : undefined;
}

/** `$payload->iss !== $issuer`, `$claims['iss'] === …`, `in_array($payload->aud, $clients)`. */
function compared(file: ProgramFile, claim: 'iss' | 'aud'): Told {
  return COMPARES[claim].test(file.text) ? 'checked' : 'missing';
}

/** The claim beside a comparison, or among what a function is asked that compares. */
function comparing(claim: string): RegExp {
  const read = `(?:->${claim}\\b|\\[['"]${claim}['"]\\])`;
  return new RegExp(
    `${read}\\s{0,4}[!=]=|[!=]=\\s{0,4}\\$[\\w>-]{1,60}${read}|\\b(?:in_array|hash_equals|array_intersect)\\([^()]{0,120}${read}`,
  );
}

const COMPARES = { iss: comparing('iss'), aud: comparing('aud') };
