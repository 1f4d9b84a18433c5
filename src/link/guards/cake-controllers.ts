/**
 * Who may call the actions of a controller of CakePHP: its components say, which it loads and asks in `initialize` and
 * `beforeFilter`. Sources: CakePHP Authentication, Authentication Component; CakePHP 3, Authentication (AuthComponent).
 */
import type { CallExpr, ClassNode, Expr, Statement } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';
import { type ControllerAnswer, refusingHook } from './refusing-hooks.ts';

type Said = {
  readonly call: CallExpr;
  /** It is made whenever the method runs. */
  readonly isSure: boolean;
};

const HOOKS: readonly string[] = ['initialize', 'beforeFilter'];

/** `classes`: those of the tree, the nearest first. Undefined: nothing asks who calls. */
export function cakeAnswer(classes: readonly ClassNode[], action: string): ControllerAnswer | undefined {
  return ofComponents(classes, action) ?? refusingHook(classes, HOOKS);
}

function ofComponents(classes: readonly ClassNode[], action: string): ControllerAnswer | undefined {
  const said = HOOKS.map(hook => callsIn(classes, hook));
  const [loading = []] = said;
  const calls = said.flat();
  const loaded = loading.find(({ call }) => isLoading(call));
  if (!loaded) return undefined;
  const at = loaded.call.nameAt;
  const isOptional = loaded.call.args.some(arg => entryIs(arg, 'requireIdentity', false));
  if (isOptional) return undefined;
  if (!loaded.isSure)
    return { effect: 'unknown', at, why: 'the component that asks who calls is loaded under a condition' };
  const opened = calls.filter(({ call }) => isOpening(call));
  const added = opened.filter(({ call }) => nameOf(call) === 'addUnauthenticatedActions' || holderOf(call) === 'Auth');
  const replacing = opened.filter(one => !added.includes(one));
  // The list of the nearest class takes the place of those above, where it is set after them.
  const answers = [...added, ...replacing].map(one => opens(one, action));
  const closed = calls.find(({ call }) => holderOf(call) === 'Auth' && nameOf(call) === 'deny');
  if (closed && answers.some(answer => answer !== 'no'))
    return { effect: 'unknown', at: closed.call.nameAt, why: 'some actions are opened and some are closed again' };
  const [nearest] = replacing.map(one => opens(one, action));
  if (added.map(one => opens(one, action)).includes('yes') || nearest === 'yes') return undefined;
  if (answers.some(answer => answer !== 'no'))
    return {
      effect: 'unknown',
      at,
      why: 'whether the action is one of those that strangers may call could not be told',
    };
  return { effect: 'required', at, why: 'the authentication component asks for an identity' };
}

/** Calls that a hook makes, in the nearest class that has it and, as far as each calls its parent's, in those above. */
function callsIn(classes: readonly ClassNode[], hook: string): readonly Said[] {
  const found: Said[] = [];
  for (const cls of classes) {
    const body = cls.members.flatMap(member =>
      member.kind === 'method' && member.name === hook ? [member.fn.body] : [],
    )[0];
    if (!body) continue;
    const own = bodyCalls(body);
    found.push(...own, ...own.flatMap(one => helperCalls(classes, one)));
    if (!own.some(({ call }) => nameOf(call) === hook)) break;
  }
  return found;
}

/** What a method of the controller does that a hook calls on it. */
function helperCalls(classes: readonly ClassNode[], { call, isSure }: Said): readonly Said[] {
  const { callee } = call;
  if (callee.kind !== 'member' || callee.of.kind !== 'self' || HOOKS.includes(callee.name)) return [];
  const body = classes
    .flatMap(({ members }) => members)
    .flatMap(member => (member.kind === 'method' && member.name === callee.name ? [member.fn.body] : []))[0];
  return bodyCalls(body ?? []).map(one => ({ call: one.call, isSure: isSure && one.isSure }));
}

function bodyCalls(body: readonly Statement[]): readonly Said[] {
  const found: Said[] = [];
  const sure = new Set<Expr>();
  let isOpen = true;
  for (const statement of body) {
    if (isOpen && statement.kind === 'evaluate') for (const call of chainOf(statement.value)) sure.add(call);
    if (isOpen && (statement.kind === 'declare' || statement.kind === 'assign') && statement.value)
      for (const call of chainOf(statement.value)) sure.add(call);
    // What stands behind an early end may not be reached.
    visitNodes([statement], node => {
      if (node.kind === 'return' || node.kind === 'throw') isOpen = false;
    });
  }
  visitNodes(body, node => {
    if (node.kind === 'call') found.push({ call: node, isSure: sure.has(node) });
  });
  return found.toSorted((a, b) => a.call.at.line - b.call.at.line || a.call.at.column - b.call.at.column);
}

/** A call and those that it is chained on. */
function chainOf(value: Expr): readonly Expr[] {
  const found: Expr[] = [];
  for (let link: Expr | undefined = value; link?.kind === 'call';)
    [found[found.length], link] = [link, link.callee.kind === 'member' ? link.callee.of : undefined];
  return found;
}

function nameOf({ callee }: CallExpr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** `Auth` of `$this->Auth->allow()`. */
function holderOf({ callee }: CallExpr): string {
  return callee.kind === 'member' && callee.of.kind === 'member' ? callee.of.name : '';
}

function isLoading(call: CallExpr): boolean {
  const [name] = call.args;
  if (nameOf(call) !== 'loadComponent' || !name) return false;
  if (name.kind === 'text') return /^(?:Authentication\.Authentication|Auth)$/.test(name.value);
  return name.kind === 'name' && /(?:^|\\)(?:AuthenticationComponent|AuthComponent)$/.test(name.name);
}

function isOpening(call: CallExpr): boolean {
  const name = nameOf(call);
  return (
    name === 'allowUnauthenticated' ||
    name === 'addUnauthenticatedActions' ||
    (name === 'allow' && holderOf(call) === 'Auth')
  );
}

/** Whether a list of actions that strangers may call has this one. */
function opens({ call, isSure }: Said, action: string): 'yes' | 'no' | 'perhaps' {
  const [list] = call.args;
  if (!list) return nameOf(call) === 'allow' ? (isSure ? 'yes' : 'perhaps') : 'no';
  const items = list.kind === 'list' ? list.items : [list];
  const names = items.map(item => (item.kind === 'text' ? item.value.toLowerCase() : undefined));
  if (names.includes('*') || names.includes(action.toLowerCase())) return isSure ? 'yes' : 'perhaps';
  return names.includes(undefined) ? 'perhaps' : 'no';
}

function entryIs(options: Expr, key: string, value: boolean): boolean {
  return (
    options.kind === 'record' &&
    options.entries.some(
      entry =>
        entry.kind === 'entry' && entry.key === key && entry.value.kind === 'boolean' && entry.value.value === value,
    )
  );
}
