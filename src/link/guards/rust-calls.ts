/** Calls of what is outside the tree, in Rust: answers, results, checks of credentials, and macros. */
import { visitNodes } from '../walk.ts';
import type { FunctionNode } from '../../core/program.ts';
import { evaluate } from '../interpreter.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { passPerhaps } from './expressions.ts';
import type { Origin } from './language.ts';
import { refusal, tried } from './rust-results.ts';
import {
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  forkUnder,
  holdsAny,
  numberOf,
} from './seen.ts';
import { isVerifier } from './vocabulary.ts';

const RESPONSES: ReadonlyMap<string, number> = new Map([
  ['Unauthorized', 401],
  ['Forbidden', 403],
  ['BadRequest', 400],
  ['NotFound', 404],
  ['TooManyRequests', 429],
  ['Ok', 200],
]);

/** What a call does to a stranger that means something in Rust; undefined for any other. */
export function rustCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  written: Called,
): readonly Step[] | undefined {
  // What is named by its path is known by the last name of it.
  const called: Called = { ...written, name: written.name.split(/::|\./).at(-1) ?? '' };
  const { name, args, node } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const made = answerOf(origin, called);
  if (made) return [{ seen: made, way }];
  const result = resultOf(context, way, origin, called);
  if (result) return result;
  if (name.endsWith('!')) return byMacro(way, name, args);
  const checked = verification(context, way, origin, called) ?? (node.isNew ? one(instance(called)) : undefined);
  if (checked) return checked;
  if (args.some(arg => arg.kind === 'next') && args.some(arg => arg.kind === 'request' && arg.path.length === 0))
    return perhapsPassed(way, name);
  // What is not there can only be handed to what takes an `Option`: nothing follows for what that gives.
  return holdsAny(args, 'absent') && !holdsAny(args, 'forged') && !args.some(arg => arg.kind === 'local')
    ? one({ kind: 'any', holds: 'absent', name })
    : undefined;
}

/** What is given the request and what comes after it lets the request go on, or refuses whom it likes. */
function perhapsPassed(way: Way, name: string): readonly Step[] {
  const words = `what ${name} does`;
  way.mayRead ??= name;
  const refused = forkUnder(way, words);
  refused.end = { kind: 'returned', value: { kind: 'rejected' } };
  passPerhaps(way, words);
  return [
    { seen: ANY, way },
    { seen: ANY, way: refused },
  ];
}

/** Responses that are made by what they are called. */
function answerOf(origin: Origin | undefined, { name, args: [first, second] }: Called): Seen | undefined {
  const owner = origin?.path.at(-2) ?? '';
  // A response with the request that it is for. Source: Actix Web, dev::ServiceResponse.
  if (owner === 'ServiceResponse' && name === 'new' && second?.kind === 'answer') return second;
  if (owner === 'HttpResponse' || owner === 'Response') {
    const status = RESPONSES.get(name);
    if (status !== undefined) return { kind: 'answer', status };
    if (name === 'builder' || name === 'new' || name === 'build')
      return { kind: 'answer', status: (first && numberOf(first)) ?? 200 };
  }
  // Source: Salvo, http::StatusError.
  if (owner === 'StatusError') {
    const words = name.split('_').map(word => word.slice(0, 1).toUpperCase() + word.slice(1));
    return { kind: 'answer', status: RESPONSES.get(words.join('')) ?? 'any' };
  }
  if (owner === 'Redirect') return { kind: 'answer', status: 302 };
  const made = /^Error(Unauthorized|Forbidden|BadRequest|NotFound|TooManyRequests)$/.exec(name)?.[1];
  return made === undefined ? undefined : { kind: 'answer', status: RESPONSES.get(made) ?? 'any' };
}

/** What makes a result, or hands one on. */
function resultOf(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name, args }: Called,
): readonly Step[] | undefined {
  const [first] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  switch (name) {
    case 'Some':
      return one(first ?? ANY);
    case 'Ok':
      return one({ kind: 'promise', of: first ?? ANY });
    case 'Err':
      return one(refusal(first));
    case 'Success':
    case 'Error':
    case 'Failure':
    case 'Forward':
      if (origin?.path.at(-2) !== 'Outcome') return undefined;
      return one(name === 'Success' ? { kind: 'promise', of: first ?? ANY } : refusal(first));
    case 'try_outcome!':
    case 'try!':
      return first ? tried(context, way, first) : one(ANY);
    case 'ready':
    case 'pin':
    case 'from':
    case 'try_from':
    case 'from_utf8':
    case 'from_utf8_lossy':
      if (first && args.length === 1 && (name === 'ready' || name === 'pin' || first.kind === 'absent'))
        return one(first);
      if (first?.kind === 'forged') return one(FORGED);
      return undefined;
    default:
      return undefined;
  }
}

/** What a macro that is not known does may be anything, also to return from the function. */
function byMacro(way: Way, name: string, args: readonly Seen[]): readonly Step[] {
  if (QUIET_MACROS.has(name)) return [{ seen: ANY, way }];
  const words = `what ${name} does`;
  // It may refuse, and it may as well answer for anybody.
  const ended = forkUnder(way, words);
  ended.doubt ??= words;
  ended.end = { kind: 'returned', value: ANY };
  const on = forkUnder(way, words);
  // Whoever gets through on either does so only if the macro lets him.
  on.doubt ??= words;
  return [
    { seen: holdsAny(args, 'forged') ? FORGED : ANY, way: on },
    { seen: ANY, way: ended },
  ];
}

const QUIET_MACROS: ReadonlySet<string> = new Set(
  'json! query! query_as! query_scalar! html! include_str! include_bytes! env! option_env! file! line! stringify! anyhow! eyre! format_args! serde_json! hash_map! hashmap! btreemap! smallvec! counter! gauge! histogram! addr_of! join! try_join! select! debug_span! quote! t! doc! bson! dbg! cfg! thread_local! routes! catchers! uri! context!'.split(
    ' ',
  ),
);

/** A struct of the tree that is made here: what is known of its fields, where one is not there, made up or of the request. */
export function madeOf(cls: ClassValue, called: Called): Seen | undefined {
  const isTold = called.args.some(
    arg =>
      arg.kind === 'request' ||
      holdsAny([arg], 'absent') ||
      holdsAny([arg], 'forged') ||
      (arg.kind === 'known' && arg.value.kind === 'nothing'),
  );
  return isTold ? { ...instance(called), of: cls } : undefined;
}

/** A struct that is made here, with its fields by their names or places. */
function instance({ name, args, node }: Called): Extract<Seen, { kind: 'object' }> {
  const fields = new Map(
    args.map((seen, index) => {
      const written = node.args[index];
      return [written?.kind === 'named' ? written.name : String(index), seen] as const;
    }),
  );
  const isWhole = node.args.every(arg => arg.kind !== 'spread');
  return {
    kind: 'object',
    name,
    ...(isWhole ? { fields } : {}),
    ...(holdsAny(args, 'absent') ? { holds: 'absent' } : holdsAny(args, 'forged') ? { holds: 'forged' } : {}),
  };
}

/** Checks of credentials, whose result says whether one is good. Source: jsonwebtoken, `decode`. */
function verification(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  { name, args }: Called,
): readonly Step[] | undefined {
  const isForged = holdsAny(args, 'forged');
  const isAbsent = holdsAny(args, 'absent');
  if (!isForged && !isAbsent) return undefined;
  const isJwt =
    origin?.module.split(/::|,/).some(part => /^(?:jsonwebtoken|jwt_simple|jwt|josekit|biscuit)$/.test(part)) === true;
  if (/insecure|dangerous|unverified|^decode_header$/.test(name) || (isJwt && name === 'decode_header'))
    return [{ seen: isForged ? { kind: 'promise', of: FORGED } : { kind: 'rejected' }, way }];
  if (isJwt && name === 'decode' && isLax(context))
    return [{ seen: isForged ? { kind: 'promise', of: FORGED } : { kind: 'rejected' }, way }];
  if (!(isJwt && name === 'decode') && !isVerifier(name) && !name.startsWith('verify_')) return undefined;
  if (context.caller === 'forging' && isForged) way.isVerified = true;
  return [{ seen: { kind: 'rejected', status: 401 }, way }];
}

/**
 * Whether the function says that signatures are not looked at, or one of the tree that it calls for what it validates by. Source:
 * jsonwebtoken, `Validation`.
 */
function isLax(context: Context): boolean {
  const closure = context.machine.closures.get(context.stack.at(-1) ?? '');
  if (!closure) return false;
  return saysLax(closure.fn) || calledFor(context, closure, 'Validation').some(saysLax);
}

function saysLax({ body }: FunctionNode): boolean {
  let found = false;
  visitNodes(body, node => {
    found ||= node.kind === 'member' && node.name === 'insecure_disable_signature_validation';
  });
  return found;
}

/** Functions of the tree that a function calls, and that say to give something of this type. */
function calledFor(context: Context, { fn, scope }: ClosureValue, type: string): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  visitNodes(fn.body, node => {
    if (node.kind !== 'call' || (node.callee.kind !== 'name' && node.callee.kind !== 'member')) return;
    const callee = evaluate(context.machine, { scope, memo: new Map(), returns: [] }, node.callee);
    if (callee.kind === 'closure' && callee.fn.returnType?.name === type) found.push(callee.fn);
  });
  return found;
}
