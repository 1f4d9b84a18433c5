/** Objects of Active Record and its like, and calls that give them. Sources: Rails guides, Active Record Query Interface; Sequel, README; Mongoid, Queries. */
import type { ClassNode, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { visitNodes } from '../../../src/core/program-nodes.ts';
import { lookUp } from '../bindings.ts';

type Inside = readonly FunctionNode[];

/** Classes that stand beside those of a database. */
const SHAPE =
  /(?:Service|Client|Serializer|Blueprint|Presenter|Decorator|Resource|Entity|Query|Search|Form|Policy|Job|Worker|Mailer|Controller|Contract|Schema|Factory|Builder|Validator|Error|Command|Interactor|Operation|Struct|Time|Date|Hash|Array|File|Dir|Set|Rails|Redis|JSON|YAML|URI|ENV)$/;

/** Methods of a class that give what is stored of it, whole. */
const STARTS =
  /^(?:all|find|find_by!?|find_by_\w+!?|find_or_create_by!?|find_or_initialize_by|first!?|last!?|take!?|where|order|limit|includes|preload|eager_load|joins|left_joins|page|paginate|create!?|with_deleted|unscoped|active|visible|published|recent|sample)$/;
/** Methods of a set of them, or of one, after which they are as they were. */
const KEEPS =
  /^(?:all|find|find_by!?|first!?|last!?|take!?|where|not|or|order|reorder|limit|offset|includes|preload|eager_load|references|joins|left_joins|distinct|page|per|paginate|reverse|to_a|load|reload|uniq|group|having|lock|tap|dup|friendly|compact|sort_by|decorate)$/;

/** The name of the class whose stored objects an expression gives, whole. */
export function storedAs(file: ProgramFile, expr: Expr, inside: Inside, left = 6): string | undefined {
  if (left === 0) return undefined;
  if (expr.kind === 'name') {
    const bound = lookUp(file, expr.name, inside);
    return bound?.kind === 'value' && bound.path.length === 0
      ? storedAs(file, bound.value, inside, left - 1)
      : undefined;
  }
  if (expr.kind === 'member' && expr.of.kind === 'self' && expr.name.startsWith('@')) {
    const value = fieldValue(file, expr.name, inside);
    return value && storedAs(file, value, inside, left - 1);
  }
  // `Post.new(…)` that is saved and then answered.
  if (expr.kind === 'call' && expr.isNew) return classOf(expr.callee);
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return undefined;
  const { of, name } = expr.callee;
  const cls = classOf(of);
  if (cls !== undefined) return STARTS.test(name) ? cls : undefined;
  return KEEPS.test(name) ? storedAs(file, of, inside, left - 1) : undefined;
}

/** `Post`, `Blog::Post`: the last name. */
export function classOf(expr: Expr): string | undefined {
  if (expr.kind !== 'name' || !/^[A-Z]/.test(expr.name)) return undefined;
  const name = expr.name.split('::').at(-1) ?? expr.name;
  return SHAPE.test(name) ? undefined : name;
}

/** What a field holds that the action, or else one method of the file, gives a value once. */
function fieldValue(file: ProgramFile, name: string, inside: Inside): Expr | undefined {
  const own = inside.flatMap(fn => assigned(fn, name));
  const all = own.length > 0 ? own : file.functions.flatMap(fn => assigned(fn, name));
  return all.length === 1 ? all[0] : undefined;
}

function assigned(fn: FunctionNode, name: string): readonly Expr[] {
  const found: Expr[] = [];
  visitNodes(fn.body, node => {
    if (node.kind !== 'assign' && node.kind !== 'assigned') return;
    const { target } = node;
    if (target.kind === 'member' && target.of.kind === 'self' && target.name === name) found.push(node.value);
  });
  return found;
}

/** Whether a class is one whose objects a database stores. */
export function isStored({ extends: base, mixins = [] }: ClassNode): boolean {
  const isRecord =
    base?.kind === 'name' && /^(?:::)?(?:ApplicationRecord|ActiveRecord::Base|Sequel::Model)$/.test(base.name);
  return isRecord || mixins.some(({ value }) => value.kind === 'name' && /^(?:::)?Mongoid::Document$/.test(value.name));
}
