/** Which methods a script answers to, by what it asks of the request. */
import type { Method } from '../../../../src/core/facts/program.ts';
import type { Node } from '../../../../src/core/program-nodes.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { VERBS } from '../verbs.ts';

/**
 * A script answers whatever it is asked by. What it compares the method with are methods that it knows; where it ends for all
 * others, or has a branch for each, they are all. Else it is asked by GET, and by POST where it reads what is posted.
 */
export function methodsOf(body: readonly Statement[], outside: readonly Node[]): readonly Method[] {
  const compared = new Set<Method>();
  let isClosed = false;
  for (const node of outside) {
    if (node.kind === 'operation' && (node.operator === 'equal' || node.operator === 'not-equal'))
      for (const method of comparedIn(node.operands)) compared.add(method);
    if (node.kind === 'operation' && node.operator === 'in' && asksMethod(node.operands[0]))
      for (const method of textsIn(node.operands[1])) compared.add(method);
    if (
      node.kind === 'call' &&
      node.callee.kind === 'name' &&
      node.callee.name === '\\in_array' &&
      asksMethod(node.args[0])
    )
      for (const method of textsIn(node.args[1])) compared.add(method);
    if (node.kind === 'select' && asksMethod(node.subject)) {
      for (const { test } of node.cases) for (const method of textsIn(test)) compared.add(method);
      isClosed = true;
    }
    if (node.kind === 'branch' && isRefusal(node)) isClosed = true;
  }
  if (isClosed && compared.size > 0) return inOrder(compared);
  if (compared.size > 0 && isAllBranches(body)) return inOrder(compared);
  const methods = new Set<Method>(['GET', ...compared]);
  if (outside.some(readsBody)) methods.add('POST');
  return inOrder(methods);
}

function inOrder(methods: ReadonlySet<Method>): readonly Method[] {
  return [...new Set(VERBS.values())].filter(method => methods.has(method));
}

/** `$_SERVER['REQUEST_METHOD']`, a variable that is named for it, and what makes it upper case. */
function asksMethod(value: Expr | undefined): boolean {
  if (!value) return false;
  if (value.kind === 'member') return value.name === 'REQUEST_METHOD';
  if (value.kind === 'choice') return asksMethod(value.then) || asksMethod(value.otherwise);
  if (value.kind === 'call') return value.args.length === 1 && asksMethod(value.args[0]);
  return value.kind === 'name' && /^(?:request_?)?method$/i.test(value.name);
}

function textsIn(value: Expr | undefined): readonly Method[] {
  if (value?.kind === 'list') return value.items.flatMap(textsIn);
  return value?.kind === 'text' ? [VERBS.get(value.value.toLowerCase()) ?? []].flat() : [];
}

function comparedIn(operands: readonly Expr[]): readonly Method[] {
  return operands.some(asksMethod) ? operands.flatMap(textsIn) : [];
}

/** `if ($_SERVER['REQUEST_METHOD'] !== 'POST') { …; exit; }` */
function isRefusal({ test, then }: Extract<Statement, { kind: 'branch' }>): boolean {
  const isOther =
    test.kind === 'operation' &&
    ((test.operator === 'not-equal' && comparedIn(test.operands).length > 0) ||
      (test.operator === 'not' && isMembership(test.operands[0])));
  return isOther && ends(then);
}

function isMembership(value: Expr | undefined): boolean {
  if (value?.kind === 'call' && value.callee.kind === 'name' && value.callee.name === '\\in_array')
    return asksMethod(value.args[0]);
  return value?.kind === 'operation' && value.operator === 'in' && asksMethod(value.operands[0]);
}

function ends(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last?.kind === 'block') return ends(last.body);
  return last?.kind === 'throw' || last?.kind === 'return';
}

/** The last thing that the file does is a chain of branches by the method, each for one, and an end for all others. */
function isAllBranches(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  let branch = last?.kind === 'block' ? last.body.at(-1) : last;
  let count = 0;
  while (branch?.kind === 'branch') {
    if (branch.test.kind !== 'operation' || comparedIn(branch.test.operands).length === 0) return false;
    count++;
    const [next, ...others] = branch.otherwise;
    const inner = next?.kind === 'block' ? next.body[0] : next;
    if (inner?.kind !== 'branch' || others.length > 0) return count > 1;
    branch = inner;
  }
  return false;
}

function readsBody(node: Node): boolean {
  if (node.kind === 'name') return /^_(?:POST|REQUEST|FILES)$/.test(node.name) || node.name === 'INPUT_POST';
  return node.kind === 'text' && node.value === 'php://input';
}
