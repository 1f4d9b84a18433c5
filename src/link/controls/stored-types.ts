/** Handlers whose declared types are classes that a database stores: what they take and give back. */
import { rulesAt } from '../language.ts';
import type { SeenControl } from '../../core/operation.ts';
import type { ClassNode, Decorator, Expr, Parameter, TypeRef } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { innermost } from '../calling.ts';
import { evaluate } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue, Value } from '../value.ts';
import { storedTypesOfGo } from './stored-types-go.ts';
import { isSaidStored } from './stored-classes.ts';

export function storedTypesOf(machine: Machine, handler: ClosureValue): readonly SeenControl[] {
  const { fn } = handler;
  if (machine.modules.get(fn.at.file)?.module.language === 'go') return storedTypesOfGo(machine, handler);
  if (!rulesAt(machine, fn.at.file).isTyped) return [];
  const bodies = fn.parameters.flatMap((parameter): readonly SeenControl[] => {
    const type = isBody(machine, parameter) ? parameter.pattern.type : undefined;
    const cls = type && classOf(machine, handler, elementOf(type));
    return type && cls && isStored(machine, cls)
      ? [control('stored-body', type.at, `the body of the request is bound to the stored class ${cls.cls.name ?? ''}`)]
      : [];
  });
  return [...bodies, ...answerOf(machine, handler)];
}

function control(name: SeenControl['control'], at: Location, what: string): SeenControl {
  return { control: name, at, what };
}

/** An answer that holds a stored object among other fields is neither. */
function answerOf(machine: Machine, handler: ClosureValue): readonly SeenControl[] {
  const type = handler.fn.returnType;
  const cls = type && classOf(machine, handler, elementOf(type));
  if (!type || !cls || cls.cls.form === 'enum') return [];
  const name = cls.cls.name ?? '';
  if (isStored(machine, cls)) return [control('stored-answer', type.at, `the answer is the stored class ${name}`)];
  if (cls.cls.form === 'interface' || cls.cls.isAbstract || cls.cls.extends) return [];
  const fields = fieldTypes(cls.cls);
  const isClosed =
    fields.length > 0 &&
    fields.every(field => {
      const element = elementOf(field);
      if (OPEN.test(element.name) || ANY_TYPE.test(element.name)) return false;
      const inner = classOf(machine, { ...handler, scope: cls.scope }, element);
      return !inner || !isStored(machine, inner);
    });
  return isClosed ? [control('declared-answer', type.at, `the answer is written by the class ${name}`)] : [];
}

/** Types that may hold anything. */
const OPEN =
  /^(?:Object|Any|Map|HashMap|JsonNode|JSONObject|object|dynamic|Dictionary|IDictionary|JObject|JToken|JsonElement|JsonDocument|ExpandoObject|T|R|E)?$/;
/** Parameters of types by their usual name: `TItem`. */
const ANY_TYPE = /^T[A-Z]\w*$/;

function fieldTypes(cls: ClassNode): readonly TypeRef[] {
  return cls.members.flatMap((member): readonly TypeRef[] => {
    if (member.kind === 'field') return member.type && !member.isStatic ? [member.type] : [];
    return member.fn.parameters.flatMap(({ isField, pattern }) => (isField && pattern.type ? [pattern.type] : []));
  });
}

/** Annotations by which the body is handed to a parameter. Sources: Spring, `@RequestBody`, `@ModelAttribute`; Micronaut, `@Body`. */
const BODIES: ReadonlySet<string> = new Set(['RequestBody', 'ModelAttribute', 'Body', 'FromBody', 'FromForm']);

/** ASP.NET binds what carries no attribute, too; `[Bind]` names the fields that it takes. */
function isBody(machine: Machine, { decorators, at }: Parameter): boolean {
  const written = decorators.map(one => nameOf(one.expression));
  // C# writes `[FromBody]` for `FromBodyAttribute`.
  const names = [...written, ...written.map(name => name.replace(/Attribute$/, ''))];
  if (names.includes('Bind')) return false;
  if (names.some(name => BODIES.has(name))) return true;
  return names.length === 0 && machine.modules.get(at.file)?.module.language === 'c-sharp';
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'call') return nameOf(expr.callee);
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** What others are wrapped in on their way to the client. */
const WRAPPERS =
  /^(?:ResponseEntity|HttpEntity|HttpResponse|RestResponse|List|MutableList|ArrayList|Set|Collection|Iterable|Array|Page|Slice|PageImpl|Optional|Mono|Flux|Flow|Uni|Multi|CompletableFuture|CompletionStage|Future|Deferred|DeferredResult|Callable|WebAsyncTask|EntityModel|CollectionModel|PagedModel|Stream|Task|ValueTask|ActionResult|IEnumerable|ICollection|IList|IReadOnlyList|IReadOnlyCollection|IQueryable|IAsyncEnumerable|HashSet|Nullable|Ok|Created|Accepted|JsonHttpResult)$/;

function elementOf(type: TypeRef): TypeRef {
  let current = type;
  for (let depth = 0; depth < 6; depth++) {
    const [first] = current.arguments;
    if (!first || !WRAPPERS.test(current.name)) return current;
    current = first;
  }
  return current;
}

function classOf(machine: Machine, { scope }: Pick<ClosureValue, 'scope'>, type: TypeRef): ClassValue | undefined {
  if (type.name === '' || WRAPPERS.test(type.name)) return undefined;
  const expr: Expr = { kind: 'name', at: type.at, name: type.qualifier[0] ?? type.name };
  const value: Value | undefined = innermost(evaluate(machine, { scope, memo: new Map(), returns: [] }, expr));
  return value?.kind === 'class' ? value : undefined;
}

/** Annotations of object mappers, and the packages that they are of. */
const STORED: ReadonlySet<string> = new Set([
  'Entity',
  'Document',
  'Table',
  'Node',
  'RedisHash',
  'MappedEntity',
  'Container',
]);
const MAPPERS =
  /(?:javax|jakarta)\.persistence|org\.springframework\.data|org\.hibernate|io\.micronaut\.data|dev\.morphia|org\.mongodb|com\.azure\.spring/;

function isStored(machine: Machine, value: ClassValue): boolean {
  if (isSaidStored(machine, value)) return true;
  const { cls } = value;
  const imports = machine.modules.get(cls.at.file)?.module.imports ?? [];
  const isOfMapper = ({ expression }: Decorator): boolean => {
    const name = nameOf(expression);
    if (!STORED.has(name)) return false;
    return imports.some(({ local, module }) => (local === name || local.endsWith(`.${name}`)) && MAPPERS.test(module));
  };
  return cls.decorators.some(isOfMapper);
}
