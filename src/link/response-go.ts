/**
 * What a handler of Go answers with: what it declares to give, or else the type of what it has written as the body of an
 * answer that is no failure.
 *
 * Sources: Huma, Response Outputs; Connect for Go, Response; Gin, Rendering; Echo, Response; go-chi/render; encoding/json, Encoder.
 */
import type { CallExpr, Expr, FunctionNode, Statement, TypeRef } from '../core/program.ts';
import { visitNodes } from '../core/program-nodes.ts';
import { typedValue } from './binding.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { type ClosureValue, type Value, optionsOf, unknown } from './value.ts';

/** The type of an answer, as written, without its pointers; undefined where it is not told. */
export function goResponse(machine: Machine, handler: ClosureValue): string | undefined {
  const declared = resultOf(handler.fn);
  if (declared) return bodyOf(machine, handler, declared);
  const { steps } = machine;
  machine.steps = 0;
  const body: Body = { machine, handler, given: new Map(), types: new Map(), self: undefined };
  const answers: Expr[] = [];
  visitNodes(handler.fn.body, node => {
    if (node.kind === 'declare') note(body, node);
    else if (node.kind === 'call') answers.push(...answerOf(node));
  });
  const found = new Set(answers.flatMap(answer => typeOf(body, answer) ?? []));
  machine.steps = steps;
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

type Body = {
  readonly machine: Machine;
  readonly handler: ClosureValue;
  /** What names were given: a call of several results gives its first one. */
  readonly given: Map<string, Expr>;
  readonly types: Map<string, TypeRef>;
  self: string | undefined;
};

function note(body: Body, { pattern, value }: Extract<Statement, { kind: 'declare' }>): void {
  const first = pattern.kind === 'list' ? pattern.items[0] : pattern;
  if (first?.kind !== 'name') return;
  if (value?.kind === 'self') body.self = first.name;
  if (first.type) body.types.set(first.name, first.type);
  else if (value) body.given.set(first.name, value);
}

/** `T` of `T`, `*T`, `(*T, error)`; nothing of `error`, and of functions that answer by what they are handed. */
function resultOf({ returnType }: FunctionNode): string | undefined {
  const text = returnType?.text.replace(/\s+/g, ' ').trim() ?? '';
  const first = text.startsWith('(') ? (splitTop(text.slice(1, -1))[0] ?? '') : text;
  const plain = withoutPointers(first.replace(/^[a-z]\w* (?=[*[\]\w])/, ''));
  return plain === '' || SAYS_NOTHING.test(plain) ? undefined : plain;
}

/** Errors, handlers and answers of any kind, and type parameters. */
const SAYS_NOTHING =
  /^(?:any|struct\b.*|interface ?\{\}|bool|int|func\b.*|http\.\w+|[A-Z]|(?:\w+\.)?(?:\w*[eE]rror|\w*Err|\w*Handler(?:Func)?|Response|Responder|Renderer|Result|Component))$/;

/** Parts between commas that stand in no brackets. */
function splitTop(text: string): readonly string[] {
  const parts: string[] = [];
  let [start, depth] = [0, 0];
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (character === undefined || (character === ',' && depth === 0)) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
  }
  return parts;
}

function withoutPointers(type: string): string {
  return type.replaceAll('*', '').slice(0, 120);
}

/** `connect.Response[T]` holds a `T`, and the output of Huma is what its field `Body` is. */
function bodyOf(machine: Machine, { fn, scope }: ClosureValue, declared: string): string | undefined {
  const held = /^(?:connect\.Response|mo\.\w+|result\.\w+)\[(.+)\]$/.exec(declared)?.[1];
  if (held !== undefined) return held;
  const type = fn.returnType && firstType(fn.returnType);
  const value = type && typedValue(machine, scope, type, unknown('an output'));
  const cls = value?.kind === 'instance' ? value.of.cls : undefined;
  const body = cls?.members.find(member => member.kind === 'field' && member.name === 'Body');
  return body?.kind === 'field' && body.type ? withoutPointers(body.type.text) : declared;
}

/** The first of several results. */
function firstType(type: TypeRef): TypeRef {
  return type.name === '' ? (type.arguments[0] ?? type) : type;
}

const JSON_NAMES =
  /^(?:(?:Indented|Pure|Secure|Ascii)?JSON|JSONPretty|XML|YAML|ProtoBuf|JSONP|Encode|WriteEntity|WriteAsJson|WriteJSON|RenderJSON|OkJson(?:Ctx)?|Respond|Render)$/;

/** What a call writes as the body of an answer that is no failure. */
function answerOf({ callee, args }: CallExpr): readonly Expr[] {
  if (callee.kind !== 'member' || !JSON_NAMES.test(callee.name)) return [];
  if (args.some(isFailure)) return [];
  const values = args.filter(arg => !isStatus(arg));
  const [first] = values;
  // Something else is encoded to, and hands it to nobody: `json.NewEncoder(file).Encode(x)`.
  if (callee.name === 'Encode' && !/^(?:w|rw|writer|res|resp|response|c|ctx)$/i.test(encodedTo(callee.of))) return [];
  // `render.JSON(w, r, x)`: the value is the last; `c.JSON(200, x)` and `c.JSON(x)` have none other.
  return values.length > 1 ? values.slice(-1) : first ? [first] : [];
}

/** The name of what an encoder was made of. */
function encodedTo(encoder: Expr): string {
  const [to] = encoder.kind === 'call' ? encoder.args : [];
  return to?.kind === 'name' ? to.name : to?.kind === 'member' ? to.name : '';
}

function isStatus(arg: Expr): boolean {
  return arg.kind === 'number' || (arg.kind === 'member' && /^Status[A-Z]/.test(arg.name));
}

function isFailure(arg: Expr): boolean {
  if (arg.kind === 'number') return arg.value >= 300;
  return (
    arg.kind === 'member' &&
    /^Status[A-Z]/.test(arg.name) &&
    !/^Status(?:OK|Created|Accepted|NonAuthoritativeInfo|PartialContent|MultiStatus)$/.test(arg.name)
  );
}

/** The type of a value, as it is written where that is told. */
function typeOf(body: Body, expr: Expr, depth = 0): string | undefined {
  if (depth > DEPTH) return undefined;
  switch (expr.kind) {
    case 'assigned':
      return typeOf(body, expr.target, depth + 1);
    case 'name': {
      const type = body.types.get(expr.name);
      if (type) return plain(type.text);
      const given = body.given.get(expr.name);
      return given && typeOf(body, given, depth + 1);
    }
    case 'call': {
      if (expr.isNew) return plain(textOf(expr.callee));
      const called = optionsOf(valueOf(body, expr.callee)).find(option => option.kind === 'closure');
      return called?.kind === 'closure' ? resultOf(called.fn) : undefined;
    }
    default:
      return undefined;
  }
}

/** Names that were given to names. */
const DEPTH = 6;

function plain(text: string): string | undefined {
  const type = withoutPointers(text.replace(/\s+/g, ' ').trim());
  return type === '' || /^(?:any|error|interface ?\{|struct ?\{|map\[|(?:gin|fiber|echo|iris)\.(?:H|Map)$)/.test(type)
    ? undefined
    : type;
}

function textOf(callee: Expr): string {
  if (callee.kind === 'name') return callee.name;
  return callee.kind === 'member' && callee.of.kind === 'name' ? `${callee.of.name}.${callee.name}` : '';
}

/** `load`, `models.Load`, `h.users.List`, of what is known outside the handler's own variables. */
function valueOf(body: Body, expr: Expr, depth = 0): Value {
  const { machine, handler } = body;
  if (depth > DEPTH) return unknown('too deep');
  if (expr.kind === 'name') {
    if (expr.name === body.self) return handler.self ?? unknown('this');
    if (body.given.has(expr.name) || body.types.has(expr.name)) return unknown('a variable');
    return evaluate(machine, { scope: handler.scope, memo: new Map(), returns: [] }, expr);
  }
  if (expr.kind !== 'member') return unknown('not a name');
  const of = valueOf(body, expr.of, depth + 1);
  if (of.kind !== 'unknown') return memberOf(machine, of, expr.name);
  const isPlain = expr.of.kind === 'name' && !body.given.has(expr.of.name) && expr.of.name !== body.self;
  return isPlain ? evaluate(machine, { scope: handler.scope, memo: new Map(), returns: [] }, expr) : of;
}
