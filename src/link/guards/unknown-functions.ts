/**
 * What functions that cannot be followed do with a made-up credential, as far as their names tell. Whatever is not known to look
 * it up or to check it does not verify it: hashing, logging, counting and taking apart let a made-up one through.
 */
import { isHarmlessPackage, speaksOfAuthentication, wordsIn } from './vocabulary.ts';

/** Whether a function may tell a good credential from a made-up one. `name` may be dotted; `module` is empty where it is not known. */
export function mayVerify(name: string, module: string): boolean {
  const last = name.split('.').at(-1) ?? name;
  const words = wordsOf(last);
  const [verb = ''] = words;
  if (TAKING_APART.has(verb) || asksForForm(last, module)) return false;
  // `assert(token)`, `requireHeader(…)` ask whether it is there.
  if (DEMANDING.has(verb)) return words.some(word => ACCEPTED.test(word));
  if (LOOKING_UP.has(verb) || words.some(word => CHECKING.test(word))) return true;
  if (KEEPING.has(verb)) return false;
  return speaksOfAuthentication(name) || (!isHarmlessPackage(module) && speaksOfAuthentication(module));
}

/**
 * Whether a function raises where it does not accept what it is handed, as far as its name tells: `requireUser`, `findOrFail`
 * do; `validateToken` does where nobody looks at its answer, and may where errors are caught.
 */
export function raisesByName(
  name: string,
  { isDropped, isTried }: { readonly isDropped: boolean; readonly isTried: boolean },
): 'surely' | 'perhaps' | 'no' {
  const last = name.split('.').at(-1) ?? name;
  const [verb = ''] = wordsOf(last);
  if (DEMANDING.has(verb) || /(?:Or_?(?:Throw|Fail|Raise|404|401)|!)$/i.test(last)) return 'surely';
  if (!VERIFYING.has(verb)) return 'no';
  return isDropped ? 'surely' : isTried ? 'perhaps' : 'no';
}

/** Abbreviations end where the next word begins: `getJWTUser`. */
function wordsOf(name: string): readonly string[] {
  return wordsIn(name.replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2'));
}

/** `uuid.validate(key)`, `validator.isUUID(key)`, `schema.safeParse(key)`: anybody can make up what has the right form. */
function asksForForm(last: string, module: string): boolean {
  return FORM_PACKAGES.test(module) || FORMS.test(last);
}

const FORM_PACKAGES =
  /(?:^|[-/@.])(?:uuid|ulid|nanoid|validator|class-validator|zod|joi|yup|ajv|valibot|superstruct|typebox|arktype|io-ts|pydantic|re|regex)(?:$|[-/@.])/;
const FORMS =
  /^(?:is_?)?(?:valid_?)?(?:uuid|ulid|guid|email|url|uri|jwt|ascii|alpha\w*|base64\w*|hex\w*|string|text|mongo_?id|object_?id|num(?:ber|eric)\w*|int(?:eger)?|digits?|array|object|ip|length|empty|blank|present)(?:_?valid(?:ate)?)?\??$|^safe_?parse(?:_?async)?$/i;

const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Verbs of functions that give what is in a credential, or something made of it. */
const TAKING_APART = wordSet(
  'extract parse strip trim split hash digest sha1 sha256 sha512 md5 hex encode encrypt stringify serialize format normalize sanitize clean mask redact truncate substr substring slice copy clone to as from make build create new wrap concat join append with convert cast map escape quote',
);
/** Verbs of functions that keep a value or tell somebody of it. */
const KEEPING = wordSet(
  'set add put store save insert upsert update write push emit publish dispatch enqueue log trace debug info warn error print record track count increment incr decr inc observe measure report notify tag bind attach assign register identify annotate remember audit touch delete remove clear',
);
/** Verbs of functions that ask somebody who knows. */
const LOOKING_UP = wordSet(
  'get find fetch load lookup look query select where filter first one single search resolve retrieve read request post send call invoke execute exec consume redeem open unseal decrypt unsign unprotect whoami me hget hgetall scan pluck take use exchange',
);
/** Verbs of functions that raise where they are not given what they ask for. */
const DEMANDING = wordSet('require requires ensure ensures assert asserts enforce demand must expect');
const ACCEPTED =
  /^(?:auth\w*|valid\w*|verif\w*|user|session|log(?:in|ged)|signed|admin|roles?|scopes?|permissions?|access|member|owner|principal)$/;
const VERIFYING = wordSet('verify validate check authenticate authorize introspect confirm');
const CHECKING =
  /^(?:verif\w*|valid(?:ate|ates|ated|ator|ation)?|check(?:s|ed|er)?|compare\w*|equals?|eql|eq|match(?:es)?|introspect\w*|allow(?:s|ed)?|permit(?:s|ted)?|can|confirm|trusted|known|exists?|has|contains?|includes?|member|accept(?:s|ed)?|by)$/;
