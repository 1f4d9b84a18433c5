/** Controllers and their attributes. Sources: ASP.NET Core, Routing to controller actions; ASP.NET MVC 5 and Web API 2, Attribute routing. */
import type { InputPlace, Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Attribute, argument, attributeOf, lastName, madeAt, textAt, typeNamed } from '../names.ts';
import { ANONYMOUS, FRAMEWORK, RULES } from '../rules.ts';
import { authorizeAttribute } from './authorization.ts';

const VERBS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['HttpGet', 'GET'],
  ['HttpPost', 'POST'],
  ['HttpPut', 'PUT'],
  ['HttpDelete', 'DELETE'],
  ['HttpPatch', 'PATCH'],
  ['HttpHead', 'HEAD'],
  ['HttpOptions', 'OPTIONS'],
]);

const INPUTS: ReadonlyMap<string, InputPlace> = new Map<string, InputPlace>([
  ['FromRoute', 'path'],
  ['FromQuery', 'query'],
  ['FromUri', 'query'],
  ['FromHeader', 'header'],
  ['FromCookie', 'cookie'],
  ['FromBody', 'body'],
  ['FromForm', 'body'],
]);

export function attributeFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.decorators.flatMap(decorator => {
    const attribute = attributeOf(decorator);
    const { site, at } = attribute;
    const guarded = guardFacts(attribute);
    if (guarded.length > 0) return guarded;
    return marksOf(attribute).map((mark): ProgramFact => ({
      kind: 'mark',
      at: placeOf(mark, at),
      framework: FRAMEWORK,
      site,
      mark,
    }));
  });
}

function placeOf(mark: Mark, at: Attribute['at']): Attribute['at'] {
  if (mark.kind === 'route') return mark.path?.at ?? at;
  return mark.kind === 'prefix' ? mark.prefix.at : at;
}

function marksOf({ name, args, at }: Attribute): readonly Mark[] {
  const verb = VERBS.get(name);
  const [first] = args.filter(arg => arg.kind !== 'named');
  if (verb) {
    const path = argument(args, 0, 'template', 'Template');
    return [{ kind: 'route', methods: [verb], ...(path ? { path } : {}) }];
  }
  const input = INPUTS.get(name);
  if (input) {
    const given = argument(args, 0, 'Name');
    return [{ kind: 'input', in: input, ...(given ? { name: given } : {}) }];
  }
  switch (name) {
    case 'Route':
    case 'RoutePrefix': {
      const prefix = argument(args, 0, 'template', 'Template');
      return prefix ? [{ kind: 'prefix', prefix }] : [];
    }
    case 'AcceptVerbs': {
      const path = argument(args, undefined, 'Route');
      const methods: Expr = { kind: 'list', at, items: args.filter(arg => arg.kind !== 'named').map(upper) };
      return [{ kind: 'route', methods, ...(path ? { path } : {}) }];
    }
    case 'Area':
    case 'ActionName': {
      const key = textAt(at, name === 'Area' ? 'area' : 'action-name');
      return first ? [{ kind: 'metadata', key, value: first }] : [];
    }
    case 'NonAction':
      return [{ kind: 'metadata', key: textAt(at, 'no-action'), value: { kind: 'boolean', at, value: true } }];
    case 'AllowAnonymous':
      return [{ kind: 'metadata', key: textAt(at, ANONYMOUS), value: { kind: 'boolean', at, value: true } }];
    case 'Obsolete':
      return [{ kind: 'deprecated' }];
    default:
      return [];
  }
}

function upper(expr: Expr): Expr {
  return expr.kind === 'text' ? { ...expr, value: expr.value.toUpperCase() } : expr;
}

/** Attributes that stand before what they are on. */
function guardFacts({ name, args, at, site, typeArguments }: Attribute): readonly ProgramFact[] {
  const mark = (guards: readonly Expr[]): ProgramFact => ({
    kind: 'mark',
    at,
    framework: FRAMEWORK,
    site,
    mark: { kind: 'guard', guards },
  });
  switch (name) {
    case 'Authorize': {
      const { guard, facts } = authorizeAttribute(at, args);
      return [mark([guard]), ...facts];
    }
    case 'TypeFilter':
    case 'ServiceFilter': {
      const filter = typeNamed(typeArguments[0], at) ?? argument(args, 0, 'type');
      return filter ? [mark([filter])] : [];
    }
    case 'EnableRateLimiting': {
      const guard = madeAt(at);
      const why = 'the rate limiter of ASP.NET counts the requests';
      return [
        mark([guard]),
        { kind: 'guard-kind', at, framework: FRAMEWORK, site: guard, effect: 'none', limiter: true, why },
      ];
    }
    default:
      return [];
  }
}

/** Attributes of which a class that has one, on itself or a method, serves requests. */
const ROUTING: ReadonlySet<string> = new Set([
  ...VERBS.keys(),
  'AcceptVerbs',
  'ApiController',
  'Controller',
  'Route',
  'RoutePrefix',
]);

/** Classes that the framework takes for controllers: by what they extend, or by their name and an attribute of it. */
export function controllerFacts(file: ProgramFile): readonly ProgramFact[] {
  const isWebApi = file.module.imports.some(({ module }) => module.split(',').includes('System.Web.Http'));
  return file.classes.flatMap((cls): readonly ProgramFact[] => {
    if (!isController(cls)) return [];
    const isVerbNamed = isWebApi && cls.extends !== undefined && lastName(cls.extends) === 'ApiController';
    const mark: Mark = {
      kind: 'controller',
      rules: RULES,
      isFound: true,
      actions: { suffix: 'Controller', ...(isVerbNamed ? { isVerbNamed } : {}) },
    };
    return [{ kind: 'mark', at: cls.nameAt, framework: FRAMEWORK, site: cls, mark }];
  });
}

function isController(cls: ClassNode): boolean {
  const attributes = cls.decorators.map(one => attributeOf(one).name);
  if (cls.form !== undefined || cls.name === undefined || attributes.includes('NonController')) return false;
  const extended = cls.extends ? lastName(cls.extends) : '';
  if (/(?:Controller|ControllerBase)$/.test(extended)) return true;
  const onMethods = cls.members.flatMap(member =>
    member.kind === 'method' ? member.decorators.map(one => attributeOf(one).name) : [],
  );
  // What it extends may be a controller by another name: methods with verbs say so.
  const isHeir = cls.extends !== undefined && onMethods.some(name => VERBS.has(name) || name === 'AcceptVerbs');
  const isNamed =
    cls.name.endsWith('Controller') || attributes.includes('ApiController') || attributes.includes('Controller');
  if (!isNamed && !isHeir) return false;
  return [...attributes, ...onMethods].some(name => ROUTING.has(name));
}
