/** Classes of object mappers, and calls that give what they store: Django, SQLAlchemy, Flask-SQLAlchemy, SQLModel, Peewee, MongoEngine. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { dottedName } from '../calls.ts';

type Inside = readonly FunctionNode[];

const MODEL_MODULE = /(?:^|[._])(?:models?|entit(?:y|ies)|orm)(?:[._]|$)|_models?$/i;
/** Models of answers and of requests that stand beside those of the database. */
const SHAPE = /(?:Schema|Serializer|Form|Request|Response|In|Out|Create|Update|Public|Read|DTO|Dto|Base)$/;
const BASES =
  /^(?:django\.db\.models\.Model|mongoengine\.(?:Dynamic)?Document|peewee\.Model|sqlalchemy\.orm\.DeclarativeBase)$/;

/** A class whose objects are stored: made here from a mapper's base, or taken from a module that says that it holds models. */
export function isModel(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  if (expr.kind !== 'name' && expr.kind !== 'member') return false;
  if (!/^[A-Z][A-Za-z0-9]+$/.test(expr.name) || SHAPE.test(expr.name)) return false;
  const bound = expr.kind === 'name' ? lookUp(file, expr.name, inside) : undefined;
  if (bound?.kind === 'value') return bound.value.kind === 'class' && derivesFromMapper(file, bound.value.cls.extends);
  const origin = file.originOf(expr);
  return (
    origin !== undefined && MODEL_MODULE.test(origin.module + (origin.path.length > 1 ? `.${origin.path[0]}` : ''))
  );
}

function derivesFromMapper(file: ProgramFile, base: Expr | undefined): boolean {
  if (!base) return false;
  if (BASES.test(dottedName(file, base) ?? '')) return true;
  // `db.Model` of Flask-SQLAlchemy, wherever `db` is made.
  return base.kind === 'member' && base.name === 'Model' && base.of.kind === 'name' && base.of.name === 'db';
}

const READS =
  /^(?:all|get|first|one|one_or_none|first_or_404|get_or_404|filter|filter_by|order_by|scalars|latest|last|fetchall)$/;

/**
 * Whether an expression is a query that gives stored objects (`User.objects.all()`, `User.query.get(1)`, `db.query(User).all()`,
 * `session.get(User, id)`), and whether it names the fields that it wants. Undefined for anything else.
 */
export function storedObject(file: ProgramFile, expr: Expr, inside: Inside): 'whole' | 'selected' | undefined {
  let value = valueOf(file, expr, inside);
  if (value.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'list' && value.args[0])
    value = valueOf(file, value.args[0], inside);
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { name, of } = value.callee;
  if (name === 'values' && isQuery(file, of, inside)) return value.args.length > 0 ? 'selected' : 'whole';
  if (!READS.test(name)) return undefined;
  // `session.get(User, id)`.
  const [first] = value.args;
  if (name === 'get' && first && value.args.length === 2 && isModel(file, first, inside)) return 'whole';
  return isQuery(file, of, inside) ? 'whole' : undefined;
}

/** What a chain of calls starts with is the manager of a model, or a session that is asked for one. */
function isQuery(file: ProgramFile, receiver: Expr, inside: Inside): boolean {
  let root: Expr = receiver;
  for (let step = 0; step < 12; step++) {
    if (root.kind === 'call') {
      const { callee, args }: Extract<Expr, { kind: 'call' }> = root;
      // `select(User)` and `session.query(User)`; of columns that are named, the result is no stored object.
      if ((callee.kind === 'member' || callee.kind === 'name') && /^(?:query|select)$/.test(callee.name))
        return args.length === 1 && args[0] !== undefined && isModel(file, args[0], inside);
      if (callee.kind !== 'member' || /^(?:values|values_list|only|with_entities|load_only)$/.test(callee.name))
        return false;
      root = callee.of;
    } else if (root.kind === 'member') {
      if (root.name === 'objects' || root.name === 'query') return isModel(file, root.of, inside);
      return false;
    } else return false;
  }
  return false;
}
