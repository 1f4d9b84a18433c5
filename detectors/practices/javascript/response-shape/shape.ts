/** Whether a value names its fields, or is a stored object as it is. */
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import type { Shape } from '../../answer-shapes.ts';
import { lookUp, valueOf } from '../../bindings.ts';
import { storedObject } from '../stored-objects.ts';

type Inside = readonly FunctionNode[];

const DEPTH = 4;

/** Functions and classes by whose name a model of the answer is made. */
const MAKER =
  /^(?:to[A-Z]?\w*(?:Dto|DTO|Response|View|Representation)|serialize\w*|map\w*To\w*(?:Dto|DTO|Response)|\w*(?:Dto|DTO|Serializer|Presenter|ViewModel)|plainToInstance|plainToClass|instanceToPlain|pick)$/;

/** Undefined for an answer without fields: a text, nothing, an error. */
export function shapeOf(file: ProgramFile, expr: Expr, inside: Inside, depth = 0): Shape | undefined {
  const stored = storedObject(file, expr, inside) ?? resolvedObject(file, expr, inside);
  if (stored) return stored === 'whole' ? 'unsound' : 'sound';
  const value = valueOf(file, expr, inside);
  if (
    value.kind === 'text' ||
    value.kind === 'number' ||
    value.kind === 'boolean' ||
    value.kind === 'nothing' ||
    value.kind === 'concat'
  )
    return depth === 0 ? undefined : 'sound';
  if (depth > DEPTH) return 'partial';
  if (value.kind === 'record') return recordShape(file, value, inside, depth);
  if (value.kind === 'call') return isMade(file, value, inside) ? 'sound' : 'partial';
  // `user.email` is a field that is named here; `result.data` may be anything.
  if (value.kind === 'member' && depth > 0) return FIELD.test(value.name) ? 'sound' : 'partial';
  return 'partial';
}

/** Members whose names say that they are one field. */
const FIELD =
  /^(?:_?id|\w+Id|uuid|\w*[nN]ame|e?mail|title|slug|status|state|count|total|length|\w+At|type|kind|role|url|version|size|page|limit|token)$/;

function recordShape(
  file: ProgramFile,
  { entries }: Extract<Expr, { kind: 'record' }>,
  inside: Inside,
  depth: number,
): Shape | undefined {
  if (
    depth === 0 &&
    entries.every(entry => entry.kind === 'entry' && /^(?:errors?|message|msg|detail)$/.test(entry.key))
  )
    return undefined;
  const shapes = entries.map((entry): Shape => {
    const shape = shapeOf(file, entry.value, inside, depth + 1) ?? 'sound';
    return entry.kind === 'entry' || shape === 'unsound' ? shape : 'partial';
  });
  if (shapes.includes('unsound')) return 'unsound';
  return shapes.includes('partial') ? 'partial' : 'sound';
}

/** `schema.parse(x)`, `toDto(x)`, `users.map(toDto)`, `new UserDto(x)`. */
function isMade(file: ProgramFile, call: Extract<Expr, { kind: 'call' }>, inside: Inside): boolean {
  const { callee, args } = call;
  if (callee.kind !== 'name' && callee.kind !== 'member') return false;
  if (call.isNew) return MAKER.test(callee.name) && !extendsEntity(file, callee.name);
  if (callee.name === 'map') {
    const [each] = args;
    const inner = each?.kind === 'function' ? returned(each.fn) : undefined;
    if (each?.kind === 'function' && inner) return shapeOf(file, inner, [each.fn, ...inside], 1) === 'sound';
    return (each?.kind === 'name' || each?.kind === 'member') && MAKER.test(each.name);
  }
  if (callee.name === 'parse' && callee.kind === 'member')
    return /(?:schema|dto|response|output)$/i.test(nameOf(callee.of)) && !isOpen(file, callee.of, inside);
  return MAKER.test(callee.name);
}

/** A schema of this file that lets everything through. */
function isOpen(file: ProgramFile, schema: Expr, inside: Inside): boolean {
  let value: Expr | undefined = valueOf(file, schema, inside);
  while (value?.kind === 'call') {
    const { callee }: { callee: Expr } = value;
    if (callee.kind === 'member' && /^(?:any|unknown|passthrough|loose|looseObject|catchall|record)$/.test(callee.name))
      return true;
    value = callee.kind === 'member' ? callee.of : undefined;
  }
  return false;
}

/** A model of the answer that inherits from the entity has all of its fields. */
function extendsEntity(file: ProgramFile, name: string): boolean {
  const cls = file.classes.find(one => one.name === name);
  return cls?.extends !== undefined && !/(?:dto|base|abstract)$/i.test(nameOf(cls.extends));
}

function nameOf(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : expr.kind === 'call' ? nameOf(expr.callee) : '';
}

function returned({ body }: FunctionNode): Expr | undefined {
  const [only, ...others] = body;
  return only?.kind === 'return' && others.length === 0 ? only.value : undefined;
}

/** `Model.find().then(user => response.json(user))`: the parameter is what the call gives. */
function resolvedObject(file: ProgramFile, expr: Expr, inside: Inside): 'whole' | 'selected' | undefined {
  if (expr.kind !== 'name') return undefined;
  const bound = lookUp(file, expr.name, inside);
  if (bound?.kind !== 'parameter' || bound.index > 0 || bound.path.length > 0) return undefined;
  const at = inside.findIndex(fn => fn.parameters[0] === bound.parameter);
  const site = file.calls.find(
    ({ name, call: { args } }) => name === 'then' && args[0]?.kind === 'function' && args[0].fn === inside[at],
  );
  return site?.receiver && storedObject(file, site.receiver, inside.slice(at + 1));
}
