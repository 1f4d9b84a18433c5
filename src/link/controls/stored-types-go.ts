/** What handlers of Go read bodies into and answer with: structs that a database stores, by their tags. Sources: GORM, Bun and XORM, declaring models. */
import type { SeenControl } from '../../core/operation.ts';
import type { CallExpr, ClassNode, Expr } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { classOfExpr, classOfType } from './class-of-type.ts';
import { elementOf, localType, type LocalTypes, localTypes } from './go-locals.ts';

export function storedTypesOfGo(machine: Machine, handler: ClosureValue): readonly SeenControl[] {
  const types = localTypes(machine, handler);
  const calls: CallExpr[] = [];
  visitNodes(handler.fn.body, node => {
    if (node.kind === 'call') calls.push(node);
  });
  return [...bodies(machine, calls, types), ...answers(machine, handler, { calls, types })];
}

/** Calls that read a body into what they are handed. */
const READS =
  /^(?:(?:Should)?Bind(?:JSON|XML|YAML|With|BodyWith|BodyWithJSON|Body)?|BodyParser|Body|ReadJSON|Decode|DecodeJSON|Unmarshal|BindAndValidate)$/;
/** Calls that store what they are handed, by their name. */
const STORES = /^(?:Create|Save|Insert|Update|Upsert|Add|Store|Put|Register|FirstOrCreate)(?:[A-Z]\w*)?$/;

/** A body that is read into a stored struct, which is then stored. */
function bodies(machine: Machine, calls: readonly CallExpr[], types: LocalTypes): readonly SeenControl[] {
  return calls
    .flatMap((call): readonly SeenControl[] => {
      if (!READS.test(nameOf(call))) return [];
      const [name] = call.args.flatMap(arg => nameIn(arg) ?? []);
      const cls = name === undefined ? undefined : types.get(name);
      if (name === undefined || !cls || !isStored(machine, cls)) return [];
      const isKept = calls.some(
        later => later !== call && STORES.test(nameOf(later)) && later.args.some(arg => nameIn(arg) === name),
      );
      const what = `the body of the request is bound to the stored struct ${cls.cls.name ?? ''}`;
      return isKept ? [{ control: 'stored-body', at: call.nameAt, what }] : [];
    })
    .slice(0, 1);
}

function nameOf({ callee }: CallExpr): string {
  return callee.kind === 'member' ? callee.name : '';
}

function nameIn(arg: Expr): string | undefined {
  if (arg.kind === 'assigned') return nameIn(arg.target);
  return arg.kind === 'name' ? arg.name : undefined;
}

type Answer = { readonly at: Location; readonly cls: ClassValue | undefined };

/** An answer that holds what is not known is neither; one that is stored says what all of them may hold. */
function answers(
  machine: Machine,
  handler: ClosureValue,
  { calls, types }: { readonly calls: readonly CallExpr[]; readonly types: LocalTypes },
): readonly SeenControl[] {
  const found = calls.flatMap(call => answerOf(machine, handler, call, types) ?? []);
  const stored = found.find(({ cls }) => cls && isStored(machine, cls));
  if (stored)
    return [
      {
        control: 'stored-answer',
        at: stored.at,
        what: `the answer is the stored struct ${stored.cls?.cls.name ?? ''}`,
      },
    ];
  const [first] = found;
  const isDeclared = found.every(({ cls }) => cls && isClosed(machine, cls));
  return first && isDeclared
    ? [
        {
          control: 'declared-answer',
          at: first.at,
          what: `the answer is written by the struct ${first.cls?.cls.name ?? ''}`,
        },
      ]
    : [];
}

const SENDS = /^(?:JSON|IndentedJSON|PureJSON|SecureJSON|AbortWithStatusJSON|JSONPretty|Encode)$/;

/** What a call sends, where it does not tell of a failure. */
function answerOf(machine: Machine, handler: ClosureValue, call: CallExpr, types: LocalTypes): Answer | undefined {
  if (!SENDS.test(nameOf(call)) || !isToClient(handler, call)) return undefined;
  const status = statusOf(call);
  if (status === 'failure') return undefined;
  const sent = nameOf(call) === 'JSONPretty' ? call.args[1] : call.args.at(-1);
  if (!sent || (call.args.length === 1 && sent.kind === 'number')) return undefined;
  return { at: sent.at, cls: sentClass(machine, handler, sent, types) };
}

/** `c.JSON`, `c.Status(200).JSON`, `json.NewEncoder(w).Encode`, `render.JSON(w, r, …)`: by a parameter of the handler. */
function isToClient({ fn }: ClosureValue, call: CallExpr): boolean {
  const names = new Set(fn.parameters.flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : [])));
  let isOne = false;
  visitNodes([call.callee], node => {
    if (node.kind === 'name' && names.has(node.name)) isOne = true;
  });
  const [first] = call.args;
  return isOne || (call.args.length === 3 && first?.kind === 'name' && names.has(first.name));
}

function statusOf(call: CallExpr): 'failure' | undefined {
  let status: 'failure' | undefined;
  const look = (args: readonly Expr[]): void => {
    for (const arg of args) {
      if (arg.kind === 'number' && arg.value >= 300 && arg.value < 600) status = 'failure';
      if (arg.kind === 'member' && /^Status[A-Z]/.test(arg.name) && !SUCCESS.test(arg.name)) status = 'failure';
    }
  };
  look(call.args.slice(0, -1));
  const of = call.callee.kind === 'member' ? call.callee.of : undefined;
  if (of?.kind === 'call') look(of.args);
  return status;
}

const SUCCESS = /^Status(?:OK|Created|Accepted|NonAuthoritativeInfo|PartialContent|MultiStatus)$/;

function sentClass(machine: Machine, handler: ClosureValue, sent: Expr, types: LocalTypes): ClassValue | undefined {
  if (sent.kind === 'name' || sent.kind === 'assigned') return localType(sent, types);
  if (sent.kind === 'call' && sent.isNew) return classOfExpr(machine, handler.scope, sent.callee);
  if (sent.kind !== 'record') return undefined;
  // `gin.H{"data": user}`: the struct is in it as it is.
  return sent.entries
    .map(entry => localType(entry.value, types))
    .find(cls => cls !== undefined && isStored(machine, cls));
}

const TAGS = /^(?:gorm|bun|xorm|pg)$/;

/** `gorm.Model` in it, a tag of a mapper on a field, or a method that names its table. */
function isStored(machine: Machine, { cls }: ClassValue): boolean {
  const isMapped = cls.members.some(member => {
    if (member.kind !== 'field') return false;
    if (member.type?.name === 'Model' && member.type.qualifier[0] === 'gorm') return true;
    if (member.type?.name === 'BaseModel' && member.type.qualifier[0] === 'bun') return true;
    return member.decorators.some(({ expression }) => {
      const [text] = expression.kind === 'call' ? expression.args : [];
      const name = expression.kind === 'call' && expression.callee.kind === 'name' ? expression.callee.name : '';
      return TAGS.test(name) && text?.kind === 'text' && text.value !== '-';
    });
  });
  return isMapped || namesTable(machine, cls);
}

function namesTable(machine: Machine, { at, name }: ClassNode): boolean {
  const body = machine.modules.get(at.file)?.module.body ?? [];
  return body.some(
    statement =>
      statement.kind === 'declare' &&
      statement.pattern.kind === 'name' &&
      statement.pattern.name === `${name ?? ''}.TableName`,
  );
}

/** Types that may hold anything. */
const OPEN = /^(?:any|interface|interface\{\}|Map|map|RawMessage|H|M|)$/;

/** Every field has a type that says what it holds, and none of them is stored. */
function isClosed(machine: Machine, cls: ClassValue): boolean {
  const fields = cls.cls.members.flatMap(member => (member.kind === 'field' ? [member] : []));
  return (
    fields.length > 0 &&
    !isStored(machine, cls) &&
    fields.every(({ type, value }) => {
      const element = type && elementOf(type);
      if (!element || value || OPEN.test(element.name) || /\bmap\[|interface\s?\{|\bany\b/.test(element.text))
        return false;
      const inner = classOfType(machine, cls.scope, element);
      return !inner || !isStored(machine, inner);
    })
  );
}
