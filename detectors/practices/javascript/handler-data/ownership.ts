/** Whether the caller's identity decides which object is looked up. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode, RecordEntry, Statement } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { lookUp, valueOf } from '../../bindings.ts';
import { mapperOf } from '../stored-objects.ts';

const LOOK_UP = /^(?:find\w*|update\w*|delete\w*|destroy|remove|count|exists)$/;

/** `where: { id: req.params.id, userId: req.user.id }`: an id and the caller, in the condition of one look-up. */
export function ownershipAt(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly PracticeFact[] {
  if (!receiver || inside.length === 0 || !LOOK_UP.test(name) || !mapperOf(file, receiver, inside)) return [];
  const condition = call.args
    .slice(0, 2)
    .flatMap((arg, index) => conditionIn(file, arg, inside, index === 0 && !/By(?:Pk|Id)/.test(name)));
  const owners = condition.filter(({ value }) => isPrincipal(file, value, inside));
  const isOne = condition.some(entry => !owners.includes(entry) && /(?:^_?id|Id|uuid|slug|key)$/.test(entry.key));
  if (owners.length === 0 || !isOne) return [];
  return [
    {
      kind: 'practice',
      at: call.nameAt,
      practice: 'ownership',
      standing: 'sound',
      what: 'the object is looked up together with the identity of the caller',
      inside: inside.map(({ at }) => at),
    },
  ];
}

const OWNER =
  /^(?:owner|ownerId|owner_id|userId|user_id|user|author|authorId|createdBy|accountId|tenantId|teamId|team|organizationId|orgId)$/;

/** `if (order.owner !== req.user.id) return refuse()`: the object is given to its owner alone. */
export function comparisonsIn(file: ProgramFile): readonly PracticeFact[] {
  return file.functions.flatMap(fn =>
    branchesIn(fn).flatMap(({ test, then }): readonly PracticeFact[] => {
      const refuses = then.some(({ kind }) => kind === 'return' || kind === 'throw');
      const compared = refuses ? differencesIn(test).find(pair => isOwnerAndCaller(file, pair, [fn])) : undefined;
      if (!compared) return [];
      return [
        {
          kind: 'practice',
          at: test.at,
          practice: 'ownership',
          standing: 'sound',
          what: 'the owner of the object is compared with the caller',
          inside: [fn.at],
        },
      ];
    }),
  );
}

type Branch = Extract<Statement, { kind: 'branch' }>;

function branchesIn({ body }: FunctionNode): readonly Branch[] {
  const found: Branch[] = [];
  for (const node of nodesIn(body)) {
    // The generic walk has forgotten the types of what it passes.
    if (node['kind'] === 'branch') found.push(node as unknown as Branch);
  }
  return found;
}

/** Pairs that must differ for the branch to be taken: `a !== b`, also as one of several reasons. */
function differencesIn(test: Expr): readonly (readonly Expr[])[] {
  if (test.kind !== 'operation') return [];
  if (test.operator === 'not-equal') return [test.operands];
  return test.operator === 'or' ? test.operands.flatMap(differencesIn) : [];
}

function isOwnerAndCaller(file: ProgramFile, operands: readonly Expr[], inside: readonly FunctionNode[]): boolean {
  const isOwner = (expr: Expr): boolean =>
    expr.kind === 'member' && OWNER.test(expr.name) && !isPrincipal(file, expr, inside);
  return operands.some(isOwner) && operands.some(expr => isPrincipal(file, expr, inside));
}

type Entry = Extract<RecordEntry, { kind: 'entry' }>;

/** Entries of a `where`, or of the query itself (Mongoose). Data that is written and options are no condition. */
function conditionIn(
  file: ProgramFile,
  arg: Expr,
  inside: readonly FunctionNode[],
  mayBeQuery: boolean,
): readonly Entry[] {
  const value = valueOf(file, arg, inside);
  if (value.kind !== 'record') return [];
  const entries = value.entries.filter(entry => entry.kind === 'entry');
  const where = entries.find(({ key }) => key === 'where');
  if (where) return conditionIn(file, where.value, inside, true);
  const isOptions = entries.some(({ key }) =>
    ['data', 'select', 'include', '$set', 'attributes', 'transaction'].includes(key),
  );
  return isOptions || !mayBeQuery ? [] : entries;
}

const HOLDERS = /^(?:user|auth|session|currentUser|account|principal|token|jwt|userId|tenantId|teamId|orgId)$/;

/** `req.user.id`, `request.auth.sub`, `ctx.state.user.id`, `res.locals.user.id`, and constants that stand for them. */
function isPrincipal(file: ProgramFile, expr: Expr, inside: readonly FunctionNode[], left = 6): boolean {
  if (left === 0) return false;
  const names: string[] = [];
  let root = expr;
  while (root.kind === 'member') {
    names.unshift(root.name);
    root = root.of;
  }
  if (root.kind !== 'name') return false;
  const bound = lookUp(file, root.name, inside);
  if (bound?.kind === 'value') {
    const whole = [...bound.path, ...names].reduce<Expr>(
      (of, name) => ({ kind: 'member', at: expr.at, of, name, nameAt: expr.at }),
      bound.value,
    );
    return isPrincipal(file, whole, inside, left - 1);
  }
  if (bound?.kind !== 'parameter' || bound.parameter.pattern.kind !== 'name') return false;
  if (!/^_?(?:req|request|ctx|context|c|res|response)$/.test(root.name)) return false;
  const [first = '', second = ''] = names;
  return HOLDERS.test(first) || (/^(?:state|locals)$/.test(first) && HOLDERS.test(second));
}
