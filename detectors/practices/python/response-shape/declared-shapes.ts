/** Models that shape what a handler gives. Sources: FastAPI, Response Model; Django Ninja; Flask-RESTX; flask-smorest; APIFlask. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { CallExpr, Expr, FunctionNode, TypeRef } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';

const METHODS = /^(?:get|post|put|patch|delete|api_route|route)$/;

/** Names of the option by which a registration is given the model. */
const OPTIONS = /^(?:response_model|response)$/;

const MARSHALS = /^(?:marshal_with|marshal_list_with|output|response)$/;

export function declaredShapes(file: ProgramFile): readonly PracticeFact[] {
  const isTyped = file.module.imports.some(({ module }) => /^fastapi(?:\.|$)/.test(module));
  return file.calls.flatMap(({ call }): readonly PracticeFact[] => {
    const { callee: made } = call;
    if (!call.isDecorator || made.kind !== 'call' || made.callee.kind !== 'member') return [];
    const fn = innermost(call);
    if (!fn) return [];
    if (METHODS.test(made.callee.name)) return registered(made, fn, isTyped);
    // `@blueprint.response(200, UserSchema)`, `@namespace.marshal_with(model)`, `@app.output(UserSchema)`.
    const model = made.callee.name === 'response' ? made.args[1] : made.args[0];
    const isSuccess = made.callee.name !== 'response' || (made.args[0]?.kind === 'number' && made.args[0].value < 300);
    return MARSHALS.test(made.callee.name) && isSuccess && model && isNamedModel(model)
      ? [shaped(made.nameAt, 'the answer is written by a schema', { inside: [fn.at] })]
      : [];
  });
}

function shaped(at: Expr['at'], what: string, more: Partial<PracticeFact>): PracticeFact {
  return { kind: 'practice', at, practice: 'response', standing: 'sound', what, isDeclared: true, ...more };
}

/** `@router.get('/users', response_model=UserPublic)`, and the return type that FastAPI takes where there is none. */
function registered(made: CallExpr, fn: FunctionNode, isTyped: boolean): readonly PracticeFact[] {
  const option = made.args.find(arg => arg.kind === 'named' && OPTIONS.test(arg.name));
  if (option?.kind === 'named')
    return isNamedModel(option.value)
      ? [shaped(option.value.at, 'the answer is written by a schema', { covers: made.at, inside: [fn.at] })]
      : [];
  return isTyped && fn.returnType && isModelType(fn.returnType)
    ? [
        shaped(fn.returnType.at, 'the answer is written by the type of the handler', {
          covers: made.at,
          inside: [fn.at],
        }),
      ]
    : [];
}

/** The function under a stack of decorators. */
function innermost(call: CallExpr): FunctionNode | undefined {
  let value: Expr | undefined = call.args[0];
  for (let step = 0; value?.kind === 'call' && value.isDecorator && step < 20; step++) value = value.args[0];
  return value?.kind === 'function' ? value.fn : undefined;
}

/** `UserPublic`, `list[UserPublic]`, `UserSchema(many=True)`; of a dictionary and of anything nothing is said. */
function isNamedModel(expr: Expr): boolean {
  switch (expr.kind) {
    case 'name':
    case 'member':
      return /^[A-Z]/.test(expr.name) && !OPEN.test(expr.name);
    case 'call':
      return isNamedModel(expr.callee);
    case 'index':
      return isNamedModel(expr.key);
    default:
      return false;
  }
}

const OPEN = /^(?:Any|Dict|dict|Mapping|object|JSON|None|Response|str|int|bool|\w*Response)$/;
const HOLDERS = /^(?:list|List|Sequence|Optional|Array|set|Union|Annotated|Page)$/;

function isModelType(type: TypeRef): boolean {
  if (HOLDERS.test(type.name) || type.name === '')
    return type.arguments.length > 0 && type.arguments.every(isModelType);
  return /^[A-Z]/.test(type.name) && !OPEN.test(type.name);
}
