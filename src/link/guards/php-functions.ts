/** Functions of PHP and helpers of its frameworks. Sources: PHP manual; Laravel, Helpers; WordPress, Code Reference. */
import { opaqueInstance } from '../calling.ts';
import { fail } from './calls.ts';
import { readCredential } from './expressions.ts';
import { statusIn, textOf } from './php-answers.ts';
import { AUTHENTICATION, readPart } from './php-request.ts';
import { textTest } from './request.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  holdsAny,
  numberOf,
} from './seen.ts';

/** Objects that give answers. */
export const REDIRECTOR = 'redirect()';
export const RESPONDER = 'response()';

/** What a function of PHP, or a helper of a framework, does to a stranger. */
export function phpFunction(context: Context, way: Way, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  switch (name) {
    case 'request':
      return one((first && readPart(context, way, ['query', textOf(first) ?? ''])) ?? { kind: 'request', path: [] });
    case 'app':
    case 'resolve':
      // What the container makes is there.
      return first?.kind === 'known' && (first.value.kind === 'class' || first.value.kind === 'external')
        ? one({ kind: 'object' })
        : undefined;
    case 'auth':
      return one({ kind: 'request', path: [AUTHENTICATION] });
    case 'session':
      return one(
        (first && readPart(context, way, ['session', textOf(first) ?? ''])) ?? { kind: 'request', path: ['session'] },
      );
    case 'cookie':
      return undefined;
    case 'redirect':
    case 'back':
    case 'to_route':
      return one(
        args.length === 0 && name === 'redirect'
          ? { kind: 'object', name: REDIRECTOR }
          : { kind: 'answer', status: 302 },
      );
    case 'response':
      return one(
        args.length === 0
          ? { kind: 'object', name: RESPONDER }
          : { kind: 'answer', status: statusIn(called, 1) ?? 200 },
      );
    case 'http_response_code': {
      const status = first && numberOf(first);
      if (status !== undefined && !way.hasAnswered) way.status = status;
      return one(ANY);
    }
    case 'header': {
      const text = textOf(first) ?? '';
      const written = /^HTTP\/[\d.]+ (\d{3})/.exec(text)?.[1];
      const status = written === undefined ? (/^Location:/i.test(text) ? 302 : undefined) : Number(written);
      if (status !== undefined && !way.hasAnswered) way.status = status;
      return one(ANY);
    }
    case 'model': {
      // The one object of a class. Source: CodeIgniter, Using CodeIgniter's Model; Global Functions.
      const cls = first?.kind === 'known' && first.value.kind === 'class' ? first.value : undefined;
      return cls && one({ kind: 'known', value: opaqueInstance(context.machine, cls) });
    }
    case 'getallheaders':
    case 'apache_request_headers':
      return one({ kind: 'request', path: ['headers'] });
    default:
      return checkOf(context, way, called) ?? readerOf(way, called);
  }
}

/** Functions that tell good from bad, or who is signed in. */
function checkOf(context: Context, way: Way, { name, args }: Called): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  switch (name) {
    case 'hash_equals':
    case 'password_verify':
    case 'openssl_verify':
      return comparison(way, args);
    case 'in_array': {
      const isAmong = membership(first, args[1]);
      return isAmong === undefined ? comparison(way, args) : one(booleanSeen(isAmong));
    }
    case 'is_null':
      return first
        ? one(first.kind === 'absent' ? booleanSeen(true) : first.kind === 'forged' ? booleanSeen(false) : ANY)
        : undefined;
    case 'optional':
    case 'value':
    case 'tap':
      return first ? one(first) : undefined;
    case 'is_user_logged_in':
      return one(signedIn(context, way, 'is_user_logged_in()', false));
    case 'current_user_can':
    case 'get_current_user_id':
      return one(signedIn(context, way, `${name}()`, false));
    case 'wp_get_current_user':
      return one(readCredential(context, way, `${name}()`, { mechanism: 'session', isCarried: false }));
    case 'wp_verify_nonce':
    case 'check_ajax_referer':
    case 'check_admin_referer':
      // What it proves is that a page of the site was open, not who opened it.
      return one(ANY);
    default:
      return undefined;
  }
}

/** Whether a text that is known is in a list that is known whole. */
function membership(text: Seen | undefined, list: Seen | undefined): boolean | undefined {
  const wanted = textOf(text);
  const items =
    list?.kind === 'list'
      ? list.items.map(textOf)
      : list?.kind === 'known' && list.value.kind === 'list' && !list.value.isOpen
        ? list.value.items.map(item => (item.kind === 'text' ? item.value : undefined))
        : undefined;
  const isNothing = text?.kind === 'known' && text.value.kind === 'nothing';
  if (isNothing && items) return items.includes(undefined) ? undefined : false;
  if (wanted === undefined || !items) return undefined;
  if (items.includes(wanted)) return true;
  return items.includes(undefined) ? undefined : false;
}

/** Functions that test the form of what they are given, or read it. */
function readerOf(way: Way, { name, args }: Called): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first, second] = args;
  const tested = TEXT_TESTS.get(name);
  const [text, part] = [textOf(first), textOf(second)];
  const known = tested && text !== undefined && part !== undefined ? textTest(tested, text, part) : undefined;
  if (known) return one(known);
  if (TESTS.has(name)) {
    if (first?.kind === 'absent') return one(booleanSeen(false));
    return args.some(arg => arg.kind === 'forged') ? one(ANY) : undefined;
  }
  if (!DECODERS.has(name)) return undefined;
  // Texts to search for come first in some of them.
  const subject = [first, second, args[2]].find(arg => arg?.kind === 'absent' || arg?.kind === 'forged');
  return subject ? one(subject.kind === 'absent' ? ABSENT : FORGED) : undefined;
}

/** What an answer about who is signed in is to a stranger. */
export function signedIn(context: Context, way: Way, what: string, answer: boolean): Seen {
  readCredential(context, way, what, { mechanism: 'session', isCarried: false });
  return context.caller === 'anyone' ? ANY : booleanSeen(answer);
}

/** Something that is not there, or made up, is compared with what is secret: it is not the same. */
export function comparison(way: Way, args: readonly Seen[]): readonly Step[] | undefined {
  if (!holdsAny(args, 'absent') && !holdsAny(args, 'forged')) return undefined;
  way.isVerified = true;
  return [{ seen: booleanSeen(false), way }];
}

/** A token that is not there, or made up, is verified: that fails. */
export function verified(way: Way, args: readonly Seen[]): readonly Step[] | undefined {
  if (!holdsAny(args, 'absent') && !holdsAny(args, 'forged')) return undefined;
  way.isVerified = true;
  fail(way, undefined);
  return [{ seen: ABSENT, way }];
}

const TEXT_TESTS: ReadonlyMap<string, string> = new Map([
  ['str_starts_with', 'startsWith'],
  ['str_ends_with', 'endsWith'],
  ['str_contains', 'includes'],
]);

const TESTS: ReadonlySet<string> = new Set([
  'str_starts_with',
  'str_contains',
  'str_ends_with',
  'strpos',
  'stripos',
  'preg_match',
  'is_string',
  'is_array',
  'is_numeric',
  'is_object',
  'is_int',
  'strlen',
  'mb_strlen',
  'count',
  'ctype_alnum',
  'filled',
  'array_key_exists',
]);

/** Functions that read, cut or convert what they are given. */
const DECODERS: ReadonlySet<string> = new Set([
  'trim',
  'ltrim',
  'rtrim',
  'substr',
  'explode',
  'str_replace',
  'str_ireplace',
  'preg_replace',
  'preg_split',
  'strtolower',
  'strtoupper',
  'base64_decode',
  'json_decode',
  'urldecode',
  'rawurldecode',
  'unserialize',
  'strval',
  'intval',
  'array_shift',
  'array_pop',
  'current',
  'reset',
  'end',
  'filter_var',
  'htmlspecialchars',
  'strip_tags',
  'stripslashes',
  'sanitize_text_field',
  'wp_unslash',
]);
