/**
 * `Option`, `Either`, `Try` and what effects give: what is asked of them, and what comes out of that. What is there in an
 * `Option` is seen as itself; `Right(x)` and `Success(x)` are a promise of x, `Left(e)` and `Failure(e)` a rejection. Futures,
 * `IO` and their like are what they come to.
 *
 * Sources: Scala standard library, Option, Either, Try, Future; cats, EitherT, OptionT; ZIO.
 */
import type { FunctionNode } from '../../core/program.ts';
import { NOTHING, type Value } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { callSeen, fail } from './calls.ts';
import { isEqual } from './equality.ts';
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
  forkUnder,
  truthOf,
} from './seen.ts';

const NONE: Seen = { kind: 'known', value: NOTHING };

/** Whether something is there; undefined where it cannot be told. */
export function isThere(of: Seen): boolean | undefined {
  switch (of.kind) {
    case 'absent':
    case 'rejected':
      return false;
    case 'promise':
    case 'forged':
    case 'answer':
    case 'local':
    case 'object':
    case 'list':
    case 'pass':
    case 'next':
      return true;
    case 'request':
      return of.path.length === 0 ? true : undefined;
    case 'known':
      return of.value.kind === 'nothing' ? false : PLAIN.has(of.value.kind) ? true : undefined;
    default:
      return undefined;
  }
}

const PLAIN: ReadonlySet<string> = new Set(['text', 'number', 'record', 'instance', 'closure']);

export function innerOf(of: Seen): Seen {
  if (of.kind === 'promise') return of.of;
  return of.kind === 'rejected' ? { kind: 'answer', status: of.status ?? 'any' } : of;
}

/** `Left(e)`. */
export function refusalBy(error: Seen | undefined): Seen {
  if (error?.kind === 'rejected') return error;
  return { kind: 'rejected', ...(error?.kind === 'answer' ? { status: error.status } : {}) };
}

/** Members that are asked for without arguments. */
export function resultMember(way: Way, of: Seen, name: string): Seen | undefined {
  const there = isThere(of);
  switch (name) {
    case 'isDefined':
    case 'nonEmpty':
    case 'isRight':
    case 'isSuccess':
      return there === undefined ? undefined : booleanSeen(there);
    case 'isEmpty':
    case 'isLeft':
    case 'isFailure':
      // A text that a stranger writes is as long as he wants it to be.
      return there === undefined ? undefined : booleanSeen(!there);
    case 'get':
    case 'head':
    case 'next':
      if (there === undefined || of.kind === 'request') return undefined;
      if (there) return innerOf(of);
      fail(way, 'any');
      return ANY;
    case 'merge':
      return there === undefined ? undefined : innerOf(of);
    case 'toOption':
      return of.kind === 'rejected' ? NONE : of.kind === 'promise' ? of.of : undefined;
    case 'asRight':
      return { kind: 'promise', of };
    case 'asLeft':
      return refusalBy(of);
    default:
      return KEEPING_MEMBERS.has(name) && of.kind !== 'request' && of.kind !== 'known' ? of : undefined;
  }
}

const KEEPING_MEMBERS: ReadonlySet<string> = new Set(
  'value left right some pure widen toTry toEither headOption lastOption toList toSeq attempt either toFuture orDie'.split(
    ' ',
  ),
);

/** Methods that a function is given, which gets what is there. */
const MAPPING: ReadonlySet<string> = new Set(
  'map flatMap semiflatMap subflatMap flatMapF collect foreach mapF evalMap traverse mapZIO flatTap tap foldM mapAsync flatten'.split(
    ' ',
  ),
);

/** What a method of such a value gives; undefined for any other. */
export function onResult(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, args, node } = called;
  const [first] = args;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const there = isThere(of);
  const run = (before: Way, fn: Seen, given: readonly Seen[]): readonly Step[] =>
    callSeen(context, before, fn, { name: '', args: given, node });
  if (MAPPING.has(name) && first?.kind === 'local') return mapped(context, way, of, called, first);
  switch (name) {
    case 'filter':
    case 'withFilter':
    case 'filterNot':
    case 'find':
      if (there !== true || !first) return there === false ? one(of) : undefined;
      return run(way, first, [innerOf(of)]).flatMap(step => kept(step, of, name === 'filterNot'));
    case 'exists':
    case 'forall':
      if (there === undefined || !first) return undefined;
      return there ? run(way, first, [innerOf(of)]) : one(booleanSeen(name === 'forall'));
    case 'contains': {
      if (!first || there === undefined || of.kind === 'list' || of.kind === 'known') return undefined;
      const same = there ? isEqual(way, innerOf(of), first) : false;
      return one(same === undefined ? ANY : booleanSeen(same));
    }
    case 'unapply':
      return one(innerOf(of));
    case 'get':
    case 'head':
      return args.length === 0 ? resultMember(way, of, name) && one(resultMember(way, of, name) ?? ANY) : undefined;
    case '*>':
    case '>>':
    case 'productR':
    case 'zipRight':
      return there === false ? one(of) : first && one(first);
    default:
      return undefined;
  }
}

/** What passes a filter is there; what does not is not. */
function kept({ seen, way }: Step, of: Seen, isNot: boolean): readonly Step[] {
  const answer = truthOf(seen);
  if (answer !== undefined) return [{ seen: answer === isNot ? gone(of) : of, way }];
  const other = forkUnder(way, 'a filter');
  way.condition ??= 'a filter';
  return [
    { seen: of, way },
    { seen: gone(of), way: other },
  ];
}

/** Of a made-up credential nothing is left: it is then one that is not there. */
function gone(of: Seen): Seen {
  return of.kind === 'forged' ? ABSENT : NONE;
}

function mapped(
  context: Context,
  way: Way,
  of: Seen,
  { name, node }: Called,
  fn: Extract<Seen, { kind: 'local' }>,
): readonly Step[] {
  const there = isThere(of);
  const run = (before: Way, given: Seen): readonly Step[] =>
    callSeen(context, before, fn, { name: '', args: [given], node });
  // `future.map { case Some(user) => … }`: what is looked at is in the effect, and not taken out of it.
  if (looksInside(fn.fn)) return run(way, of);
  if (there === false) return [{ seen: of, way }];
  if (there) {
    return run(way, innerOf(of)).map(step => ({
      way: step.way,
      seen:
        name === 'tap' || name === 'flatTap'
          ? of
          : of.kind === 'promise' && step.seen.kind !== 'promise' && step.seen.kind !== 'rejected'
            ? { kind: 'promise', of: step.seen }
            : step.seen,
    }));
  }
  const words = `what ${name} is called on`;
  const other = forkUnder(way, words);
  way.condition ??= words;
  const given: Seen = of.kind === 'any' && of.holds !== undefined ? { kind: 'any', holds: of.holds } : ANY;
  return [...run(way, given), { seen: NONE, way: other }];
}

const LOOKING = new WeakMap<FunctionNode, boolean>();

/** Methods and types by which something is asked whether it is there. */
const ASKING: ReadonlySet<string> = new Set(
  'isDefined nonEmpty isEmpty fold getOrElse isRight isLeft isSuccess toRight toLeft exists forall foreach merge orElse'.split(
    ' ',
  ),
);
const SHAPES: ReadonlySet<string> = new Set(
  'Right Left Success Failure Some None Valid Invalid JsSuccess JsError Exit'.split(' '),
);

/** Whether a function asks of its parameter whether something is there, or what a yes or no it is. */
function looksInside(fn: FunctionNode): boolean {
  const known = LOOKING.get(fn);
  if (known !== undefined) return known;
  const pattern = fn.parameters[0]?.pattern;
  const name = pattern?.kind === 'name' ? pattern.name : undefined;
  let found = false;
  const isIt = (expr: { readonly kind: string; readonly name?: string } | undefined): boolean =>
    expr?.kind === 'name' && expr.name === name;
  visitNodes(fn.body, node => {
    if (node.kind === 'member') found ||= isIt(node.of) && ASKING.has(node.name);
    if (node.kind === 'select') found ||= isIt(node.subject);
    if (node.kind === 'branch' || node.kind === 'choice') found ||= isIt(node.test);
    if (node.kind !== 'operation' || !isIt(node.operands[0])) return;
    const other = node.operands[1];
    if (node.operator === 'equal' || node.operator === 'not-equal')
      found ||= other?.kind === 'nothing' || other?.kind === 'boolean';
    if (node.operator === 'instance-of')
      found ||= (other?.kind === 'name' || other?.kind === 'member') && SHAPES.has(other.name);
  });
  const answer = name !== undefined && name !== '' && found;
  LOOKING.set(fn, answer);
  return answer;
}

const THERE: ReadonlySet<string> = new Set(['Right', 'Success', 'Some', 'Valid', 'JsSuccess', 'Provided', '\\/-']);
const NOT_THERE: ReadonlySet<string> = new Set(['Left', 'Failure', 'None', 'Invalid', 'JsError', 'Missing', '-\\/']);

/** Whether something is one of these, by the name of the type. */
export function isOfType(of: Seen, type: Seen | undefined): boolean | undefined {
  const name = nameIn(type);
  const wanted = THERE.has(name) ? true : NOT_THERE.has(name) ? false : undefined;
  if (wanted === undefined) return undefined;
  if (of.kind === 'forged') return name === 'Provided' || name === 'Missing' ? wanted : undefined;
  if (of.kind === 'absent' || of.kind === 'promise' || of.kind === 'rejected') return isThere(of) === wanted;
  return undefined;
}

/** Objects that stand for nobody, or for nothing. */
export function isSameResult(left: Seen, right: Seen): boolean | undefined {
  if (left.kind !== 'absent' && right.kind !== 'absent') return undefined;
  const other = left.kind === 'absent' ? right : left;
  if (other.kind !== 'known' || other.value.kind === 'text') return undefined;
  return /^(?:Missing|None|Nil|Empty|NoCredentials|Anonymous\w*|Unauthenticated|Guest\w*)$/.test(nameIn(other))
    ? true
    : undefined;
}

/** The last name of what was looked up outside the tree, or of a class. */
export function nameIn(seen: Seen | undefined): string {
  return seen?.kind === 'known' ? nameOfValue(seen.value) : seen?.kind === 'any' ? (seen.name ?? '') : '';
}

function nameOfValue(value: Value): string {
  switch (value.kind) {
    case 'external':
      return value.path.at(-1) ?? '';
    case 'unknown':
    case 'method':
      return value.name ?? '';
    case 'class':
      return value.cls.name ?? '';
    case 'instance':
      return value.of.cls.name ?? '';
    default:
      return '';
  }
}

/** What a method of texts makes of a made-up credential: a part of it. */
export function onForged(called: Called): Seen | undefined {
  if (ASKS_FORM.test(called.name)) return ANY;
  return CONVERTS.test(called.name) ? FORGED : undefined;
}

const ASKS_FORM = /^(?:startsWith|endsWith|matches|length|size|isBlank|sameElements|lengthCompare|compareTo)$/;
const CONVERTS =
  /^(?:trim|toLowerCase|toUpperCase|stripPrefix|stripSuffix|strip|drop|dropRight|take|takeRight|substring|slice|split|splitAt|toString|replace|replaceAll|replaceFirst|last|tail|init|apply|mkString|toInt|toLong|getBytes|credentials|token|username|password|content|toUUID|decode\w*|getOrElse|lift|copy|asInstanceOf|head)$/;
