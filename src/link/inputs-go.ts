/**
 * What a handler of Go takes from a request: by what it reads of it, and by the tags of the types that it has it put into.
 *
 * Sources: net/http, Request; Gin, Model binding; Echo, Binding; Fiber, Ctx; Iris, Context; Hertz, Binding; GoFrame, Request;
 * Huma, Request Inputs; fasthttp, RequestCtx.
 */
import type { Method } from '../core/facts/program.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { ClassNode, Expr, FunctionNode, TypeRef } from '../core/program.ts';
import { typedValue } from './binding.ts';
import { boundFields, fieldsOfText, type Tagged } from './go-tags.ts';
import { goRole } from './guards/go-roles.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { type ClosureValue, type Value, optionsOf, unknown } from './value.ts';
import { visitNodes } from './walk.ts';

/** `sent`: by the query or the body, as the method has it. */
type Place = Input['in'] | 'sent';

/** Functions that a handler hands its request to are followed so far, and so many of them. */
const DEPTH = 4;
const FUNCTIONS = 24;

/** Names that a handler reads, in the order of their names. */
export function goInputs(machine: Machine, handler: ClosureValue, method: Method): readonly Input[] {
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'QUERY' || method === 'ANY';
  const found: Input[] = [];
  const note = (name: string, place: Place): void => {
    if (name !== '') found.push({ name, in: place === 'sent' ? (hasBody ? 'body' : 'query') : place });
  };
  const reading: Reading = { machine, hasBody, note, seen: new Set() };
  const { steps } = machine;
  machine.steps = 0;
  readFunction(reading, handler, requestsOf(handler.fn), 0);
  for (const { name, place } of declaredInputs(reading, handler)) note(name, place);
  machine.steps = steps;
  return found.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

type Reading = {
  readonly machine: Machine;
  readonly hasBody: boolean;
  readonly note: (name: string, place: Place) => void;
  readonly seen: Set<string>;
};

/** Names that stand for the request, with where a look-up by `Get` on it finds things. */
type Requests = ReadonlyMap<string, Place | undefined>;

function requestsOf(fn: FunctionNode): Requests {
  return new Map(
    fn.parameters.flatMap(({ pattern }) =>
      pattern.kind === 'name' && goRole(pattern).kind === 'request'
        ? [[pattern.name, GETS.get(pattern.type?.qualifier[0] ?? '')] as const]
        : [],
    ),
  );
}

const GETS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['fiber', 'header'],
  ['ghttp', 'sent'],
]);

/** What one function is read with. */
type Body = {
  readonly reading: Reading;
  readonly handler: ClosureValue;
  readonly requests: Requests;
  readonly depth: number;
  /** The method's own object, in whose fields controllers have the request. */
  readonly self: string | undefined;
  /** What names were given. */
  readonly given: ReadonlyMap<string, Expr>;
  readonly types: ReadonlyMap<string, TypeRef | Expr>;
};

function readFunction(reading: Reading, handler: ClosureValue, requests: Requests, depth: number): void {
  const { fn } = handler;
  if (reading.seen.has(fn.id) || reading.seen.size >= FUNCTIONS || depth > DEPTH) return;
  reading.seen.add(fn.id);
  const given = new Map<string, Expr>();
  const types = new Map<string, TypeRef | Expr>();
  let self: string | undefined;
  const inner = new Map(requests);
  visitNodes(fn.body, node => {
    if (node.kind === 'function') for (const [name, gets] of requestsOf(node.fn)) inner.set(name, gets);
    if (node.kind !== 'declare') return;
    const first = node.pattern.kind === 'list' ? node.pattern.items[0] : node.pattern;
    if (first?.kind !== 'name' || !first.name) return;
    if (node.value?.kind === 'self') self = first.name;
    else if (node.value) given.set(first.name, node.value);
    const type = first.type ?? (node.value?.kind === 'call' && node.value.isNew ? node.value.callee : undefined);
    if (type) types.set(first.name, type);
  });
  const body: Body = { reading, handler, requests: inner, depth, self, given, types };
  const called = new Set<Expr>();
  visitNodes(fn.body, node => {
    // What is called is a method, and no part that is looked up.
    if (node.kind === 'call') called.add(node.callee);
    if (node.kind === 'member') {
      if (called.has(node)) return;
      const place = partOf(body, node.of);
      if (place) reading.note(node.name, place);
    } else if (node.kind === 'index') {
      const place = node.key.kind === 'text' ? partOf(body, node.of) : undefined;
      if (place && node.key.kind === 'text') reading.note(node.key.value, place);
    } else if (node.kind === 'call') readCall(body, node);
  });
}

function readCall(body: Body, call: Extract<Expr, { kind: 'call' }>): void {
  const { callee, args } = call;
  const [first] = args;
  if (callee.kind === 'member') {
    const { of, name } = callee;
    const part = GETTERS.has(name) ? partOf(body, of) : undefined;
    const place = part ?? (isRequest(body, of) ? placeOfCall(body, of, name, args.length) : undefined);
    if (place && first?.kind === 'text') {
      body.reading.note(first.value, place);
      return;
    }
    const bound = BINDERS.get(name);
    const isBound = bound !== undefined && (isRequest(body, of) || args.some(arg => isRequest(body, arg)));
    const target = isBound ? args.map(targetOf).find(arg => arg !== undefined && body.types.has(arg)) : undefined;
    if (bound && target !== undefined) {
      const fields = fieldsOf(body, target, bound);
      for (const { name: field, place: at } of fields) body.reading.note(field, at);
      // What has no fields by their names is taken as a whole.
      const takesBody = bound === 'body' || (bound === 'sent' && body.reading.hasBody);
      if (fields.length === 0 && takesBody) body.reading.note('body', 'body');
      return;
    }
  }
  follow(body, callee, args);
}

/** A function of the tree that is handed the request reads it, too. */
function follow(body: Body, callee: Expr, args: readonly Expr[]): void {
  const handed = args.map(arg => (arg.kind === 'name' && body.requests.has(arg.name) ? arg.name : undefined));
  if (handed.every(name => name === undefined)) return;
  const found = calledBy(body, callee);
  if (found?.kind !== 'closure') return;
  const requests = new Map(
    found.fn.parameters.flatMap(({ pattern }, index) => {
      const name = handed[index];
      return pattern.kind === 'name' && name !== undefined ? [[pattern.name, body.requests.get(name)] as const] : [];
    }),
  );
  readFunction(body.reading, found, requests, body.depth + 1);
}

function calledBy({ reading, handler, self }: Body, callee: Expr): Value | undefined {
  if (callee.kind === 'member' && callee.of.kind === 'name' && callee.of.name === self)
    return handler.self && memberOf(reading.machine, handler.self, callee.name);
  const isPlain = callee.kind === 'name' || (callee.kind === 'member' && callee.of.kind === 'name');
  return isPlain
    ? evaluate(reading.machine, { scope: handler.scope, memo: new Map(), returns: [] }, callee)
    : undefined;
}

/** `x`, `&x`. */
function targetOf(arg: Expr): string | undefined {
  const named = arg.kind === 'assigned' ? arg.target : arg;
  return named.kind === 'name' ? named.name : undefined;
}

/** Where the parts of a request stand whose members are looked up by name: `r.URL.Query()`, `r.Header`, `ctx.PostArgs()`. */
function partOf(body: Body, written: Expr): Place | undefined {
  const expr = givenTo(body, written);
  const member = expr.kind === 'call' ? (expr.args.length === 0 ? expr.callee : undefined) : expr;
  if (member?.kind !== 'member' || !isRequest(body, member.of)) return undefined;
  return (expr.kind === 'call' ? CALLED_PARTS : PARTS).get(member.name);
}

const PARTS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['Header', 'header'],
  ['Form', 'sent'],
  ['PostForm', 'body'],
]);

const CALLED_PARTS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['Query', 'query'],
  ['QueryParams', 'query'],
  ['Queries', 'query'],
  ['QueryArgs', 'query'],
  ['PostArgs', 'body'],
  ['Header', 'header'],
  ['GetReqHeaders', 'header'],
  ['FormParams', 'sent'],
]);

const GETTERS: ReadonlySet<string> = new Set([
  'Get',
  'Values',
  'Peek',
  'PeekMulti',
  'Has',
  'GetUint',
  'GetBool',
  'GetUintOrZero',
]);

/** Names that were given to something once are that. */
function givenTo({ given }: Body, expr: Expr): Expr {
  return expr.kind === 'name' ? (given.get(expr.name) ?? expr) : expr;
}

/** Links of a chain that are looked at. */
const LINKS = 12;

/** Whether something is the request, or taken from it, or made of it. */
function isRequest(body: Body, written: Expr): boolean {
  let expr = written;
  for (let link = 0; link < LINKS; link++) {
    switch (expr.kind) {
      case 'name': {
        if (body.requests.has(expr.name)) return true;
        const given = body.given.get(expr.name);
        if (!given) return false;
        expr = given;
        break;
      }
      case 'member':
        if (expr.of.kind === 'name' && expr.of.name === body.self)
          return expr.name === 'Ctx' || expr.name === 'Context';
        expr = expr.of;
        break;
      case 'call': {
        const { args } = expr;
        const handed = args.find(
          arg => arg.kind === 'member' && arg.of.kind === 'name' && body.requests.has(arg.of.name),
        );
        if (handed) return true;
        expr = expr.callee;
        break;
      }
      case 'index':
        expr = expr.of;
        break;
      default:
        return false;
    }
  }
  return false;
}

function placeOfCall({ requests }: Body, of: Expr, name: string, count: number): Place | undefined {
  if (name === 'Get') return of.kind === 'name' ? requests.get(of.name) : undefined;
  // With a value it is set.
  if ((name === 'Header' || name === 'Cookie') && count > 1) return undefined;
  return READERS.get(name);
}

const READERS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ...(
    'Query DefaultQuery GetQuery QueryArray GetQueryArray QueryMap GetQueryMap QueryParam QueryParameter QueryParameters QueryInt ' +
    'QueryBool QueryFloat URLParam URLParamDefault URLParamInt URLParamIntDefault URLParamInt64 URLParamBool URLParamTrim ' +
    'URLParamEscape URLParamFloat64 URLParamExists URLParamSlice'
  )
    .split(' ')
    .map(name => [name, 'query'] as const),
  ...(
    'PostForm DefaultPostForm GetPostForm PostFormArray PostFormMap PostFormValue PostValue PostValueDefault PostValueTrim ' +
    'PostValueInt PostValueBool FormFile GetForm BodyParameter GetUploadFile GetUploadFiles'
  )
    .split(' ')
    .map(name => [name, 'body'] as const),
  ...'FormValue FormValueDefault GetRequest GetString GetStrings GetInt GetInt64 GetFloat GetFile'
    .split(' ')
    .map(name => [name, 'sent'] as const),
  ...'GetHeader HeaderParameter Header'.split(' ').map(name => [name, 'header'] as const),
  ...'Cookie Cookies GetCookie CookieValue'.split(' ').map(name => [name, 'cookie'] as const),
]);

/** Functions that put a request, or a part of it, into a variable. */
const BINDERS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ...(
    'ShouldBindJSON BindJSON ShouldBindBodyWith ShouldBindBodyWithJSON ShouldBindXML BindXML ShouldBindYAML BindYAML ReadJSON ' +
    'ReadXML ReadBody ReadEntity BodyParser BindBody DecodeJSON Decode Unmarshal JSON Body ParseJsonBody BindByContentType'
  )
    .split(' ')
    .map(name => [name, 'body'] as const),
  ...'ShouldBindQuery BindQuery QueryParser ReadQuery BindQueryParams ParseQuery'
    .split(' ')
    .map(name => [name, 'query'] as const),
  ...'ShouldBindHeader BindHeader BindHeaders ReqHeaderParser ReadHeaders'
    .split(' ')
    .map(name => [name, 'header'] as const),
  ...'ShouldBind Bind MustBindWith ShouldBindWith ReadForm ParseForm Parse BindAndValidate BindForm Form'
    .split(' ')
    .map(name => [name, 'sent'] as const),
]);

/** The fields of a variable that a request is put into. */
function fieldsOf({ reading, handler, types }: Body, name: string, place: Place): readonly Tagged[] {
  const type = types.get(name);
  const cls = type && classOf(reading, handler, type);
  if (cls) return boundFields(cls, { place, hasBody: reading.hasBody }, of => classOf(reading, handler, of));
  return type && 'text' in type && 'qualifier' in type ? fieldsOfText(type.text, place) : [];
}

function classOf({ machine }: Reading, { scope }: ClosureValue, type: TypeRef | Expr): ClassNode | undefined {
  const value =
    'qualifier' in type
      ? typedValue(machine, scope, type, unknown('a type'))
      : evaluate(machine, { scope, memo: new Map(), returns: [] }, type);
  const found = optionsOf(value).find(option => option.kind === 'class' || option.kind === 'instance');
  return found?.kind === 'instance' ? found.of.cls : found?.kind === 'class' ? found.cls : undefined;
}

/** `func(ctx context.Context, input *CreateInput)`: the framework makes the last parameter of the request. Sources: Huma; GoFrame. */
function declaredInputs(reading: Reading, handler: ClosureValue): readonly Tagged[] {
  const [first, last, ...others] = handler.fn.parameters;
  const type = last?.pattern.type;
  if (!type || others.length > 0 || first?.pattern.type?.text !== 'context.Context') return [];
  const cls = classOf(reading, handler, type);
  const look = (of: TypeRef): ClassNode | undefined => classOf(reading, handler, of);
  if (cls) return boundFields(cls, { place: 'declared', hasBody: reading.hasBody }, look);
  return fieldsOfText(type.text, 'declared');
}
