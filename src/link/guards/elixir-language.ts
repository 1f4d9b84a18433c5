/** Functions of Elixir itself that read, test or convert what a stranger sends. Source: Elixir, Kernel, Enum, List, String. */
import { NOTHING, type Value } from '../value.ts';
import { fail } from './calls.ts';
import { runLocals } from './follow.ts';
import { ABSENT, ANY, type Context, FORGED, type Seen, type Step, type Way, booleanSeen } from './seen.ts';
import { listOf, textOf } from './elixir-values.ts';

/** Functions that take apart or convert what they are given; of a made-up credential they give a part. */
const CONVERTING =
  /^(?:split|trim|trim_leading|trim_trailing|replace|replace_prefix|replace_leading|slice|downcase|upcase|capitalize|to_string|to_charlist|decode\d*!?|url_decode\d*!?|decode|decode!|first|last|at|hd|elem|to_existing_atom|to_integer|parse|join|to_binary|to_list|peek\w*|reverse|binary_part|pattern_match|next_codepoint|normalize|unwrap|map|concat|cast)$/;

const DECODING = /^(?:decode(?:16|32|64)?|url_decode64|hex_decode32|peek_claims|peek_header)$/;

/** Digests: that of a made-up credential is as made up, until it is compared with one that is kept. Source: Erlang, `crypto`. */
const DIGESTING =
  /^(?:hash|mac|hmac|hash_\w*token|hash_\w*key|sha\d+|digest|encode(?:16|32|64)|url_encode64|hex_encode32)$/;

const FORM =
  /^(?:starts_with\?|ends_with\?|match\?|contains\?|length|byte_size|is_binary|is_bitstring|is_list|is_map|is_tuple|is_atom|valid\?|printable\?)$/;

/** What is known of the type of a value: atoms and texts are not told apart here, nor are maps and keywords. */
const TYPE_TESTS: ReadonlyMap<string, (value: Value) => boolean | undefined> = new Map([
  ['is_list', ({ kind }: Value) => (kind === 'list' ? true : kind === 'text' || kind === 'class' ? false : undefined)],
  [
    'is_atom',
    ({ kind }: Value) => (kind === 'class' ? true : kind === 'list' || kind === 'number' ? false : undefined),
  ],
  [
    'is_binary',
    ({ kind }: Value) => (kind === 'text' ? undefined : kind === 'nothing' || kind === 'list' ? false : undefined),
  ],
  [
    'is_function',
    ({ kind }: Value) => (kind === 'closure' ? true : kind === 'text' || kind === 'list' ? false : undefined),
  ],
]);

const LIST_READERS: ReadonlySet<string> = new Set([
  'first',
  'last',
  'at',
  'hd',
  'find',
  'join',
  'to_string',
  'find_value',
]);

/** What such a function gives; undefined for any other. */
export function elixirFunction(
  context: Context,
  way: Way,
  name: string,
  args: readonly Seen[],
): readonly Step[] | undefined {
  const [first] = args;
  if (!first) return undefined;
  const seen = ofList(way, name, first) ?? ofCredential(name, first) ?? ofType(name, first);
  if (seen) return [{ seen, way }];
  if (DIGESTING.test(name) && args.some(arg => arg.kind === 'forged')) return [{ seen: FORGED, way }];
  // `get!` and its kin raise where nothing is found.
  if (name.endsWith('!') && args.some(arg => arg.kind === 'absent')) {
    fail(way, 'any');
    return [{ seen: ABSENT, way }];
  }
  if (/^(?:get_env|fetch_env!?|compile_env!?|get_env!)$/.test(name)) {
    const word = args.flatMap(arg => textOf(arg) ?? []).at(-1);
    return [{ seen: { kind: 'any', ...(word === undefined ? {} : { name: `config.${word.toLowerCase()}` }) }, way }];
  }
  return withCallbacks(context, way, name, args);
}

function ofList(way: Way, name: string, first: Seen): Seen | undefined {
  if (first.kind === 'list') {
    if (!LIST_READERS.has(name)) return undefined;
    return first.items.find(item => item.kind === 'forged') ?? first.items[0] ?? ANY;
  }
  if (first.kind !== 'known' || first.value.kind !== 'list') return undefined;
  const isEmpty = first.value.items.length === 0;
  if (isEmpty && LIST_READERS.has(name)) return way.reads.size > 0 ? ABSENT : { kind: 'known', value: NOTHING };
  return name === 'empty?' ? booleanSeen(isEmpty && !first.value.isOpen) : undefined;
}

/** Whoever makes a credential up gives it the form that it is asked to have. */
function ofCredential(name: string, first: Seen): Seen | undefined {
  if (first.kind === 'absent') {
    if (FORM.test(name)) return booleanSeen(false);
    return name === 'empty?' || name === 'blank?' ? booleanSeen(true) : undefined;
  }
  if (first.kind !== 'forged') return undefined;
  if (FORM.test(name)) return ANY;
  // Those that answer with a result give it for what is well formed.
  if (DECODING.test(name)) return listOf([{ kind: 'known', value: { kind: 'text', value: 'ok' } }, FORGED]);
  if (CONVERTING.test(name)) return FORGED;
  return name === 'empty?' ? booleanSeen(false) : undefined;
}

function ofType(name: string, first: Seen): Seen | undefined {
  const type = TYPE_TESTS.get(name);
  if (!type || first.kind !== 'known') return undefined;
  const answer = type(first.value);
  return answer === undefined ? ANY : booleanSeen(answer);
}

function withCallbacks(context: Context, way: Way, name: string, args: readonly Seen[]): readonly Step[] | undefined {
  const [first = ANY, second] = args;
  const callbacks = args.filter(arg => arg.kind === 'local');
  if (callbacks.length === 0) return undefined;
  // `Enum.reduce(headers, conn, fn header, conn -> … end)`: what is gathered begins as it is given.
  if (name === 'reduce' && second?.kind === 'request')
    return runLocals(context, way, callbacks, [ANY, second]).map(after => ({ seen: second, way: after }));
  return name === 'tap'
    ? runLocals(context, way, callbacks, [first]).map(after => ({ seen: first, way: after }))
    : undefined;
}
