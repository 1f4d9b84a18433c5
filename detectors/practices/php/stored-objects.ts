/** Classes of object mappers, and calls that give what they store: Eloquent and Doctrine. Sources: Laravel, Eloquent; Doctrine ORM, Working with Objects. */
import type { CallExpr, Expr, FunctionNode, TypeRef } from '../../../src/core/program.ts';
import type { Origin, ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { chainOf } from './chains.ts';

type Inside = readonly FunctionNode[];

const MODULE = /(?:^|\\)(?:Models?|Entit(?:y|ies)|Documents?|Eloquent)(?:\\|$)/;
/** Classes that stand beside those of a database. */
const SHAPE =
  /(?:Resource|Collection|Request|Response|DTO|Dto|Data|Factory|Repository|Service|Interface|Contract|Enum|Type|Status|Scope|Observer|Policy|Cast|Event|View|Input|Output|Filter|Query|Builder|Trait)$/;

/** The name of a class whose objects are stored, by the namespace that it comes from. */
export function modelName(file: ProgramFile, expr: Expr): string | undefined {
  return expr.kind === 'name' ? storedIn(file.originOf(expr)) : undefined;
}

export function modelOfType(file: ProgramFile, type: TypeRef): string | undefined {
  return storedIn(file.originOfType(type));
}

function storedIn(origin: Origin | undefined): string | undefined {
  const name = origin?.path.at(-1) ?? '';
  const isStored = origin !== undefined && MODULE.test(origin.module) && /^[A-Z]\w+$/.test(name) && !SHAPE.test(name);
  return isStored ? name : undefined;
}

/** Of what class a stored object is that an expression gives: a parameter by its type, or a query by the class that it starts at. */
export function storedAs(file: ProgramFile, expr: Expr, inside: Inside): string | undefined {
  if (expr.kind === 'name') {
    const bound = lookUp(file, expr.name, inside);
    const type = bound?.kind === 'parameter' ? bound.parameter.pattern.type : undefined;
    if (type) return modelOfType(file, type);
  }
  const value = valueOf(file, expr, inside);
  return value.kind === 'call' ? queried(file, value, inside)?.model : undefined;
}

const READS =
  /^(?:all|get|find|findOrFail|findMany|first|firstOrFail|firstWhere|firstOrCreate|firstOrNew|sole|paginate|simplePaginate|cursorPaginate|create|updateOrCreate|forceCreate|fresh|findAll|findBy|findOneBy|findOne)$/;
/** Steps of a query after which it gives named columns, or what a function made of each. */
const SELECTS = /^(?:select|addSelect|pluck|only|value)$/;
const MAKES = /^(?:map|mapInto|through|transform|keyBy|groupBy|mapWithKeys|each|reduce|count|exists|toBase)$/;

type Query = { readonly model: string; readonly holds: 'whole' | 'selected' | 'made' };

/** `User::where('a', 1)->get()`, `$em->getRepository(User::class)->find($id)`. */
export function queried(file: ProgramFile, call: CallExpr, inside: Inside): Query | undefined {
  const { root, calls } = chainOf(call);
  const names = calls.map(({ callee }) => (callee.kind === 'member' ? callee.name : ''));
  const repository = calls.find((_, index) => names[index] === 'getRepository')?.args[0];
  const model = modelName(file, repository ?? root) ?? ofVariable(file, root, inside);
  const readAt = names.findIndex(name => READS.test(name));
  if (model === undefined || readAt < 0) return undefined;
  const read = calls[readAt];
  const [columns] = read?.args ?? [];
  const isSelected = names.some(name => SELECTS.test(name)) || (names[readAt] === 'get' && columns !== undefined);
  if (names.slice(0, readAt).some(name => MAKES.test(name))) return { model, holds: 'made' };
  return { model, holds: isSelected ? 'selected' : 'whole' };
}

/** `$query = User::query(); $query->get()`. */
function ofVariable(file: ProgramFile, root: Expr, inside: Inside): string | undefined {
  if (root.kind !== 'name') return undefined;
  const value = valueOf(file, root, inside);
  if (value.kind !== 'call') return undefined;
  const started = chainOf(value).root;
  return started.kind === 'name' ? modelName(file, started) : undefined;
}
