/** Whether an answer names its fields, or is a stored object as it is. */
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { most, recordShape, type Shape } from '../../answer-shapes.ts';
import { valueOf } from '../../bindings.ts';
import { argument, dottedName } from '../../calls.ts';
import { storedObject } from '../stored-objects.ts';

type Inside = readonly FunctionNode[];
type CallExpr = Extract<Expr, { kind: 'call' }>;

const DEPTH = 4;

/** What makes an answer of the value that it is given first. */
const ANSWERS =
  /^(?:jsonify|make_response|Response|JSONResponse|ORJSONResponse|UJSONResponse|JsonResponse|json_response|dict|list|jsonable_encoder|json|dumps)$/;

/** Answers that hold no fields: pages, files, ways to elsewhere. */
const OTHERS =
  /^(?:render|render_template|redirect|send_file|send_from_directory|abort|url_for|HttpResponse\w*|\w*(?:Redirect|File|Streaming|HTML|PlainText)Response|TemplateResponse)$/;

/** Classes of answers by their name. */
const MODEL = /(?:Out|Response|Public|Read|Schema|DTO|Dto|View|Serializer)$/;

/** Undefined for an answer without fields: a text, nothing, a failure. */
export function shapeOf(file: ProgramFile, expr: Expr, inside: Inside, depth = 0): Shape | undefined {
  const stored = storedObject(file, expr, inside);
  if (stored) return stored === 'whole' ? 'unsound' : 'sound';
  const value = valueOf(file, expr, inside);
  if (['text', 'number', 'boolean', 'nothing', 'concat'].includes(value.kind)) return depth === 0 ? undefined : 'sound';
  if (depth > DEPTH) return 'partial';
  switch (value.kind) {
    case 'record':
      return recordShape(value.entries, depth, inner => shapeOf(file, inner, inside, depth + 2));
    case 'list':
      return most(value.items.map(item => shapeOf(file, item, inside, depth + 1) ?? 'sound'));
    case 'call':
      return callShape(file, value, inside, depth);
    case 'member':
      return memberShape(file, value, inside, depth);
    default:
      return 'partial';
  }
}

function callShape(file: ProgramFile, call: CallExpr, inside: Inside, depth: number): Shape | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'name' && callee.kind !== 'member') return 'partial';
  if (callee.kind === 'name' && OTHERS.test(callee.name)) return undefined;
  if (dottedName(file, callee)?.endsWith('.model_to_dict') || (callee.kind === 'name' && callee.name === 'vars'))
    return dictionaryOf(file, call, inside);
  if (ANSWERS.test(callee.name)) return answerShape(file, call, inside, depth);
  // `schema.dump(user)`, `UserOut.model_validate(user)`, `marshal(user, fields)`.
  if (callee.name === 'dump' || (callee.name === 'marshal' && args.length > 1)) return 'sound';
  if (callee.kind === 'member' && /^(?:model_validate|from_orm|parse_obj)$/.test(callee.name))
    return callee.of.kind === 'name' && MODEL.test(callee.of.name) ? 'sound' : 'partial';
  return callee.kind === 'name' && MODEL.test(callee.name) ? 'sound' : 'partial';
}

/** `model_to_dict(user)` takes every field; with `fields` those that are named. */
function dictionaryOf(file: ProgramFile, call: CallExpr, inside: Inside): Shape {
  const fields = argument(file, call, inside, { name: 'fields', index: 1 });
  return fields.kind === 'absent'
    ? 'unsound'
    : fields.kind === 'given' && fields.value.kind === 'list'
      ? 'sound'
      : 'partial';
}

/** `jsonify(user)`, `jsonify(id=1)`, `Response({…}, status=…)`. */
function answerShape(file: ProgramFile, call: CallExpr, inside: Inside, depth: number): Shape | undefined {
  const named = call.args.flatMap(arg => (arg.kind === 'named' ? [arg] : []));
  const status = named.find(({ name }) => name === 'status' || name === 'status_code');
  if (status && isFailure(status.value)) return undefined;
  const content = named.find(({ name }) => name === 'content' || name === 'data')?.value ?? call.args[0];
  if (content && content.kind !== 'named' && content.kind !== 'spread') {
    const second = call.args[1];
    if (second && isFailure(second)) return undefined;
    return shapeOf(file, content, inside, depth + 1);
  }
  const fields = named.filter(({ name }) => !/^(?:errors?|message|msg|detail|status|status_code|headers)$/.test(name));
  if (fields.length === 0) return undefined;
  return most(fields.map(field => shapeOf(file, field.value, inside, depth + 2) ?? 'sound'));
}

/** `404`, `status.HTTP_404_NOT_FOUND`, `HTTPStatus.NOT_FOUND`: only what is known to be a success shows a resource. */
export function isFailure(status: Expr): boolean {
  if (status.kind === 'number') return status.value >= 300;
  if (status.kind !== 'member') return false;
  return !/^(?:HTTP_2\d\d\w*|OK|CREATED|ACCEPTED|NO_CONTENT)$/.test(status.name);
}

/** Members whose names say that they are one field. */
const FIELD =
  /^(?:_?id|pk|\w+_id|uuid|\w*name|e?mail|title|slug|code|status|state|count|total|\w+_at|type|kind|role|url|version|size|page|limit|token)$/;

/** `serializer.data`, `user.email`, `user.__dict__`. */
function memberShape(
  file: ProgramFile,
  { of, name }: Extract<Expr, { kind: 'member' }>,
  inside: Inside,
  depth: number,
): Shape {
  if (name === '__dict__') return 'unsound';
  if (name === 'data' || name === 'validated_data') {
    const made = valueOf(file, of, inside);
    const maker =
      made.kind === 'call' && (made.callee.kind === 'name' || made.callee.kind === 'member') ? made.callee.name : '';
    return maker.endsWith('Serializer') ? 'sound' : 'partial';
  }
  return depth > 1 && FIELD.test(name) ? 'sound' : 'partial';
}
