/**
 * Whether an answer of Ruby names its fields. Sources: Rails guides, Layouts and Rendering; Active Model, Serializers::JSON; Active Model
 * Serializers; Blueprinter; Alba; jsonapi-serializer; Grape, README, Restful Model Representations.
 */
import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { most, returnsIn, type Shape, writtenShape } from '../../answer-shapes.ts';
import { valueOf } from '../../bindings.ts';
import { storedAs } from '../stored-objects.ts';

type Inside = readonly FunctionNode[];

/** What an answer is made of; `model`: it is whatever that class says of itself. */
export type Answer = { readonly shape: Shape; readonly model?: string };

/** Classes of answers by their names. */
const MADE = /(?:Serializer|Blueprint|Presenter|Resource|Representer|Entity|View|Decorator|Dto|DTO)$/;

/** Options by which `render json:` says which fields are written. */
const NAMES = /^(?:only|serializer|each_serializer|with|fields|view)$/;

/** The answer of `render json: value`, with the other arguments. Undefined for one without fields, and for a failure. */
export function answerOf(file: ProgramFile, value: Expr, options: readonly Expr[], inside: Inside): Answer | undefined {
  if (options.some(arg => arg.kind === 'named' && NAMES.test(arg.name))) return { shape: 'sound' };
  const model = storedAs(file, value, inside);
  if (model !== undefined) return { shape: 'partial', model };
  const shape = shapeOf(file, value, inside);
  return shape && { shape };
}

function shapeOf(file: ProgramFile, expr: Expr, inside: Inside, depth: number = 0): Shape | undefined {
  const value = valueOf(file, expr, inside);
  return writtenShape(value, depth, {
    shapeOf: (inner, deeper) => shapeOf(file, inner, inside, deeper),
    ofCall: call => ofCall(file, call, inside, depth),
    field: FIELD,
  });
}

/** Methods whose names say that they give one field. */
const FIELD =
  /^(?:id|\w+_id|uuid|\w*name|e?mail|title|slug|code|status|state|count|total|\w+_count|\w+_at|\w+_on|type|kind|role|url|version|size|page|limit|token|amount|currency|body|text|description|color|iso8601|to_s|to_i|to_f)$/;

function ofCall(file: ProgramFile, call: CallExpr, inside: Inside, depth: number): Shape | undefined {
  const { callee, args } = call;
  if (call.isNew) return callee.kind === 'name' && MADE.test(callee.name) ? 'sound' : 'partial';
  if (callee.kind !== 'member') return 'partial';
  const { of, name } = callee;
  if (/^(?:errors|full_messages|error_messages|message)$/.test(name)) return depth === 0 ? undefined : 'sound';
  const isNamed = args.some(arg => arg.kind === 'named' && arg.name === 'only');
  switch (name) {
    case 'as_json':
    case 'to_json':
    case 'serializable_hash':
    case 'to_h':
    case 'to_hash':
      if (isNamed) return 'sound';
      return of.kind === 'self' ? 'partial' : withoutName(file, of, inside, depth);
    case 'attributes':
      return storedAs(file, of, inside) === undefined ? 'partial' : 'unsound';
    case 'slice':
    case 'pluck':
      return args.length > 0 && args.every(arg => arg.kind === 'text') ? 'sound' : 'partial';
    case 'map':
      return mapped(file, call, inside, depth);
    case 'render':
    case 'render_as_hash':
    case 'render_as_json':
    case 'represent':
    case 'serialize':
    case 'serializable_data':
      return isMade(of) ? 'sound' : 'partial';
    default:
      return depth > 1 && args.length === 0 && FIELD.test(name) ? 'sound' : 'partial';
  }
}

/** `UserSerializer.new(user)`, `UserBlueprint`. */
function isMade(expr: Expr): boolean {
  if (expr.kind === 'call') return expr.isNew && isMade(expr.callee);
  return expr.kind === 'name' && MADE.test(expr.name);
}

/** What it is told to write of itself, without a word of which fields. */
function withoutName(file: ProgramFile, of: Expr, inside: Inside, depth: number): Shape {
  if (isMade(of)) return 'sound';
  if (storedAs(file, of, inside) !== undefined) return 'partial';
  return (of.kind === 'record' || of.kind === 'call' ? shapeOf(file, of, inside, depth + 1) : undefined) ?? 'partial';
}

/** `users.map { |user| { id: user.id } }`. */
function mapped(file: ProgramFile, { args }: CallExpr, inside: Inside, depth: number): Shape {
  const block = args.find(arg => arg.kind === 'named' && arg.name === '&');
  if (block?.kind !== 'named' || block.value.kind !== 'function') return 'partial';
  const { fn } = block.value;
  return most(returnsIn(fn.body).map(value => shapeOf(file, value, [fn, ...inside], depth + 2) ?? 'partial'));
}
