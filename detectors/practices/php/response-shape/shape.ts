/** Whether an answer of PHP names its fields, or is a stored object as it is. Sources: Laravel, Eloquent API Resources and Responses; Symfony, Serializer. */
import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isPlainValue, type Shape, writtenShape } from '../../answer-shapes.ts';
import { valueOf } from '../../bindings.ts';
import { argument } from '../../calls.ts';
import { optionIn } from '../../constants.ts';
import { chainOf } from '../chains.ts';
import { queried, storedAs } from '../stored-objects.ts';

type Inside = readonly FunctionNode[];

/** Classes of answers by their name. */
const MADE = /(?:Resource|ResourceCollection|Transformer|Presenter|DTO|Dto|ViewModel|Output)$/;

/** What answers with the value that it is given first: on `response()`, on the controller, or made. */
const SENDS = /^(?:json|jsonp|withJson|setData)$/;

/** Answers that hold no fields: pages, files, ways to elsewhere. */
const OTHERS =
  /^\\?(?:view|redirect|redirectToRoute|redirectTo|back|to_route|abort|render|renderView|renderForm|download|file|stream|streamDownload|noContent|inertia|BinaryFileResponse|StreamedResponse|RedirectResponse)$/i;

/** Undefined for an answer without fields: a text, nothing, a failure, a page. */
export function shapeOf(file: ProgramFile, expr: Expr, inside: Inside, depth: number = 0): Shape | undefined {
  if (expr.kind === 'name' && storedAs(file, expr, inside) !== undefined) {
    const made = valueOf(file, expr, inside);
    return made.kind === 'call' ? ofQuery(file, made, inside) : 'unsound';
  }
  const value = valueOf(file, expr, inside);
  return writtenShape(value, depth, {
    shapeOf: (inner, deeper) => shapeOf(file, inner, inside, deeper),
    ofCall: call => ofCall(file, call, inside, depth),
    field: FIELD,
  });
}

/** Members whose names say that they are one field. */
const FIELD =
  /^(?:id|\w+_id|\w+Id|uuid|\w*name|\w*Name|e?mail|title|slug|code|status|state|count|total|\w+_at|\w+At|type|kind|role|url|version|size|page|limit|token|amount|currency)$/;

function ofQuery(file: ProgramFile, call: CallExpr, inside: Inside): Shape {
  const query = queried(file, call, inside);
  return query?.holds === 'whole' ? 'unsound' : query?.holds === 'selected' ? 'sound' : 'partial';
}

function ofCall(file: ProgramFile, call: CallExpr, inside: Inside, depth: number): Shape | undefined {
  const { callee, args } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const [first] = args;
  if (OTHERS.test(name)) return undefined;
  if (call.isNew) {
    if (MADE.test(name)) return 'sound';
    return /(?:^|\\)JsonResponse$/.test(name) ? sent(file, call, inside, depth) : undefined;
  }
  const { root, calls } = chainOf(call);
  if (calls.some(step => isLeading(step))) return undefined;
  // `UserResource::collection($users)->additional(…)`, `(new UserResource($user))->response()`.
  if (root.kind === 'name' && MADE.test(root.name)) return 'sound';
  if (root.kind === 'call' && root.isNew && root.callee.kind === 'name' && MADE.test(root.callee.name)) return 'sound';
  if (isSending(call, root)) return sent(file, call, inside, depth);
  // `response($user)` of Laravel.
  if (callee.kind === 'name' && /^\\?response$/.test(name)) return first ? sent(file, call, inside, depth) : undefined;
  if (callee.kind === 'member' && /^(?:toArray|fresh|refresh|load|loadMissing|loadCount|append)$/.test(name)) {
    const inner = shapeOf(file, callee.of, inside, depth + 1);
    return inner === 'unsound' ? 'unsound' : 'partial';
  }
  return queried(file, call, inside) ? ofQuery(file, call, inside) : 'partial';
}

function isLeading({ callee }: CallExpr): boolean {
  const root = callee.kind === 'member' ? callee.of : callee;
  return root.kind === 'call' && root.callee.kind === 'name' && OTHERS.test(root.callee.name);
}

/** `response()->json(…)`, `Response::json(…)`, `$this->json(…)`, `$response->withJson(…)`. */
function isSending({ callee }: CallExpr, root: Expr): boolean {
  if (callee.kind !== 'member' || !SENDS.test(callee.name)) return false;
  const isResponse =
    (root.kind === 'call' && root.callee.kind === 'name' && /^\\?response$/.test(root.callee.name)) ||
    (root.kind === 'name' && /(?:^|\\)(?:Response|response)$/.test(root.name));
  return isResponse || callee.of.kind === 'self';
}

/** What is sent, and with which status; groups of the serializer name the fields. */
function sent(file: ProgramFile, call: CallExpr, inside: Inside, depth: number): Shape | undefined {
  const status = argument(file, call, inside, { name: 'status', index: 1 });
  if (status.kind === 'given' && isFailure(status.value)) return undefined;
  const context = argument(file, call, inside, { name: 'context', index: 3 });
  const groups = context.kind === 'given' ? optionIn(file, context.value, 'groups', inside) : undefined;
  if (groups?.kind === 'given') return 'sound';
  const data = argument(file, call, inside, { name: 'data', index: 0 });
  if (data.kind !== 'given' || isPlainValue(valueOf(file, data.value, inside))) return undefined;
  const shape = shapeOf(file, data.value, inside, depth + 1);
  return context.kind === 'given' && shape === 'unsound' ? 'partial' : shape;
}

/** `404`, `Response::HTTP_NOT_FOUND`: only what is known to be a success shows a resource. */
function isFailure(status: Expr): boolean {
  if (status.kind === 'number') return status.value >= 300;
  if (status.kind !== 'member' && status.kind !== 'name') return true;
  return !/^HTTP_(?:OK|CREATED|ACCEPTED|PARTIAL_CONTENT)$/.test(status.name);
}
