/**
 * What a handler of PHP takes from a request, by what it reads of it.
 *
 * Sources: PHP manual, Superglobals, `filter_input`; Laravel, Requests, Validation; Symfony, HttpFoundation, `MapQueryParameter`,
 * `MapRequestPayload`; PSR-7; CodeIgniter, IncomingRequest; CakePHP, Request; Yii, Requests; Phalcon, Request; laminas-mvc, Params.
 */
import type { Parameter as Input } from '../core/operation.ts';
import type { CallExpr, ClassNode, Expr, FunctionNode, Parameter, TypeRef } from '../core/program.ts';
import type { Handling } from './language.ts';
import { importedValue } from './modules.ts';
import { lookUp, type Machine } from './machine.ts';
import type { ClosureValue } from './value.ts';
import { type Node, visitNodes } from './walk.ts';

/** `sent`: in the query or the body, as the method has it. `request`: all of it. */
type Place = Input['in'] | 'sent' | 'request';

type Read = { readonly name: string; readonly in: Exclude<Place, 'request'> };

/** The class of the tree that a declared type names, if it names one. */
type ClassOf = (type: TypeRef) => ClassNode | undefined;

function classOf(machine: Machine, { scope }: ClosureValue, type: TypeRef): ClassNode | undefined {
  const value = lookUp(scope, type.name)?.value ?? importedValue(machine, scope.file, type.name);
  return value?.kind === 'class' ? value.cls : undefined;
}

/** Names that a handler reads, each once, in the order of their names. */
export function phpInputs({ machine, handler, method }: Handling): readonly Input[] {
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const found = readsIn(handler.fn, type => classOf(machine, handler, type)).flatMap(
    ({ name, in: place }): readonly Input[] => {
      // A script that answers several methods reads a body where there is one.
      if (place === 'body' && (method === 'GET' || method === 'HEAD')) return [];
      return name === '' ? [] : [{ name, in: place === 'sent' ? (hasBody ? 'body' : 'query') : place }];
    },
  );
  const sorted = found.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.in < b.in ? -1 : 1));
  return sorted.filter(
    (input, index) => !sorted.slice(0, index).some(other => other.name === input.name && other.in === input.in),
  );
}

const SUPERGLOBALS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['_GET', 'query'],
  ['_POST', 'body'],
  ['_FILES', 'body'],
  ['_COOKIE', 'cookie'],
  ['_REQUEST', 'sent'],
]);

const FILTERED: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['INPUT_GET', 'query'],
  ['INPUT_POST', 'body'],
  ['INPUT_COOKIE', 'cookie'],
]);

/** Parts of requests that are asked by a method of their own: `$request->query->get('x')`. */
const BAGS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['query', 'query'],
  ['request', 'body'],
  ['attributes', 'path'],
  ['headers', 'header'],
  ['cookies', 'cookie'],
  ['files', 'body'],
]);

/** Methods that give a part of the request as a whole where they are given no name. */
const PARTS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['getQueryParams', 'query'],
  ['getParsedBody', 'body'],
  ['getUploadedFiles', 'body'],
  ['getCookieParams', 'cookie'],
  ['getHeaders', 'header'],
  ['getPayload', 'body'],
  ['toArray', 'body'],
  ['getBodyParams', 'body'],
  ['get_params', 'sent'],
  ['get_json_params', 'body'],
  ['get_body_params', 'body'],
  ['get_query_params', 'query'],
  ['all', 'sent'],
  ['validated', 'sent'],
  ['safe', 'sent'],
  ['json', 'body'],
  ['getQuery', 'query'],
  ['getPost', 'body'],
  ['getData', 'body'],
  ['getGet', 'query'],
  ['getJSON', 'body'],
  ['getJsonRawBody', 'body'],
  ['getCookies', 'cookie'],
  ['post', 'body'],
]);

/** Methods that read one name of the request. */
const READERS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['input', 'sent'],
  ['get', 'sent'],
  ['post', 'body'],
  ['query', 'query'],
  ['string', 'sent'],
  ['str', 'sent'],
  ['integer', 'sent'],
  ['float', 'sent'],
  ['boolean', 'sent'],
  ['date', 'sent'],
  ['enum', 'sent'],
  ['array', 'sent'],
  ['collect', 'sent'],
  ['has', 'sent'],
  ['filled', 'sent'],
  ['whenFilled', 'sent'],
  ['whenHas', 'sent'],
  ['missing', 'sent'],
  ['exists', 'sent'],
  ['json', 'body'],
  ['header', 'header'],
  ['hasHeader', 'header'],
  ['getHeader', 'header'],
  ['getHeaderLine', 'header'],
  ['get_header', 'header'],
  ['cookie', 'cookie'],
  ['hasCookie', 'cookie'],
  ['getCookie', 'cookie'],
  ['file', 'body'],
  ['hasFile', 'body'],
  ['getFile', 'body'],
  ['getUploadedFile', 'body'],
  ['get_param', 'sent'],
  ['has_param', 'sent'],
  ['getVar', 'sent'],
  ['getParam', 'sent'],
  ['getGet', 'query'],
  ['getGetPost', 'sent'],
  ['getPostGet', 'sent'],
  ['getPost', 'body'],
  ['getPut', 'body'],
  ['getPatch', 'body'],
  ['getJsonVar', 'body'],
  ['getQuery', 'query'],
  ['getQueryParam', 'query'],
  ['getBodyParam', 'body'],
  ['getData', 'body'],
  ['hasQuery', 'query'],
  ['hasPost', 'body'],
  ['fromQuery', 'query'],
  ['fromPost', 'body'],
  ['fromFiles', 'body'],
  ['fromHeader', 'header'],
]);

/** Methods that read several names at once, from a list. */
const LISTS = /^(?:only|hasAny|anyFilled|except|validate|validateWithBag|make)$/;

type Names = ReadonlyMap<string, Place>;

const READ = new WeakMap<FunctionNode, readonly Read[]>();

function readsIn(fn: FunctionNode, classOf: ClassOf): readonly Read[] {
  const known = READ.get(fn) ?? [...declaredReads(fn, classOf), ...bodyReads(fn)];
  READ.set(fn, known);
  return known;
}

/** What parameters of the function say: by attributes, and by classes that state rules. */
function declaredReads(fn: FunctionNode, classOf: ClassOf): readonly Read[] {
  return fn.parameters.flatMap((parameter): readonly Read[] => {
    const { pattern } = parameter;
    if (pattern.kind !== 'name') return [];
    const attributes = parameter.decorators.map(({ expression }) => nameOf(expression));
    if (attributes.includes('MapQueryParameter')) return [{ name: givenName(parameter) ?? pattern.name, in: 'query' }];
    const cls = pattern.type && classOf(pattern.type);
    if (attributes.includes('MapUploadedFile')) return [{ name: givenName(parameter) ?? pattern.name, in: 'body' }];
    if (attributes.includes('MapQueryString')) return cls ? fieldsOf(cls, 'query') : [];
    if (attributes.includes('MapRequestPayload')) return cls ? fieldsOf(cls, 'body') : [];
    return cls && isRequest(pattern.type) ? rulesOf(cls) : [];
  });
}

function nameOf(expression: Expr): string {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  return name.split('\\').at(-1) ?? '';
}

/** `#[MapQueryParameter('page')]`, `#[MapQueryParameter(name: 'page')]` */
function givenName({ decorators }: Parameter): string | undefined {
  for (const { expression } of decorators) {
    if (expression.kind !== 'call' || !/^Map\w+$/.test(nameOf(expression))) continue;
    const [first] = expression.args;
    if (first?.kind === 'text') return first.value;
    for (const arg of expression.args)
      if (arg.kind === 'named' && arg.name === 'name' && arg.value.kind === 'text') return arg.value.value;
  }
  return undefined;
}

/** Properties that a request is mapped on: those of the constructor, and public fields. */
function fieldsOf(cls: ClassNode, place: Read['in']): readonly Read[] {
  return cls.members.flatMap((member): readonly Read[] => {
    if (member.kind === 'field') return member.isStatic ? [] : [{ name: member.name, in: place }];
    if (member.kind !== 'constructor') return [];
    return member.fn.parameters.flatMap(({ pattern }) =>
      pattern.kind === 'name' ? [{ name: pattern.name, in: place }] : [],
    );
  });
}

/** `public function rules() { return ['name' => 'required']; }` of a form request. */
function rulesOf(cls: ClassNode): readonly Read[] {
  return cls.members.flatMap(member => {
    if (member.kind !== 'method' || member.name !== 'rules') return [];
    const found: Read[] = [];
    visitNodes(
      member.fn.body,
      node => {
        if (node.kind === 'return' && node.value) found.push(...keysIn(node.value));
        if ((node.kind === 'assign' || node.kind === 'declare') && node.value?.kind === 'record')
          found.push(...keysIn(node.value));
      },
      ({ kind }) => kind !== 'function' && kind !== 'class',
    );
    return found;
  });
}

/** Keys of an array of rules, or the words of a list of names; `items.*.id` is a part of `items`. */
function keysIn(value: Expr, depth = 0): readonly Read[] {
  if (depth > 3) return [];
  if (value.kind === 'record')
    return value.entries.flatMap((entry): readonly Read[] => {
      if (entry.kind === 'spread') return keysIn(entry.value, depth + 1);
      const named = entry.kind === 'entry' && !/^\d+$/.test(entry.key) ? entry.key : undefined;
      return named === undefined ? [] : [{ name: topOf(named), in: 'sent' }];
    });
  if (value.kind === 'call') return value.args.flatMap(arg => keysIn(arg, depth + 1));
  return [];
}

function topOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function isRequest(type: TypeRef | undefined): boolean {
  return type !== undefined && /Request(?:Interface)?$/.test(type.name);
}

/** Fields of a request that are none of what was sent. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  ...BAGS.keys(),
  'server',
  'session',
  'user',
  'method',
  'container',
  'redirector',
  'url',
  'isAjax',
  'isPost',
  'isGet',
  'params',
  'data',
]);

function bodyReads(fn: FunctionNode): readonly Read[] {
  const names = namesIn(fn);
  const typed = new Set(
    fn.parameters.flatMap(({ pattern }) => (pattern.kind === 'name' && isRequest(pattern.type) ? [pattern.name] : [])),
  );
  const found: Read[] = [];
  const note = (name: string, place: Place | undefined): void => {
    if (place !== undefined && place !== 'request') found.push({ name: topOf(name), in: place });
  };
  const called = new Set<Expr>();
  visitNodes(fn.body, node => {
    if (node.kind === 'call') {
      called.add(node.callee);
      for (const read of readBy(node, names)) note(read.name, read.in);
    }
    if (node.kind === 'index' && node.key.kind === 'text') note(node.key.value, sentIn(placeOf(node.of, names)));
  });
  visitNodes(fn.body, node => {
    if (node.kind !== 'member' || called.has(node)) return;
    if (node.of.kind === 'name' && node.of.name === '_SERVER') {
      const header = /^(?:REDIRECT_)?HTTP_(\w+)$/.exec(node.name)?.[1];
      if (header !== undefined) note(header.replaceAll('_', '-'), 'header');
      return;
    }
    const place = placeOf(node.of, names);
    if (place === 'request') {
      // Laravel gives what was sent as properties, and `$request['x']` is a member, too.
      if (node.of.kind === 'name' && typed.has(node.of.name) && !OWN_FIELDS.has(node.name)) note(node.name, 'sent');
    } else note(node.name, place);
  });
  return found;
}

function sentIn(place: Place | undefined): Place | undefined {
  return place === 'request' ? 'sent' : place;
}

/** Variables that stand for the request or for a part of it. */
function namesIn(fn: FunctionNode): Names {
  const names = new Map<string, Place>(SUPERGLOBALS);
  for (const { pattern } of fn.parameters)
    if (pattern.kind === 'name' && (isRequest(pattern.type) || /^_?(?:request|req)$/.test(pattern.name)))
      names.set(pattern.name, 'request');
  // What is made of a variable may stand before it: the walk has no order.
  for (let round = 0; round < 2; round++)
    visitNodes(fn.body, node => {
      const target = targetOf(node);
      if (target === undefined || names.has(target.name)) return;
      const place = placeOf(target.value, names);
      if (place !== undefined) names.set(target.name, place);
    });
  return names;
}

/** A plain variable that is given a value. */
function targetOf(node: Node): { readonly name: string; readonly value: Expr } | undefined {
  if (node.kind === 'declare')
    return node.pattern.kind === 'name' && node.value ? { name: node.pattern.name, value: node.value } : undefined;
  if (node.kind !== 'assign' && node.kind !== 'assigned') return undefined;
  return node.target.kind === 'name' ? { name: node.target.name, value: node.value } : undefined;
}

/** Functions that give what they are given in another form. */
const PASSING = /^\\?(?:json_decode|trim|stripslashes|array_map|array_filter|collect|\(array\))$/;

/** The part of the request that an expression gives. */
function placeOf(value: Expr, names: Names, depth = 0): Place | undefined {
  if (depth > 8) return undefined;
  switch (value.kind) {
    case 'name':
      return names.get(value.name);
    case 'choice':
      return placeOf(value.then, names, depth + 1) ?? placeOf(value.otherwise, names, depth + 1);
    case 'member': {
      if (value.name === 'request' && isHolder(value.of)) return 'request';
      return placeOf(value.of, names, depth + 1) === 'request' ? BAGS.get(value.name) : undefined;
    }
    case 'call':
      return value.callee.kind === 'name'
        ? placeOfFunction(value, value.callee.name, names, depth)
        : placeOfMethod(value, names, depth);
    default:
      return undefined;
  }
}

/** `request()`, `file_get_contents('php://input')`, and functions that pass on what they are given. */
function placeOfFunction({ args }: CallExpr, name: string, names: Names, depth: number): Place | undefined {
  const [first, second] = args;
  if (name === '\\request' && !first) return 'request';
  if (name === '\\file_get_contents')
    return first?.kind === 'text' && first.value === 'php://input' ? 'body' : undefined;
  if (!PASSING.test(name) || !first) return undefined;
  return placeOf(first, names, depth + 1) ?? (second && placeOf(second, names, depth + 1));
}

function placeOfMethod({ callee, args }: CallExpr, names: Names, depth: number): Place | undefined {
  if (callee.kind !== 'member') return undefined;
  if (/^(?:getRequest|request|params|getCurrentRequest)$/.test(callee.name) && args.length === 0) return 'request';
  const of = placeOf(callee.of, names, depth + 1);
  if (of === undefined) return undefined;
  if (of !== 'request') return callee.name === 'all' && args.length === 0 ? of : undefined;
  if (args.length === 0 || /^(?:getJSON|getJsonRawBody)$/.test(callee.name)) return PARTS.get(callee.name);
  return callee.name === 'validate' ? 'sent' : undefined;
}

/** `$this->request`, `Yii::$app->request`. */
function isHolder(value: Expr): boolean {
  return value.kind === 'self' || (value.kind === 'member' && value.name === 'app');
}

type Found = { readonly name: string; readonly in: Place };

/** What a call reads of the request. */
function readBy(call: CallExpr, names: Names): readonly Found[] {
  const { callee, args } = call;
  if (callee.kind === 'name') return readByFunction(callee.name, args);
  if (callee.kind !== 'member') return [];
  const of = placeOf(callee.of, names);
  const [first, second] = args;
  // `$this->validate($request, [...])`, `Validator::make($request->all(), [...])`
  if (of === undefined)
    return /^(?:validate|make)$/.test(callee.name) && first && second?.kind === 'record' && placeOf(first, names)
      ? keysIn(second)
      : [];
  const place: Place = of === 'request' ? 'sent' : of;
  if (LISTS.test(callee.name)) return readByList(callee.name, args, place);
  const reader = READERS.get(callee.name);
  if (reader && first?.kind === 'list') return namesOf(first.items, place);
  if (first?.kind !== 'text') return [];
  if (reader) return [{ name: first.value, in: of === 'request' ? reader : of }];
  return of !== 'request' && /^(?:get\w*|offsetGet)$/.test(callee.name) ? [{ name: first.value, in: of }] : [];
}

/** `filter_input(INPUT_GET, 'x')`, `request('x')` */
function readByFunction(name: string, [first, second]: readonly Expr[]): readonly Found[] {
  const place = first?.kind === 'name' ? FILTERED.get(first.name) : undefined;
  if (name === '\\filter_input' && place && second?.kind === 'text') return [{ name: second.value, in: place }];
  return name === '\\request' && first?.kind === 'text' ? [{ name: first.value, in: 'sent' }] : [];
}

/** `->only(['a', 'b'])`, `->validate(['a' => 'required'])` */
function readByList(name: string, args: readonly Expr[], place: Place): readonly Found[] {
  const list = args.find(arg => arg.kind === 'record' || arg.kind === 'list');
  if (list?.kind === 'record') return keysIn(list).map(read => ({ ...read, in: place }));
  return namesOf(list?.kind === 'list' ? list.items : name === 'only' ? args : [], place);
}

function namesOf(items: readonly Expr[], place: Place): readonly Found[] {
  return items.flatMap(item => (item.kind === 'text' ? [{ name: item.value, in: place }] : []));
}
