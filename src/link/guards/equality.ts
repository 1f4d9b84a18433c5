/** Whether two values are the same, for a stranger. */
import { HOLE, type Value, fullNames } from '../value.ts';
import { sameText } from './request.ts';
import { type Seen, type Way, newWay } from './seen.ts';

/** Undefined where it cannot be told. A made-up credential that is compared with a secret is verified. */
export function isEqual(way: Way, left: Seen, right: Seen): boolean | undefined {
  if (left.kind === 'forged' || right.kind === 'forged')
    return isForgedEqual(way, left.kind === 'forged' ? left : right, left.kind === 'forged' ? right : left);
  if (left.kind === 'absent' && right.kind === 'absent') return undefined;
  if (left.kind === 'absent' || right.kind === 'absent') {
    const other = left.kind === 'absent' ? right : left;
    if (isSecretName(other)) return false;
    if (other.kind !== 'known') return undefined;
    if (other.value.kind === 'nothing') return true;
    // Something that is not there equals no text, number or secret of the configuration that is there.
    return other.value.kind === 'text' ||
      other.value.kind === 'number' ||
      other.value.kind === 'boolean' ||
      other.value.kind === 'external'
      ? false
      : undefined;
  }
  if (left.kind !== 'known' || right.kind !== 'known') return undefined;
  return samePlain(left.value, right.value);
}

/** Whether two plain values are the same; undefined when one of them is not plain. */
export function samePlain(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'text' && b.kind === 'text') return sameText(a.value, b.value);
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'nothing' && b.kind === 'nothing') return true;
  const isPlain = (value: Value): boolean =>
    value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean';
  return (a.kind === 'nothing' && isPlain(b)) || (b.kind === 'nothing' && isPlain(a)) ? false : undefined;
}

/** A secret that is made elsewhere, as its name says; like one of the environment it is taken to be set. */
function isSecretName(seen: Seen): boolean {
  const value = seen.kind === 'known' ? seen.value : undefined;
  if (value?.kind === 'outcome') return isSetting(value.of);
  // What the application is configured with, as the request leads to it.
  if (seen.kind === 'request' && !seen.path.some(part => part === 'config' || part === 'settings')) return false;
  const name =
    seen.kind === 'request'
      ? seen.path.at(-1)
      : seen.kind === 'any' || seen.kind === 'object'
        ? seen.name
        : value?.kind === 'unknown' || value?.kind === 'method'
          ? value.name
          : undefined;
  return name !== undefined && /(?:secret|token|key|password)$/i.test(name);
}

/** `os.getenv('KEY')`, `os.Getenv("KEY")`, `os.environ.get('KEY')`, `config('KEY')` of decouple and Starlette. */
function isSetting(value: Value): boolean {
  return (
    value.kind === 'external' &&
    /^os\.(?:[gG]etenv|environ\.get)$|^(?:decouple|starlette\.config|environ)\b/.test(fullNames(value)[0] ?? '')
  );
}

/** Whether two values are known to be the same, or not to be. */
export function isSameSeen(left: Seen, right: Seen): boolean | undefined {
  return isEqual(newWay(), left, right);
}

function isEmpty(seen: Seen): boolean {
  return seen.kind === 'known' && seen.value.kind === 'text' && seen.value.value === '';
}

/** A stranger can write a scheme, a claim or a length; a secret that is compared with as a whole, none of these can. */
function isForgedEqual(way: Way, forged: Seen, other: Seen): boolean | undefined {
  if (other.kind === 'absent' || (other.kind === 'known' && other.value.kind === 'nothing')) return false;
  // One that is made up is there; what happens to one that is not is looked at by itself.
  if (forged.kind === 'forged' && forged.isWhole && isEmpty(other)) return false;
  const literal =
    other.kind === 'known' &&
    (other.value.kind === 'text' || other.value.kind === 'number' || other.value.kind === 'boolean')
      ? other.value
      : undefined;
  const isSecret =
    !literal ||
    (literal.kind === 'text' &&
      (literal.value.includes(HOLE) ||
        (forged.kind === 'forged' && forged.isWhole && literal.value.length >= SECRET_LENGTH)));
  if (isSecret) way.isVerified = true;
  return isSecret && literal ? false : undefined;
}

/** A shorter literal is a switch that a stranger can set (`'true'`), and no secret. */
const SECRET_LENGTH = 8;
