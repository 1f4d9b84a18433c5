/**
 * What rules about who may do what say of a stranger: the policies of Pundit, and the abilities of CanCanCan.
 *
 * Sources: Pundit, README, Policies, Closed System, Pundit::PolicyFinder; CanCanCan, Defining Abilities, Controller helpers.
 */
import type { Expr, FunctionNode } from '../../core/program.ts';
import { classesAbove } from '../ancestors.ts';
import { opaqueInstance } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import { importedValue } from '../modules.ts';
import { type ClassValue, HOLE, type InstanceValue, type Scope, type Value, flatten } from '../value.ts';
import { follow, targetOf } from './follow.ts';
import { NO_REQUEST } from './request.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way, fork, newWay, truthOf } from './seen.ts';

/** What rules say of who calls: refused in any case, let pass in any case, or not known. */
export type Ruling = 'refuses' | 'lets-pass' | 'open';

/** `authorize record, :show?, policy_class: Policy`: what the policy of the record says of nobody. */
export function policyRuling(context: Context, { args, node }: Called, action: Seen): Ruling {
  const index = node.args.findIndex(
    arg => arg.kind === 'named' && (arg.name === 'policy_class' || arg.name === 'with'),
  );
  const named = index < 0 ? undefined : valueOf(args[index]);
  const exact =
    named?.kind === 'class' ? named : (policyOf(context, valueOf(args[0])) ?? ofConstant(context, node.args[0]));
  const query = queryOf(node.args[1]?.kind === 'named' ? undefined : args[1], action);
  if (query === undefined) return 'open';
  if (exact) return rulingOf(context, exact, query);
  // What a variable is called by the name of a model is one of those.
  const called = classNamed(context, `${nameOf(node.args[0])}_policy`);
  if (called) return rulingOf(context, called, query) === 'refuses' ? 'refuses' : 'open';
  // Whichever policy it is, one of those of the tree that have an answer is asked.
  const rulings = allPolicies(context).flatMap(cls => {
    const self = opaqueInstance(context.machine, cls);
    return methodOf(context.machine, cls, query, self)?.kind === 'closure' ? [rulingOf(context, cls, query)] : [];
  });
  return rulings.length > 0 && rulings.every(ruling => ruling === 'refuses') ? 'refuses' : 'open';
}

/** `authorize Post`, whose class may be a gem's. */
function ofConstant(context: Context, expr: Expr | undefined): ClassValue | undefined {
  if (expr?.kind !== 'name' || !/^[A-Z]/.test(expr.name)) return undefined;
  return classNamed(context, `${expr.name.replaceAll('::', '/')}_policy`);
}

/** `@post`, `post`. */
function nameOf(expr: Expr | undefined): string {
  if (expr?.kind === 'call') return nameOf(expr.callee);
  const name = expr?.kind === 'name' ? expr.name : expr?.kind === 'member' && expr.of.kind === 'self' ? expr.name : '';
  return name.replace(/^@/, '');
}

function valueOf(seen: Seen | undefined): Value | undefined {
  return seen?.kind === 'known' ? seen.value : undefined;
}

/** `:show?`, or the action with a question mark. */
function queryOf(given: Seen | undefined, action: Seen): string | undefined {
  const value = valueOf(given ?? action);
  if (value?.kind !== 'text' || value.value.includes(HOLE)) return undefined;
  return value.value.endsWith('?') ? value.value : `${value.value}?`;
}

/** `PostPolicy` for the class, an object of it, or `:post`; `[:admin, post]` looks below `Admin`. */
function policyOf(context: Context, record: Value | undefined): ClassValue | undefined {
  const parts = record?.kind === 'list' ? flatten(record) : record ? [record] : [];
  const names = parts.map(part =>
    part.kind === 'class'
      ? part.cls.name
      : part.kind === 'instance'
        ? part.of.cls.name
        : part.kind === 'text' && !part.value.includes(HOLE)
          ? part.value
          : undefined,
  );
  if (names.length === 0 || names.includes(undefined)) return undefined;
  return classNamed(context, `${names.join('/').replaceAll('::', '/')}_policy`);
}

function classNamed({ machine, scope }: Context, path: string): ClassValue | undefined {
  const value = importedValue(machine, scope.file, '*', `~${path}`);
  return value?.kind === 'class' ? value : undefined;
}

const POLICIES = new WeakMap<Machine, Map<string, readonly ClassValue[]>>();
const POLICY_FOLDER = 'app/policies/';
/** Policies of one application that are looked at. */
const LIMIT = 400;

/** The policies of the application that a file belongs to. */
function allPolicies(context: Context): readonly ClassValue[] {
  const { machine, scope } = context;
  const root = /^(?:(.*?)\/)??(?:app|lib)\//.exec(scope.file)?.[1];
  const folder = `${root === undefined ? '' : `${root}/`}${POLICY_FOLDER}`;
  const all = POLICIES.get(machine) ?? new Map<string, readonly ClassValue[]>();
  POLICIES.set(machine, all);
  const known = all.get(folder);
  if (known) return known;
  const found = machine.program
    .filesBelow(folder.slice(0, -1))
    .filter(file => file.endsWith('_policy.rb'))
    .slice(0, LIMIT)
    .flatMap(file => classNamed(context, file.slice(folder.length, -'.rb'.length)) ?? []);
  all.set(folder, found);
  return found;
}

const RULINGS = new WeakMap<Machine, Map<string, Ruling>>();

function rulingOf(context: Context, cls: ClassValue, query: string): Ruling {
  const all = RULINGS.get(context.machine) ?? new Map<string, Ruling>();
  RULINGS.set(context.machine, all);
  const key = `${cls.cls.id} ${query}`;
  const known = all.get(key) ?? asked(context, cls, query);
  all.set(key, known);
  return known;
}

/** Nodes that asking one policy may cost. */
const BUDGET = 2_000;

/** What a policy that is made for nobody answers. */
function asked({ machine }: Context, cls: ClassValue, query: string): Ruling {
  const object: InstanceValue = { kind: 'instance', of: cls, fields: new Map() };
  const context: Context = {
    machine,
    scope: cls.scope,
    request: NO_REQUEST,
    caller: 'without',
    depth: 0,
    stack: [],
    visible: [0],
    isTried: false,
    self: object,
    origin: object,
    budget: { given: BUDGET, left: BUDGET, activations: 0, hangsOnRequest: false },
  };
  const made = initialized(context, cls, object);
  if (made && made.every(({ end }) => end !== undefined)) return isCut(context) ? 'open' : 'refuses';
  const method = methodOf(machine, cls, query, object);
  if (!made || method?.kind !== 'closure') return 'open';
  const answers = made
    .filter(({ end }) => end === undefined)
    .flatMap(way => follow(context, fork(way), { ...targetOf(method), self: object }, []));
  if (isCut(context)) return 'open';
  if (answers.every(({ seen, way }) => way.end !== undefined || truthOf(seen) === false)) return 'refuses';
  const isPlain = answers.every(({ seen, way }) => !way.end && truthOf(seen) === true && way.reads.size === 0);
  return isPlain ? 'lets-pass' : 'open';
}

function isCut({ budget }: Context): boolean {
  return budget.left <= 0 || budget.isCut === true;
}

/** The ways on which a policy is made; undefined where how that is done is not in the tree. */
function initialized(context: Context, cls: ClassValue, object: InstanceValue): readonly Way[] | undefined {
  for (const above of classesAbove(cls)) {
    const fn = initializerOf(above);
    if (!fn) continue;
    const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, self: object, cls: above };
    const target = { fn, scope, visible: [], self: object, cls: above };
    return follow(context, newWay(), target, [{ kind: 'absent' }, ANY]).map(({ way }: Step) => way);
  }
  return undefined;
}

function initializerOf({ cls }: ClassValue): FunctionNode | undefined {
  const found = cls.members.find(member => member.kind === 'constructor');
  return found?.kind === 'constructor' ? found.fn : undefined;
}
