/**
 * What a handler of Rust takes from a request: by the types of its parameters, which frameworks make of it, and by what its
 * body looks up. Sources: axum, extract; Actix Web, Extractors; Rocket, Requests; Poem and Poem OpenAPI, Extractors; Salvo,
 * Parse Request; Serde, Attributes.
 */
import type { Parameter as Input } from '../core/operation.ts';
import type { CallExpr, ClassMember, ClassNode, Expr, Parameter, TypeRef } from '../core/program.ts';
import { valueOfType } from './extractors.ts';
import type { Handling } from './language.ts';
import type { Machine } from './machine.ts';
import type { ClosureValue, Scope } from './value.ts';
import { visitNodes } from './walk.ts';

type Place = Input['in'];

/** Extractors around a type that says what is taken. `whole`: what it is called where its parameter has no name. */
const HOLDERS: ReadonlyMap<string, { readonly in: Place; readonly whole: string }> = new Map([
  ['Query', { in: 'query', whole: 'query' }],
  ['OptionalQuery', { in: 'query', whole: 'query' }],
  ['QsQuery', { in: 'query', whole: 'query' }],
  ['QueryParam', { in: 'query', whole: 'query' }],
  ['Json', { in: 'body', whole: 'body' }],
  ['JsonBody', { in: 'body', whole: 'body' }],
  ['MsgPack', { in: 'body', whole: 'body' }],
  ['Protobuf', { in: 'body', whole: 'body' }],
  ['Form', { in: 'body', whole: 'form' }],
  ['FormBody', { in: 'body', whole: 'form' }],
  ['LenientForm', { in: 'body', whole: 'form' }],
  ['TypedMultipart', { in: 'body', whole: 'form' }],
  ['MultipartForm', { in: 'body', whole: 'form' }],
  ['Multipart', { in: 'body', whole: 'form' }],
  ['Data', { in: 'body', whole: 'body' }],
  ['TempFile', { in: 'body', whole: 'file' }],
  ['HeaderParam', { in: 'header', whole: '' }],
  ['CookieParam', { in: 'cookie', whole: '' }],
  ['Header', { in: 'header', whole: '' }],
  ['Cookie', { in: 'cookie', whole: '' }],
]);

/** Types around another one that change nothing about where it comes from. */
const AROUND: ReadonlySet<string> = new Set([
  'Option',
  'Result',
  'Strict',
  'Valid',
  'Validated',
  'ValidatedJson',
  'ValidatedForm',
  'ValidatedQuery',
  'WithRejection',
  'Cached',
  'Garde',
]);

/** Structs in structs whose fields are flattened, and types in types. */
const DEPTH = 6;
const MOST_FIELDS = 80;

export function rustInputs({ machine, handler: { fn, scope }, written }: Handling): readonly Input[] {
  const query = written?.kind === 'text' ? queryOf(written.text) : undefined;
  const found = [
    ...fn.parameters.flatMap(parameter => taken(machine, scope, parameter, query)),
    ...lookUps(fn.parameters, fn.body),
  ];
  return found.filter(
    (input, index) =>
      input.name !== '' && !found.slice(0, index).some(other => other.name === input.name && other.in === input.in),
  );
}

// By type

/** Names in the query of a path of Rocket: `/search?<page>&<filter..>&sort=<by>`; those with dots hold several. */
function queryOf(path: string): ReadonlyMap<string, boolean> {
  const query = path.split('?')[1] ?? '';
  return new Map([...query.matchAll(/<(\w+)(\.\.)?>/g)].map(match => [match[1] ?? '', match[2] !== undefined]));
}

function taken(
  machine: Machine,
  scope: Scope,
  { at, pattern, decorators }: Parameter,
  query: ReadonlyMap<string, boolean> | undefined,
): readonly Input[] {
  const { type } = pattern;
  if (!type) return [];
  // In `Json(payload): Json<T>` the name is that of what is inside.
  const isOwn = at.line === pattern.at.line && at.column === pattern.at.column;
  const own = pattern.kind === 'name' && isOwn ? pattern.name : undefined;
  const isMany = own === undefined ? undefined : query?.get(own);
  if (own !== undefined && isMany !== undefined)
    return isMany ? fieldsOf(machine, scope, type, 'query') : [{ name: own, in: 'query', type: type.text }];
  const inner = unwrapped(type);
  const [of] = inner.arguments;
  if (inner.name === 'TypedHeader') return of ? [{ name: headerOfType(of.name), in: 'header' }] : [];
  if (inner.name === 'BearerAuth' || inner.name === 'BasicAuth') return [{ name: 'Authorization', in: 'header' }];
  const holder = HOLDERS.get(inner.name);
  // `Data<AppState>` is what a program keeps; that of Rocket, which borrows, is the body.
  if (!holder || (inner.name === 'Data' && of !== undefined)) return [];
  const isNamed = holder.whole === '' || inner.name === 'QueryParam';
  const name = said(decorators) ?? own;
  if (isNamed)
    return [
      {
        name: holder.in === 'header' ? (name ?? '').replaceAll('_', '-') : (name ?? holder.whole),
        in: holder.in,
        ...(of ? { type: of.text.slice(0, 120) } : {}),
      },
    ];
  const fields = of ? fieldsOf(machine, scope, of, holder.in) : [];
  return wholeAndFields(holder, name, of, fields);
}

/** The body as a whole, and its fields; the parameters of a query are its fields alone. */
function wholeAndFields(
  holder: { readonly in: Place; readonly whole: string },
  name: string | undefined,
  of: TypeRef | undefined,
  fields: readonly Input[],
): readonly Input[] {
  if (holder.in === 'query' && fields.length > 0) return fields;
  // One plain value of a query goes by the name of its parameter (Poem OpenAPI).
  const own = holder.in === 'query' && !isPlain(of) ? undefined : name;
  return [{ name: own ?? holder.whole, in: holder.in, ...(of ? { type: of.text.slice(0, 120) } : {}) }, ...fields];
}

function unwrapped(type: TypeRef): TypeRef {
  let at = type;
  for (let depth = 0; depth < DEPTH && AROUND.has(at.name) && at.arguments[0]; depth += 1) at = at.arguments[0];
  return at;
}

const PLAIN =
  /^(?:&?(?:'\w+ )?(?:str|String|bool|char|[iuf](?:8|16|32|64|128|size)|Uuid|Option<.*>|Vec<.*>|DateTime<.*>|NaiveDate))$/;

function isPlain(type: TypeRef | undefined): boolean {
  return type !== undefined && PLAIN.test(type.text);
}

/** `#[oai(name = "x-api-key")]` on a parameter. */
function said(decorators: Parameter['decorators']): string | undefined {
  for (const { expression } of decorators)
    if (expression.kind === 'call')
      for (const arg of expression.args)
        if (arg.kind === 'named' && arg.name === 'name' && arg.value.kind === 'text') return arg.value.value;
  return undefined;
}

/** `UserAgent` is the header `User-Agent`. Source: the documentation of `headers`. */
function headerOfType(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2');
}

// Fields

/** The names under which the fields of a struct of the tree are sent. */
function fieldsOf(machine: Machine, scope: Scope, type: TypeRef, place: Place, depth = 0): readonly Input[] {
  const value = depth > DEPTH ? undefined : valueOfType(machine, scope, unwrapped(type));
  if (value?.kind !== 'class' || value.cls.form !== undefined) return [];
  const all = serdeOf(value.cls.decorators);
  return value.cls.members
    .flatMap((member): readonly Input[] => {
      if (member.kind !== 'field' || member.value !== undefined || !member.type || /^\d/.test(member.name)) return [];
      const own = serdeOf(member.decorators);
      if (own.has('skip') || own.has('skip_deserializing')) return [];
      if (own.has('flatten')) return fieldsOf(machine, value.scope, member.type, place, depth + 1);
      const name = own.get('rename') ?? own.get('name') ?? cased(plainName(member), all.get('rename_all') ?? '');
      return [{ name, in: place, type: member.type.text.slice(0, 120) }];
    })
    .slice(0, MOST_FIELDS);
}

/** A raw identifier goes by its name: `r#type`. */
function plainName({ name }: Extract<ClassMember, { kind: 'field' }>): string {
  return name.replace(/^r#/, '');
}

/** What attributes of Serde, and of those that name their arguments as it does, say: a word by itself is there with an empty value. */
function serdeOf(decorators: ClassNode['decorators']): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { expression } of decorators) {
    if (expression.kind !== 'call' || expression.callee.kind !== 'name') continue;
    if (!/^(?:serde|oai|field|salvo|form|deserr)!$/.test(expression.callee.name)) continue;
    for (const arg of expression.args) {
      if (arg.kind === 'name') found.set(arg.name, '');
      if (arg.kind === 'named') found.set(arg.name, textOf(arg.value));
      const said = arg.kind === 'call' ? renamed(arg) : undefined;
      if (said) found.set(said.name, said.value);
    }
  }
  return found;
}

/** `rename(deserialize = "x")` */
function renamed({ callee, args }: CallExpr): { readonly name: string; readonly value: string } | undefined {
  const inner = args.find(arg => arg.kind === 'named' && arg.name === 'deserialize');
  return callee.kind === 'name' && inner?.kind === 'named'
    ? { name: callee.name, value: textOf(inner.value) }
    : undefined;
}

function textOf(expr: Expr): string {
  return expr.kind === 'text' ? expr.value : expr.kind === 'name' ? expr.name : '';
}

/** Source: Serde, Container attributes, `rename_all`. */
function cased(name: string, rule: string): string {
  const words = name.split('_');
  const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
  switch (rule) {
    case 'camelCase':
      return words.map((word, index) => (index === 0 ? word : capital(word))).join('');
    case 'PascalCase':
      return words.map(capital).join('');
    case 'kebab-case':
      return words.join('-');
    case 'SCREAMING_SNAKE_CASE':
    case 'UPPERCASE':
      return name.toUpperCase();
    case 'SCREAMING-KEBAB-CASE':
      return words.join('-').toUpperCase();
    default:
      return name;
  }
}

// By what the body looks up

const OF_TYPE: ReadonlyMap<string, Place> = new Map([
  ['HeaderMap', 'header'],
  ['CookieJar', 'cookie'],
  ['PrivateCookieJar', 'cookie'],
  ['SignedCookieJar', 'cookie'],
  ['Cookies', 'cookie'],
]);

/** Methods by which a request, or a part of it, is asked for one thing. */
const ASKING: ReadonlyMap<string, Place> = new Map([
  ['header', 'header'],
  ['cookie', 'cookie'],
  ['query', 'query'],
  ['query_param', 'query'],
  ['query_parameter', 'query'],
  ['form', 'body'],
]);

/** Methods and members that lead to a part of the request. */
const LEADING: ReadonlyMap<string, Place> = new Map([
  ['headers', 'header'],
  ['cookies', 'cookie'],
  ['cookie', 'cookie'],
  ['query', 'query'],
  ['queries', 'query'],
  ['form_data', 'body'],
]);

const GETTING: ReadonlySet<string> = new Set(['get', 'get_one', 'get_private', 'get_required', 'get_all']);

/** Methods that read the whole body, or all of the query, as one value. */
const WHOLE: ReadonlyMap<string, Input> = new Map<string, Input>([
  ['parse_json', { name: 'body', in: 'body' }],
  ['body_json', { name: 'body', in: 'body' }],
  ['parse_body', { name: 'body', in: 'body' }],
  ['parse_form', { name: 'form', in: 'body' }],
  ['body_form', { name: 'form', in: 'body' }],
  ['form_data', { name: 'form', in: 'body' }],
  ['body', { name: 'body', in: 'body' }],
  ['parse_queries', { name: 'query', in: 'query' }],
]);

function lookUps(parameters: readonly Parameter[], body: ClosureValue['fn']['body']): readonly Input[] {
  const parts = new Map<string, Place>();
  const requests = new Set<string>();
  for (const { pattern } of parameters) {
    const place = OF_TYPE.get(pattern.type?.name ?? '');
    if (pattern.kind !== 'name') continue;
    if (place) parts.set(pattern.name, place);
    else if (
      /^(?:HttpRequest|Request|State|ServiceRequest|RequestParts|Parts)$/.test(pattern.type?.name ?? '') ||
      !pattern.type
    )
      requests.add(pattern.name);
  }
  const found: Input[] = [];
  visitNodes(body, node => {
    if (node.kind === 'declare' && node.pattern.kind === 'name') {
      const place = node.value && partOf(node.value, parts, requests);
      if (place) parts.set(node.pattern.name, place);
      const holder = HOLDERS.get(node.pattern.type?.name ?? '');
      if (holder && node.value && isExtracted(node.value)) found.push({ name: holder.whole, in: holder.in });
    }
    if (node.kind !== 'call' || node.callee.kind !== 'member') return;
    const { of, name } = node.callee;
    const [first] = node.args;
    const whole = WHOLE.get(name);
    if (whole && isRequest(of, requests)) found.push(whole);
    if (name === 'json' && node.typeArguments.length > 0 && isRequest(of, requests))
      found.push({ name: 'body', in: 'body' });
    const key = first && keyOf(first);
    if (key === undefined) return;
    const asked = ASKING.get(name);
    if (asked && isRequest(of, requests)) found.push({ name: key, in: asked });
    const place = GETTING.has(name) ? partOf(of, parts, requests) : undefined;
    if (place) found.push({ name: key, in: place });
  });
  return found;
}

/** `req.extract().await?` */
function isExtracted(value: Expr): boolean {
  let at: Expr = value;
  for (let depth = 0; depth < DEPTH && at.kind === 'call' && at.callee.kind === 'member'; depth += 1) {
    if (at.callee.name === 'extract') return true;
    at = at.callee.of;
  }
  return false;
}

function isRequest(of: Expr, requests: ReadonlySet<string>): boolean {
  return of.kind === 'name' && requests.has(of.name);
}

/** The part of a request that a value is: `req.headers()`, `parts.headers`, `CookieJar::borrow_from(&state)`. */
function partOf(of: Expr, parts: ReadonlyMap<string, Place>, requests: ReadonlySet<string>): Place | undefined {
  let at: Expr = of;
  for (let depth = 0; depth < DEPTH; depth += 1) {
    if (at.kind === 'name') return parts.get(at.name);
    const member: Expr = at.kind === 'call' ? at.callee : at;
    if (member.kind !== 'member') return undefined;
    const holder = member.of.kind === 'name' ? (member.of.name.split('::').at(-1) ?? '') : '';
    if (member.name === 'borrow_from') return OF_TYPE.get(holder);
    const place = LEADING.get(member.name);
    if (place && isRequest(member.of, requests)) return place;
    at = member.of;
  }
  return undefined;
}

/** A text, or a constant of `http::header`. */
function keyOf(expr: Expr): string | undefined {
  if (expr.kind === 'text') return expr.value;
  const word = expr.kind === 'member' || expr.kind === 'name' ? (expr.name.split('::').at(-1) ?? '') : '';
  return STANDARD.get(word);
}

/** Headers of HTTP by their constants, as far as programs read them by themselves. */
const STANDARD: ReadonlyMap<string, string> = new Map([
  ['AUTHORIZATION', 'Authorization'],
  ['ACCEPT', 'Accept'],
  ['COOKIE', 'Cookie'],
  ['CONTENT_TYPE', 'Content-Type'],
  ['HOST', 'Host'],
  ['IF_NONE_MATCH', 'If-None-Match'],
  ['IF_MODIFIED_SINCE', 'If-Modified-Since'],
  ['ORIGIN', 'Origin'],
  ['RANGE', 'Range'],
  ['REFERER', 'Referer'],
  ['USER_AGENT', 'User-Agent'],
]);
