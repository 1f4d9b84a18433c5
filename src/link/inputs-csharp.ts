/**
 * What ASP.NET and FastEndpoints take from a request for a parameter, by its type, its attributes and the kind of endpoint.
 *
 * Sources: ASP.NET Core, Model binding; Create web APIs, Binding source parameter inference; Parameter binding in minimal API
 * apps; FastEndpoints, Model binding.
 */
import type { InputPlace } from '../core/facts/mark.ts';
import type { Method } from '../core/facts/program.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { Decorator, Parameter, TypeRef } from '../core/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { typedValue } from './binding.ts';
import type { Machine } from './machine.ts';
import type { ClassValue, ClosureValue, Scope } from './value.ts';
import { unknown } from './value.ts';

export type AskedInput = {
  readonly inPath: readonly string[];
  readonly method: Method;
  /** Where an attribute says that it comes from, and under which name. */
  readonly said: { readonly in: InputPlace; readonly name?: string } | undefined;
};

/** The inputs that a parameter stands for: several where the properties of its class are. */
export function csharpInputs(
  machine: Machine,
  handler: ClosureValue,
  parameter: Parameter,
  asked: AskedInput,
): readonly Input[] {
  const { pattern, decorators } = parameter;
  if (pattern.kind !== 'name' || isNoInput(decorators)) return [];
  const { said } = asked;
  const cls = pattern.type && classOf(machine, handler.scope, pattern.type);
  const kind = kindOf(handler);
  const member: Member = { name: pattern.name, decorators, ...(pattern.type ? { type: pattern.type } : {}) };
  const isSpread = attributeNamesOf(decorators).includes('AsParameters') || kind === 'fastendpoints';
  if (isSpread) return cls ? propertiesOf(cls).flatMap(one => ofMember(machine, cls.scope, one, asked, kind)) : [];
  if (said?.in === 'query' && said.name === undefined && cls && cls.cls.form === undefined)
    return propertiesOf(cls).flatMap(one =>
      isNoInput(one.decorators) ? [] : [inputNamed(one.name, 'query', one.type)],
    );
  if (said) return placed(said.name ?? pattern.name, said.in, pattern.type, asked);
  return ofMember(machine, handler.scope, member, asked, kind);
}

type Member = { readonly name: string; readonly type?: TypeRef; readonly decorators: readonly Decorator[] };
/** `api`: a controller that says it is one; `views`: any other controller. */
type Kind = 'api' | 'views' | 'minimal' | 'fastendpoints';

function kindOf({ self }: ClosureValue): Kind {
  if (self?.kind !== 'instance') return 'minimal';
  const line = lineOf(self.of);
  const bases = line.map(above => (above.kind === 'external' ? (above.path.at(-1) ?? '') : ''));
  if (bases.some(name => /^Endpoint(?:WithoutRequest|WithMapping|WithMapper)?$|^(?:Req|NoReq|Res|NoRes)$/.test(name)))
    return 'fastendpoints';
  const attributes = classesAbove(self.of).flatMap(({ cls }) => attributeNamesOf(cls.decorators));
  if (attributes.includes('ApiController') || bases.includes('ApiController')) return 'api';
  const isController = bases.some(name => name.endsWith('Controller') || name.endsWith('ControllerBase'));
  return isController || self.of.cls.name?.endsWith('Controller') ? 'views' : 'minimal';
}

function ofMember(
  machine: Machine,
  scope: Scope,
  { name, type, decorators }: Member,
  asked: AskedInput,
  kind: Kind,
): readonly Input[] {
  if (isNoInput(decorators)) return [];
  const attributes = attributeNamesOf(decorators);
  const place = attributes.flatMap(one => PLACES.get(one) ?? [])[0];
  const own = writtenName(decorators) ?? name;
  if (place) return placed(own, place, type, asked);
  const token = inPathAs(own, asked);
  if (token !== undefined) return [inputNamed(token, 'path', type)];
  if (!type) return kind === 'views' || kind === 'api' ? [inputNamed(name, 'query', undefined)] : [];
  if (isAmbient(type)) return [];
  const hasBody = BODIED.has(asked.method);
  if (isFile(type)) return [inputNamed(name, 'body', type)];
  if (isSimple(machine, scope, type)) {
    const isForm = (kind === 'views' && hasBody) || (kind === 'fastendpoints' && hasBody);
    return [inputNamed(own, isForm ? 'body' : 'query', type)];
  }
  if (kind === 'fastendpoints') return [inputNamed(own, hasBody ? 'body' : 'query', type)];
  const cls = classOf(machine, scope, type);
  if (isService(type, cls)) return [];
  if (hasBody || asked.method === 'ANY')
    return kind === 'minimal' && asked.method === 'ANY' ? [] : [inputNamed(own, 'body', type)];
  // Properties of a model come from the query where there is no body; of a minimal endpoint it is a service.
  if (kind === 'minimal' || !cls) return [];
  return propertiesOf(cls).flatMap(one => (isNoInput(one.decorators) ? [] : [inputNamed(one.name, 'query', one.type)]));
}

function placed(name: string, place: InputPlace, type: TypeRef | undefined, asked: AskedInput): readonly Input[] {
  if (place !== 'path') return [inputNamed(name, place, type)];
  const token = inPathAs(name, asked);
  // A name that the path does not have is of another path of the same action.
  return token === undefined ? [] : [inputNamed(token, 'path', type)];
}

/** Names of path parameters are the same in other letters. */
function inPathAs(name: string, { inPath }: AskedInput): string | undefined {
  return inPath.find(one => one.toLowerCase() === name.toLowerCase());
}

function inputNamed(name: string, place: InputPlace, type: TypeRef | undefined): Input {
  const text = type?.text.replace(/\s+/g, ' ').trim().slice(0, 120);
  return { name, in: place, ...(text === undefined || text === '' ? {} : { type: text }) };
}

const BODIED: ReadonlySet<Method> = new Set<Method>(['POST', 'PUT', 'PATCH', 'QUERY']);

const PLACES: ReadonlyMap<string, InputPlace> = new Map<string, InputPlace>([
  ['FromRoute', 'path'],
  ['RouteParam', 'path'],
  ['FromQuery', 'query'],
  ['QueryParam', 'query'],
  ['FromHeader', 'header'],
  ['FromCookie', 'cookie'],
  ['FromBody', 'body'],
  ['FromForm', 'body'],
  ['FormField', 'body'],
]);

/** Attributes of what does not come from the request, or is not for callers to set. */
const NO_INPUTS: ReadonlySet<string> = new Set([
  'FromServices',
  'FromKeyedServices',
  'FromClaim',
  'FromPermission',
  'HasPermission',
  'BindNever',
  'JsonIgnore',
  'HideFromDocs',
]);

function isNoInput(decorators: readonly Decorator[]): boolean {
  return attributeNamesOf(decorators).some(name => NO_INPUTS.has(name));
}

function attributeNamesOf(decorators: readonly Decorator[]): readonly string[] {
  return decorators.map(({ expression }) => {
    const named = expression.kind === 'call' ? expression.callee : expression;
    const name = named.kind === 'name' || named.kind === 'member' ? named.name : '';
    return name.replace(/(?<=.)Attribute$/, '');
  });
}

/** `[FromHeader(Name = "X-Tenant")]`, `[FromHeader("X-Tenant")]`, `[BindFrom("id")]`. */
function writtenName(decorators: readonly Decorator[]): string | undefined {
  for (const { expression } of decorators) {
    if (expression.kind !== 'call') continue;
    const [name] = attributeNamesOf([{ at: expression.at, expression }]);
    if (name === undefined || (!PLACES.has(name) && name !== 'BindFrom')) continue;
    for (const arg of expression.args) {
      if (arg.kind === 'text') return arg.value;
      if (arg.kind === 'named' && arg.name === 'Name' && arg.value.kind === 'text') return arg.value.value;
    }
  }
  return undefined;
}

const SIMPLE =
  /^(?:string|String|bool|Boolean|byte|sbyte|char|short|ushort|int|Int32|uint|long|Int64|ulong|nint|float|double|decimal|Guid|DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan|Uri|Version|StringValues|object|dynamic|Ulid|BigInteger)$/;
const LISTS = /^(?:Array|List|IList|IEnumerable|ICollection|IReadOnlyList|IReadOnlyCollection|HashSet|ISet|Nullable)$/;

function isSimple(machine: Machine, scope: Scope, type: TypeRef): boolean {
  if (SIMPLE.test(type.name)) return true;
  const [element] = type.arguments;
  if (LISTS.test(type.name) && element) return isSimple(machine, scope, element);
  return classOf(machine, scope, type)?.cls.form === 'enum';
}

/** What every handler may ask for, and no request brings. */
function isAmbient({ name }: TypeRef): boolean {
  return /^(?:CancellationToken|HttpContext|HttpRequest|HttpResponse|ClaimsPrincipal|IPrincipal|LinkGenerator|PipeWriter|ModelStateDictionary)$/.test(
    name,
  );
}

function isFile({ name, arguments: [element] }: TypeRef): boolean {
  return (
    /^(?:IFormFile|IFormFileCollection|IFormCollection|FormCollection|HttpPostedFileBase|Stream|PipeReader|JsonElement|JsonDocument|JsonPatchDocument|JObject)$/.test(
      name,
    ) ||
    (LISTS.test(name) && element !== undefined && isFile(element))
  );
}

const SERVICE =
  /(?:Service|Services|Repository|Context|Factory|Manager|Client|Provider|Mediator|Sender|Logger|Handler|Cache|Bus|Publisher|Store|Validator|Configuration|Environment|Accessor|Dispatcher|Queries|UnitOfWork)$/;

/** What a container gives: interfaces, and classes that are named for what they do. */
function isService({ name }: TypeRef, cls: ClassValue | undefined): boolean {
  if (cls?.cls.form === 'interface' || (/^I[A-Z][a-z]/.test(name) && !LISTS.test(name))) return true;
  return SERVICE.test(name) || /^(?:Func|Action|Lazy|IOptions\w*|ILogger|ISender)$/.test(name);
}

function classOf(machine: Machine, scope: Scope, type: TypeRef): ClassValue | undefined {
  if (SIMPLE.test(type.name)) return undefined;
  const value = typedValue(machine, scope, type, unknown('a class outside the tree', type.name));
  return value.kind === 'instance' ? value.of : undefined;
}

/** Properties, and what a record is made of, those of the class itself last. */
function propertiesOf(cls: ClassValue): readonly Member[] {
  const found = new Map<string, Member>();
  for (const above of classesAbove(cls).toReversed()) {
    for (const member of above.cls.members) {
      if (member.kind === 'field' && !member.isStatic && member.type && /^[\p{Lu}@]/u.test(member.name))
        found.set(member.name, { name: member.name, type: member.type, decorators: member.decorators });
      if (member.kind !== 'constructor') continue;
      for (const { isField, pattern, decorators } of member.fn.parameters)
        if (isField && pattern.kind === 'name' && /^\p{Lu}/u.test(pattern.name))
          found.set(pattern.name, { name: pattern.name, decorators, ...(pattern.type ? { type: pattern.type } : {}) });
    }
  }
  return [...found.values()].slice(0, PROPERTIES);
}

/** Properties of one class that are listed. */
const PROPERTIES = 100;

/** What a handler gives back: what is inside of tasks and results; undefined where only the body says it. */
export function csharpResponse(type: TypeRef): string | undefined {
  let inner = type;
  for (let depth = 0; depth < 8; depth++) {
    const [first] = inner.arguments;
    if (!first) break;
    // `Results<Ok<User>, NotFound>`: the first that holds something.
    if (inner.name === 'Results') inner = inner.arguments.find(one => one.arguments.length > 0) ?? first;
    else if (
      /^(?:Task|ValueTask|ActionResult|Ok|Created|CreatedAtRoute|Accepted|JsonHttpResult|JsonResult)$/.test(inner.name)
    )
      inner = first;
    else break;
  }
  const isPlain =
    /^(?:Task|ValueTask|ActionResult|IActionResult|IResult|JsonResult|ViewResult|FileResult|IHttpActionResult|HttpResponseMessage|Results|Ok|NoContent|void)$/;
  return isPlain.test(inner.name) && inner.arguments.length === 0 ? undefined : inner.text;
}
