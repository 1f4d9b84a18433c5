/** What classes of handlers say of who may call their members, in the ways of their frameworks. */
import type { NamedRules } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import type { Location } from '../core/location.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { constructorGuards } from './constructor-guards.ts';
import { cakeAnswer } from './guards/cake-controllers.ts';
import { type BehaviourAnswer, yiiAnswers } from './guards/yii-controllers.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { type ClassValue, type Value, fullNames } from './value.ts';

export function controllerGuards(
  machine: Machine,
  { asks }: NamedRules,
  cls: ClassValue,
  member: string,
): readonly Value[] {
  if (asks === undefined) return [];
  const classes = classesAbove(cls);
  if (asks === 'cakephp') {
    const answer = cakeAnswer(
      classes.map(above => above.cls),
      member,
    );
    return answer
      ? [guardOf({ ...answer, ...(answer.effect === 'required' && { mechanism: 'session' as const }) })]
      : [];
  }
  if (asks === 'codeigniter') return constructorGuards(machine, cls, ['initController']);
  if (asks !== 'yii') return hookGuards(classes, HOOKS[asks]);
  const action = member.replace(/^action/, '');
  return [
    ...yiiAnswers(
      classes.map(above => ({ cls: above.cls, nameOf: value => nameIn(machine, above, value) })),
      dashed(action),
    ).map(guardOf),
    ...hookGuards(classes, HOOKS.yii),
  ];
}

/**
 * Methods that frameworks call before an action, which may refuse. Sources: Phalcon, Dispatcher (Dispatch Loop Events);
 * laminas-mvc, `AbstractController`; Yii, Controllers (Controller Lifecycle), `yii\\rest\\ActiveController::checkAccess`.
 */
const HOOKS = {
  laminas: /^(?:onDispatch|dispatch|setEventManager|attachDefaultListeners)$/,
  phalcon: /^beforeExecuteRoute$/,
  yii: /^(?:beforeAction|checkAccess)$/,
};

function hookGuards(classes: readonly ClassValue[], names: RegExp): readonly Value[] {
  return membersNamed(classes, names).map(at =>
    guardOf({ at, effect: 'unknown', why: 'what the controller asks before its actions was not followed' }),
  );
}

/** Where classes of the tree have methods of these names that do something. */
function membersNamed(classes: readonly ClassValue[], names: RegExp): readonly Location[] {
  return classes.flatMap(({ cls }) =>
    cls.members.flatMap(member =>
      member.kind === 'method' && names.test(member.name) && member.fn.body.some(({ kind }) => kind !== 'return')
        ? [member.nameAt]
        : [],
    ),
  );
}

const ACTIVE_ACTIONS = /^action(?:Index|View|Create|Update|Delete|Options)$/;

/** An action that a controller takes from the framework. Source: `yii\rest\ActiveController::actions`. */
export function providedAction({ asks }: NamedRules, cls: ClassValue, name: string): Value | undefined {
  if (asks !== 'yii' || !ACTIVE_ACTIONS.test(name)) return undefined;
  return lineOf(cls).find(
    above => above.kind === 'external' && fullNames(above).includes('yii\\rest.ActiveController'),
  );
}

function guardOf({ at, effect, mechanism, why }: BehaviourAnswer): Value {
  return { kind: 'guard', at, what: why, effect, scopes: [], limiter: false, why, ...(mechanism && { mechanism }) };
}

/** The full name of a class outside the tree; undefined for a class of the tree, and for what is no class. */
function nameIn(machine: Machine, cls: ClassValue, value: Expr): string | undefined {
  const frame = { scope: cls.scope, memo: new Map(), returns: [] };
  const found = evaluate(machine, frame, value);
  if (found.kind === 'text') return found.value.replace(/^\\/, '');
  return found.kind === 'external' ? fullNames(found)[0]?.replaceAll('.', '\\') : undefined;
}

/** The id of an action by the name of its method: `view-all` of `actionViewAll`. Source: Yii, Controllers (Action IDs). */
function dashed(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
}
