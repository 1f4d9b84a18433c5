/** Calls of object mappers that give stored objects: Prisma, Mongoose, Sequelize, TypeORM. */
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { optionIn } from '../constants.ts';

type Inside = readonly FunctionNode[];

const READS =
  /^(?:find(?:First|Unique|Many|One|All|By|ById|ByPk|OneBy|OneOrFail|OneByOrFail|FirstOrThrow|UniqueOrThrow|OneAndUpdate|ByIdAndUpdate|OrCreate)?|create|update|upsert|save|delete)$/;

/** Methods that hand the same objects on. */
const SAME = /^(?:exec|lean|populate|sort|limit|skip|where|orFail|catch)$/;

/**
 * Whether an expression is a call that gives stored objects, and whether it names the fields that it wants. Undefined for
 * anything else, and where it cannot be told.
 */
export function storedObject(file: ProgramFile, expr: Expr, inside: Inside): 'whole' | 'selected' | undefined {
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call') return undefined;
  let call: CallExpr = value;
  for (let step = 0; step < 12 && call.callee.kind === 'member'; step++) {
    const { name, of } = call.callee;
    if (name === 'select' && of.kind === 'call') return isAllowList(call.args[0]) ? 'selected' : undefined;
    if (!SAME.test(name) || of.kind !== 'call') break;
    call = of;
  }
  if (call.callee.kind !== 'member' || !READS.test(call.callee.name)) return undefined;
  const mapper = mapperOf(file, call.callee.of, inside);
  return mapper && fieldsOf(file, call, mapper, inside);
}

export type Mapper = 'prisma' | 'model' | 'repository';

/** What a method is called on, as far as the file shows it. */
export function mapperOf(file: ProgramFile, receiver: Expr, inside: Inside): Mapper | undefined {
  if (receiver.kind === 'member' && isPrisma(receiver.of)) return 'prisma';
  if (isModel(file, receiver, inside)) return 'model';
  return isRepository(file, receiver, inside) ? 'repository' : undefined;
}

/** `prisma.user`, `this.prisma.user`, `prismaService.user`. */
function isPrisma(of: Expr): boolean {
  return (of.kind === 'name' || of.kind === 'member') && /^(?:prisma|prisma(?:Service|Client|Db))$/i.test(of.name);
}

const MODEL_MODULE = /(?:^|[/._-])(?:models?|entit(?:y|ies)|schemas?)(?:[/._-]|$)/i;

/** A class of Mongoose or Sequelize: made here, or taken from a file that says it holds models. */
function isModel(file: ProgramFile, receiver: Expr, inside: Inside): boolean {
  if (receiver.kind === 'member')
    return /^[A-Z]/.test(receiver.name) && receiver.of.kind === 'name' && /^(?:models|db)$/.test(receiver.of.name);
  if (receiver.kind !== 'name' || !/^[A-Z][a-zA-Z]+$/.test(receiver.name)) return false;
  const bound = lookUp(file, receiver.name, inside);
  const made = bound?.kind === 'value' && bound.value.kind === 'call' ? file.originOf(bound.value.callee) : undefined;
  if (made) return made.module === 'mongoose' && made.path.at(-1) === 'model';
  const module = file.originOf(receiver)?.module;
  // A package's class of the same look (`@scope/models`) may do anything.
  return module !== undefined && /^[.~@#]/.test(module) && MODEL_MODULE.test(module);
}

/** `Repository<User>` of TypeORM, injected or asked for. */
function isRepository(file: ProgramFile, receiver: Expr, inside: Inside): boolean {
  const value = valueOf(file, receiver, inside);
  if (value.kind === 'call') {
    const { callee } = value;
    return (
      (callee.kind === 'name' || callee.kind === 'member') &&
      callee.name === 'getRepository' &&
      value.args[0]?.kind === 'name'
    );
  }
  if (receiver.kind !== 'member' || receiver.of.kind !== 'self') return false;
  return file.classes.some(cls =>
    cls.members.some(
      member =>
        member.kind === 'constructor' &&
        member.fn.parameters.some(({ pattern }) => {
          const origin = pattern.type && file.originOfType(pattern.type);
          return (
            pattern.kind === 'name' &&
            pattern.name === receiver.name &&
            origin?.module === 'typeorm' &&
            origin.path.at(-1) === 'Repository'
          );
        }),
    ),
  );
}

/** Names of options under which fields are chosen; where an option cannot be read, neither can the fields. */
function fieldsOf(
  file: ProgramFile,
  { args, callee }: CallExpr,
  mapper: Mapper,
  inside: Inside,
): 'whole' | 'selected' | undefined {
  const keys =
    mapper === 'prisma' ? ['select', 'omit'] : mapper === 'model' ? ['attributes', 'select', 'projection'] : ['select'];
  const options = mapper === 'prisma' ? args.slice(0, 1) : args.slice(0, 3);
  for (const option of options) {
    const value = valueOf(file, option, inside);
    if (value.kind === 'text' && mapper === 'model' && args.length > 1)
      return isAllowList(value) ? 'selected' : undefined;
    if (value.kind !== 'record') continue;
    const found = keys.map(key => optionIn(file, option, key, inside));
    if (found.some(({ kind }) => kind === 'given')) return 'selected';
    if (found.some(({ kind }) => kind === 'unknown')) return undefined;
  }
  const [first, second] = args;
  if (mapper === 'prisma') return first && valueOf(file, first, inside).kind !== 'record' ? undefined : 'whole';
  // `find(query, projection)` of Mongoose: a second argument may choose fields.
  const method = callee.kind === 'member' ? callee.name : '';
  const mayProject = second !== undefined && method.startsWith('find') && !method.endsWith('Update');
  return mayProject ? undefined : 'whole';
}

/** `'name email'` names what is wanted; `'-password'` only what is not. */
function isAllowList(fields: Expr | undefined): boolean {
  if (fields?.kind === 'text') return !/(?:^|\s)[-+]/.test(fields.value) && fields.value.trim() !== '';
  return fields?.kind === 'list';
}
