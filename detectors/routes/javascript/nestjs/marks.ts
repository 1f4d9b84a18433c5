import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../origins.ts';
import { httpMethod } from '../methods.ts';
import { type LocalValues, optionOf } from '../values.ts';

/** Guards of the application, a class and a method all apply, whatever the order they are written in. */
export const RULES: RouterRules = { syntax: 'nest', guards: 'always' };

const ROUTES: ReadonlyMap<string, Method> = new Map([
  ['Get', 'GET'],
  ['Head', 'HEAD'],
  ['Post', 'POST'],
  ['Put', 'PUT'],
  ['Patch', 'PATCH'],
  ['Delete', 'DELETE'],
  ['Options', 'OPTIONS'],
  ['All', 'ANY'],
  ['Sse', 'GET'],
  ['QueryMethod', 'QUERY'],
]);

/** The mark that a call of a decorator maker gives, wherever it stands: on a class, in a function, in `applyDecorators`. */
export function markOf(file: ProgramFile, call: CallExpr, local: LocalValues): readonly ProgramFact[] {
  const made = coreMark(file, call, local) ?? reflectorMark(file, call, local) ?? describedMark(file, call, local);
  return made ? [{ kind: 'mark', at: made.at ?? call.nameAt, framework: 'nestjs', site: call, mark: made.mark }] : [];
}

type Made = { readonly mark: Mark; readonly at?: Expr['at'] };

function coreMark(file: ProgramFile, call: CallExpr, local: LocalValues): Made | undefined {
  const name = exportOf(file.originOf(call.callee), '@nestjs/common');
  if (name === undefined) return undefined;
  const [first, second] = call.args;
  const method = ROUTES.get(name);
  if (method)
    return {
      mark: { kind: 'route', methods: [method], ...(first && { path: first }) },
      ...(first && { at: first.at }),
    };
  switch (name) {
    case 'Controller':
      return controllerMark(first, local);
    case 'RequestMapping':
      return mappingMark(file, first, local);
    case 'UseGuards':
      return { mark: { kind: 'guard', guards: call.args } };
    case 'UsePipes':
      return { mark: { kind: 'guard', guards: call.args, stage: 'pipe' } };
    case 'SetMetadata':
      return first && second ? { mark: { kind: 'metadata', key: first, value: second } } : undefined;
    case 'Version':
      return first && { mark: { kind: 'version', version: first }, at: first.at };
    case 'applyDecorators':
      return { mark: { kind: 'all', marks: call.args } };
    case 'Module':
      return { mark: moduleMark(file, call, local) };
    default:
      return undefined;
  }
}

/** `@Controller()`, `@Controller(path | paths)`, `@Controller({ path, version })`. */
function controllerMark(given: Expr | undefined, local: LocalValues): Made {
  const isOptions = given !== undefined && local.valueOf(given).kind === 'record';
  const prefix = isOptions ? optionOf(given, 'path', local) : given;
  const version = isOptions ? optionOf(given, 'version', local) : undefined;
  const mark: Mark = { kind: 'controller', ...(prefix && { prefix }), ...(version && { version }), rules: RULES };
  return { mark, ...(prefix && { at: prefix.at }) };
}

/** `@RequestMapping({ path, method: RequestMethod.GET })`; GET and `/` when they are not said. */
function mappingMark(file: ProgramFile, options: Expr | undefined, local: LocalValues): Made {
  const path = optionOf(options, 'path', local);
  const given = optionOf(options, 'method', local);
  const method = given ? httpMethod(exportOf(file.originOf(given), '@nestjs/common')?.split('.').at(-1) ?? '') : 'GET';
  const methods = method ? [method] : (given ?? []);
  return { mark: { kind: 'route', methods, ...(path && { path }) }, ...(path && { at: path.at }) };
}

function moduleMark(file: ProgramFile, call: CallExpr, local: LocalValues): Mark {
  const [metadata] = call.args;
  const controllers = optionOf(metadata, 'controllers', local);
  const imports = optionOf(metadata, 'imports', local);
  const providers = optionOf(metadata, 'providers', local);
  const cls = file.classes.find(({ decorators }) => decorators.some(({ expression }) => expression === call));
  const isConfigured = cls?.members.some(member => member.kind === 'method' && member.name === 'configure');
  return {
    kind: 'module',
    ...(controllers && { controllers }),
    ...(imports && { imports }),
    ...(providers && { providers }),
    ...(isConfigured && { configure: 'configure' }),
  };
}

/** `Reflector.createDecorator<string[]>({ key, transform })`. */
function reflectorMark(file: ProgramFile, call: CallExpr, local: LocalValues): Made | undefined {
  if (exportOf(file.originOf(call.callee), '@nestjs/core') !== 'Reflector.createDecorator') return undefined;
  const transform = optionOf(call.args[0], 'transform', local);
  return { mark: { kind: 'metadata-maker', ...(transform && { transform }) } };
}

/** `@ApiOperation({ deprecated: true })`. The other decorators of `@nestjs/swagger` describe and enforce nothing. */
function describedMark(file: ProgramFile, call: CallExpr, local: LocalValues): Made | undefined {
  if (exportOf(file.originOf(call.callee), '@nestjs/swagger') !== 'ApiOperation') return undefined;
  const deprecated = optionOf(call.args[0], 'deprecated', local);
  return deprecated?.kind === 'boolean' && deprecated.value
    ? { mark: { kind: 'deprecated' }, at: deprecated.at }
    : undefined;
}
