/**
 * Who may call the actions of a controller of Yii: its behaviours say, filters of access and authenticators.
 * Sources: Yii 2 guide, Authorization (Access Control Filter), RESTful Web Services (Authentication); `yii\filters\AccessRule`,
 * `yii\filters\auth\AuthMethod`.
 */
import type { ClassNode, Expr, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import type { GuardEffect, Mechanism } from '../../core/facts/program.ts';
import { visitNodes } from '../walk.ts';

export type BehaviourAnswer = {
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly at: Location;
  readonly why: string;
};

/** The full name of the class outside the tree that an expression names; undefined for anything else. */
export type NameOf = (value: Expr) => string | undefined;

/** What the behaviours of classes, the nearest first, say of one action by its id. */
export function yiiAnswers(
  classes: readonly { readonly cls: ClassNode; readonly nameOf: NameOf }[],
  action: string,
): readonly BehaviourAnswer[] {
  const answers: BehaviourAnswer[] = [];
  const keys = new Set<string>();
  const amended: Amendment[] = [];
  for (const { cls, nameOf } of classes) {
    const method = cls.members.find(member => member.kind === 'method' && member.name === 'behaviors');
    if (method?.kind !== 'method') continue;
    const { behaviours, amendments } = behavioursIn(method.fn.body);
    amended.push(...amendments);
    for (const found of behaviours) {
      // What a class says under a key takes the place of what those above say.
      if (found.key !== undefined && keys.has(found.key)) continue;
      if (found.key !== undefined) keys.add(found.key);
      const answer = answerOf(withAmendments(found, amended), nameOf, action);
      if (answer) answers.push(answer);
    }
    if (!callsParent(method.fn.body)) break;
  }
  return answers;
}

type Behaviour = { readonly key: string | undefined; readonly value: Expr; readonly isSure: boolean };

/** `$behaviors['authenticator']['except'] = ['options'];` */
type Amendment = { readonly key: string; readonly name: string; readonly value: Expr; readonly isSure: boolean };

function withAmendments(found: Behaviour, amended: readonly Amendment[]): Behaviour {
  const own = amended.filter(({ key }) => key === found.key);
  if (own.length === 0) return found;
  const record: Extract<Expr, { kind: 'record' }> =
    found.value.kind === 'record' ? found.value : entriesOf(found.value.at, [['class', found.value]]);
  const names = new Set(own.map(({ name }) => name));
  return {
    ...found,
    isSure: found.isSure && own.every(({ isSure }) => isSure),
    value: {
      ...record,
      entries: [
        ...record.entries.filter(entry => entry.kind !== 'entry' || !names.has(entry.key)),
        ...entriesOf(
          record.at,
          own.map(({ name, value }) => [name, value]),
        ).entries,
      ],
    },
  };
}

function entriesOf(
  at: Location,
  entries: readonly (readonly [key: string, value: Expr])[],
): Extract<Expr, { kind: 'record' }> {
  return { kind: 'record', at, entries: entries.map(([key, value]) => ({ kind: 'entry', at, key, keyAt: at, value })) };
}

/** Records with a class among what a method returns, merges or assigns, each by its key, and what is added to them by parts. */
function behavioursIn(body: readonly Statement[]): {
  readonly behaviours: readonly Behaviour[];
  readonly amendments: readonly Amendment[];
} {
  const found: Behaviour[] = [];
  const amendments: Amendment[] = [];
  const variables = new Map<string, Expr>();
  const assign = (target: Expr, given: Expr, isSure: boolean): void => {
    const value = given.kind === 'name' ? (variables.get(given.name) ?? given) : given;
    if (target.kind === 'name') variables.set(target.name, value);
    if (target.kind !== 'member') {
      fromValue(value, isSure);
      return;
    }
    // `$auth = $behaviors['authenticator']` and back again says nothing new.
    if (value.kind === 'member' && value.of.kind === 'name') return;
    if (target.of.kind !== 'member') {
      if (classIn(value)) found.push({ key: target.name, value, isSure });
      return;
    }
    const key = target.of.name;
    if (target.name === 'authMethods' && !found.some(one => one.key === key))
      found.push({ key, isSure, value: entriesOf(value.at, [['class', composite(value.at)]]) });
    amendments.push({ key, name: target.name, value, isSure });
  };
  const add = (statements: readonly Statement[], isSure: boolean): void => {
    for (const statement of statements) {
      if (statement.kind === 'block') add(statement.body, isSure);
      if (statement.kind === 'branch') {
        add(statement.then, false);
        add(statement.otherwise, false);
      }
      if (statement.kind === 'return' && statement.value) fromValue(statement.value, isSure);
      if (statement.kind === 'evaluate') fromValue(statement.value, isSure);
      if (statement.kind === 'assign') assign(statement.target, statement.value, isSure);
      if (statement.kind === 'declare' && statement.value && statement.pattern.kind === 'name')
        assign({ kind: 'name', at: statement.at, name: statement.pattern.name }, statement.value, isSure);
    }
  };
  const fromValue = (value: Expr, isSure: boolean): void => {
    if (value.kind === 'call') for (const arg of value.args) fromValue(arg, isSure);
    if (value.kind === 'assigned') assign(value.target, value.value, isSure);
    if (value.kind === 'choice') for (const one of [value.then, value.otherwise]) fromValue(one, false);
    if (value.kind === 'list')
      for (const item of value.items) {
        if (item.kind === 'spread') fromValue(item.value, isSure);
        else if (item.kind !== 'text' && classIn(item)) found.push({ key: undefined, value: item, isSure });
      }
    if (value.kind !== 'record') return;
    for (const entry of value.entries) {
      if (entry.kind === 'spread') fromValue(entry.value, isSure);
      else if (entry.kind === 'entry') found.push({ key: entry.key, value: entry.value, isSure });
      else found.push({ key: undefined, value: entry.value, isSure });
    }
  };
  add(body, true);
  // Later assignments take the place of earlier ones under their key.
  return { behaviours: found.toReversed(), amendments };
}

function composite(at: Location): Expr {
  return { kind: 'text', at, value: COMPOSITE };
}

const COMPOSITE = 'yii\\filters\\auth\\CompositeAuth';

function callsParent(body: readonly Statement[]): boolean {
  let calls = false;
  visitNodes(body, node => {
    calls ||= node.kind === 'call' && node.callee.kind === 'member' && node.callee.name === 'behaviors';
  });
  return calls;
}

function entryOf(value: Expr, key: string): Expr | undefined {
  if (value.kind !== 'record') return undefined;
  const entry = value.entries.find(one => one.kind === 'entry' && one.key === key);
  return entry?.value;
}

/** `['class' => X::class, …]`, `X::class` alone. */
function classIn(value: Expr): Expr | undefined {
  return (
    entryOf(value, 'class') ??
    entryOf(value, '__class') ??
    (value.kind === 'name' || value.kind === 'text' ? value : undefined)
  );
}

const HARMLESS =
  /^yii\\filters\\(?:VerbFilter|ContentNegotiator|RateLimiter|Cors|PageCache|HttpCache|AjaxFilter|HostControl)$|^yii\\(?:behaviors|bootstrap|caching)\\/;

const METHODS: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ['yii\\filters\\auth\\HttpBearerAuth', 'bearer'],
  ['yii\\filters\\auth\\HttpHeaderAuth', 'api-key'],
  ['yii\\filters\\auth\\HttpBasicAuth', 'basic'],
  ['yii\\filters\\auth\\QueryParamAuth', 'api-key'],
]);

function answerOf({ value, isSure }: Behaviour, nameOf: NameOf, action: string): BehaviourAnswer | undefined {
  const given = classIn(value);
  if (!given) return undefined;
  const name = (given.kind === 'text' ? given.value.replace(/^\\/, '') : nameOf(given)) ?? '';
  if (HARMLESS.test(name)) return undefined;
  const at = given.at;
  const last = name.split('\\').at(-1) ?? '';
  const isAccess = name === 'yii\\filters\\AccessControl';
  const isAuth = METHODS.has(name) || name === COMPOSITE || /\bJwtHttpBearerAuth$/.test(name);
  if (!isAccess && !isAuth) {
    const mayAsk = name === '' || /auth|access|acl|rbac|permission|login|guest|token|jwt|security/i.test(last);
    return mayAsk
      ? {
          effect: 'unknown',
          at,
          why: `what ${last === '' ? 'a behaviour' : last} asks of callers could not be followed`,
        }
      : undefined;
  }
  const scope = scopeOf(value, action);
  if (scope === 'no') return undefined;
  const answer = isAccess ? byRules(value, action) : byMethods(value, name, action);
  if (!answer) return undefined;
  if (scope === 'perhaps' || !isSure)
    return { effect: 'unknown', at, why: `whether ${last} stands before this action could not be told` };
  return { ...answer, at };
}

type Answer = Omit<BehaviourAnswer, 'at'>;

/** Whether a filter is asked for an action. Source: `yii\base\ActionFilter::isActive`. */
function scopeOf(value: Expr, action: string): 'yes' | 'no' | 'perhaps' {
  const [only, except] = [entryOf(value, 'only'), entryOf(value, 'except')];
  const isExcepted = except ? listHas(except, action) : 'no';
  if (isExcepted === 'yes') return 'no';
  const isIncluded = only && !isEmpty(only) ? listHas(only, action) : 'yes';
  if (isIncluded === 'no') return 'no';
  return isExcepted === 'perhaps' || isIncluded === 'perhaps' ? 'perhaps' : 'yes';
}

function isEmpty(list: Expr): boolean {
  return (
    list.kind === 'nothing' ||
    (list.kind === 'list' && list.items.length === 0) ||
    (list.kind === 'record' && list.entries.length === 0)
  );
}

function itemsOf(list: Expr): readonly Expr[] {
  if (list.kind === 'list') return list.items;
  return list.kind === 'record' ? list.entries.map(({ value }) => value) : [list];
}

/** Whether a list names an action; `*` stands for any letters. */
function listHas(list: Expr, action: string): 'yes' | 'no' | 'perhaps' {
  let isKnown = true;
  for (const item of itemsOf(list)) {
    if (item.kind !== 'text') isKnown = false;
    else if (item.value === action || matchesStar(item.value, action)) return 'yes';
  }
  return isKnown ? 'no' : 'perhaps';
}

function matchesStar(pattern: string, action: string): boolean {
  const [start = '', end, ...more] = pattern.split('*');
  if (end === undefined || more.length > 0) return false;
  return action.length >= start.length + end.length && action.startsWith(start) && action.endsWith(end);
}

/** The first rule that is for a guest decides; nothing else lets one pass. */
function byRules(value: Expr, action: string): Answer {
  const rules = entryOf(value, 'rules');
  const user = entryOf(value, 'user');
  if (user?.kind === 'boolean' && !user.value) return { effect: 'unknown', why: 'its rules know no user' };
  if (!rules) return { effect: 'unknown', why: 'it has no rules, and lets nobody pass' };
  let isNamed = false;
  for (const rule of itemsOf(rules)) {
    if (rule.kind !== 'record') return { effect: 'unknown', why: 'one of its rules could not be followed' };
    const actions = entryOf(rule, 'actions');
    const isFor = actions && !isEmpty(actions) ? listHas(actions, action) : 'yes';
    if (isFor === 'no') continue;
    const roles = entryOf(rule, 'roles') ?? entryOf(rule, 'permissions');
    const names = roles ? itemsOf(roles).map(role => (role.kind === 'text' ? role.value : undefined)) : [];
    const isForGuest = !roles || isEmpty(roles) || names.includes('?');
    const allow = entryOf(rule, 'allow');
    if (isForGuest || names.includes(undefined)) {
      const isPlain = rule.entries.every(
        entry =>
          entry.kind === 'entry' && /^(?:allow|actions|roles|permissions|verbs|class|denyCallback)$/.test(entry.key),
      );
      if (isFor === 'perhaps' || !isPlain || !isForGuest || allow?.kind !== 'boolean' || entryOf(rule, 'verbs'))
        return { effect: 'unknown', why: 'whether one of its rules lets strangers pass hangs on the request' };
      if (allow.value) return { effect: 'none', why: 'one of its rules lets everybody pass' };
      return { effect: 'required', mechanism: 'session', why: 'one of its rules lets no stranger pass' };
    }
    if (allow?.kind === 'boolean' && allow.value) isNamed = true;
  }
  return isNamed
    ? { effect: 'required', mechanism: 'session', why: 'its rules let those pass alone who are logged in' }
    : { effect: 'required', mechanism: 'session', why: 'none of its rules lets anybody pass' };
}

/** An authenticator refuses whom none of its methods knows. */
function byMethods(value: Expr, name: string, action: string): Answer | undefined {
  const optional = entryOf(value, 'optional');
  const isOptional = optional ? listHas(optional, action) : 'no';
  if (isOptional === 'yes') return { effect: 'optional', why: 'the authenticator asks for nothing here' };
  if (isOptional === 'perhaps')
    return { effect: 'unknown', why: 'which actions it asks nothing for could not be told' };
  const own = METHODS.get(name);
  if (own) return { effect: 'required', mechanism: own, why: 'the authenticator refuses whom it does not know' };
  if (name !== COMPOSITE)
    return { effect: 'required', mechanism: 'jwt', why: 'the authenticator refuses whom it does not know' };
  const methods = entryOf(value, 'authMethods');
  if (!methods || isEmpty(methods)) return undefined;
  if (methods.kind !== 'list' && methods.kind !== 'record')
    return { effect: 'unknown', why: 'its methods could not be told' };
  return { effect: 'required', mechanism: 'bearer', why: 'none of its methods lets strangers pass' };
}
