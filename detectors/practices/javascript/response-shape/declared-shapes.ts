/** Schemas and interceptors that shape what a handler gives. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Decorator, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { optionIn } from '../../constants.ts';

const METHODS = /^(?:get|post|put|patch|delete|route|all)$/;

export function declaredShapes(file: ProgramFile): readonly PracticeFact[] {
  return [...responseSchemas(file), ...interceptors(file), ...everywhere(file)];
}

function shaped(at: Expr['at'], what: string, more: Partial<PracticeFact>): PracticeFact {
  return { kind: 'practice', at, practice: 'response', standing: 'sound', what, isDeclared: true, ...more };
}

/** `fastify.get(path, { schema: { response } }, handler)` serialises by it; Elysia's `{ response }` checks by it. */
function responseSchemas(file: ProgramFile): readonly PracticeFact[] {
  const isElysia = file.module.imports.some(({ module }) => module === 'elysia');
  return file.calls.flatMap(({ call, name, receiver, inside }): readonly PracticeFact[] => {
    if (!receiver || !METHODS.test(name)) return [];
    return call.args.flatMap((arg): readonly PracticeFact[] => {
      if (arg.kind !== 'record' && arg.kind !== 'name') return [];
      const schema = optionIn(file, arg, 'schema', inside);
      const response = isElysia
        ? optionIn(file, arg, 'response', inside)
        : schema.kind === 'given'
          ? optionIn(file, schema.value, 'response', inside)
          : schema;
      if (response.kind !== 'given' || !holdsSuccess(response.value, isElysia)) return [];
      return [shaped(response.value.at, 'the answer is written by a schema', { covers: call.at })];
    });
  });
}

/** A schema of failures alone shapes no success. */
function holdsSuccess(response: Expr, isElysia: boolean): boolean {
  if (response.kind !== 'record') return response.kind !== 'nothing';
  const keys = response.entries.flatMap(entry => (entry.kind === 'entry' ? [entry.key] : []));
  return (
    keys.some(key => /^(?:2\d\d|2xx|default)$/i.test(key)) ||
    response.entries.length > keys.length ||
    (isElysia && !keys.every(key => /^\d/.test(key)))
  );
}

/** `@UseInterceptors(ClassSerializerInterceptor)`, `@Serialize(Dto)`, `@ZodSerializerDto(Dto)` on a method or its class. */
function interceptors(file: ProgramFile): readonly PracticeFact[] {
  return file.classes.flatMap(cls => {
    const onClass = cls.decorators.find(decorator => serialises(file, decorator));
    return cls.members.flatMap((member): readonly PracticeFact[] => {
      if (member.kind !== 'method' || member.decorators.length === 0) return [];
      const decorator = member.decorators.find(one => serialises(file, one)) ?? onClass;
      return decorator
        ? [shaped(decorator.at, 'the answer is written by a serializer', { inside: [member.fn.at] })]
        : [];
    });
  });
}

function serialises(file: ProgramFile, { expression }: Decorator): boolean {
  if (expression.kind !== 'call') return false;
  const origin = file.originOf(expression.callee);
  if (exportOf(origin, '@nestjs/common') === 'UseInterceptors')
    return expression.args.some(arg => isClassSerializer(file, arg));
  if (exportOf(origin, 'nestjs-zod') === 'ZodSerializerDto') return true;
  // A decorator of the application that goes by the name of the documentation, with the model that it writes by.
  return expression.callee.kind === 'name' && expression.callee.name === 'Serialize' && expression.args.length > 0;
}

function isClassSerializer(file: ProgramFile, arg: Expr): boolean {
  const of = arg.kind === 'call' && arg.isNew ? arg.callee : arg;
  return exportOf(file.originOf(of), '@nestjs/common') === 'ClassSerializerInterceptor';
}

/** `app.useGlobalInterceptors(new ClassSerializerInterceptor(…))`, or a provider of `APP_INTERCEPTOR`. */
function everywhere(file: ProgramFile): readonly PracticeFact[] {
  return file.calls.flatMap(({ call, name }): readonly PracticeFact[] =>
    name === 'useGlobalInterceptors' && call.args.some(arg => isClassSerializer(file, arg))
      ? [shaped(call.nameAt, 'a serializer writes the answers of the application', { isEverywhere: true })]
      : [],
  );
}
