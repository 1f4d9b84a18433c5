import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { argument, placesOf } from '../../calls.ts';
import { isChecked, requestInput } from '../request-input.ts';
import { isModel } from '../stored-objects.ts';

export const handlerDataPython = defineDetector({
  id: 'handler-data-python',
  title: 'Bodies that are bound to stored objects in Python',
  kind: 'practice',
  docs: 'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['request'],
  emits: ['practice'],
  limits: [
    'Values are followed within one function; what a service does with a body that it is handed is not read.',
    'A body that something in the function checks by its name is not counted, whatever the check lets through.',
    'Serializers that take every field of a model (`__all__`) are not joined with the views that use them.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site => bindingAt(file, site)),
    ...file.functions.flatMap(fn => copiesIn(file, fn)),
  ],
});

function fact(at: Expr['at'], inside: readonly Expr['at'][]): PracticeFact {
  const what = 'the body of the request is stored as it is';
  return { kind: 'practice', at, practice: 'body-binding', standing: 'unsound', what, inside };
}

/** `User(**request.json)`, `User.objects.create(**request.data)`, `users.insert_one(request.get_json())`. */
function bindingAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, inside } = site;
  if (inside.length === 0) return [];
  const bound = boundAt(file, site).find(value => isWholeBody(file, value, inside));
  if (!bound || isChecked(file, inside, { part: 'body' })) return [];
  return [fact(call.nameAt, placesOf(site))];
}

const COLLECTION = /^(?:insert_one|insert_many|replace_one|update_one|update_many|find_one_and_update)$/;

function boundAt(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly Expr[] {
  const spread = call.args.flatMap(arg => (arg.kind === 'spread' && arg.isNamed ? [arg.value] : []));
  if (spread.length > 0 && isModel(file, call.callee, inside)) return spread;
  if (!receiver) return [];
  if (/^(?:create|update|get_or_create|update_or_create)$/.test(name) && startsAtManager(file, receiver, inside)) {
    const defaults = argument(file, call, inside, { name: 'defaults' });
    return [...spread, ...(defaults.kind === 'given' ? [defaults.value] : [])];
  }
  if (COLLECTION.test(name))
    return call.args.slice(name.startsWith('insert') ? 0 : 1, name.startsWith('insert') ? 1 : 2);
  return [];
}

/** `User.objects`, `User.objects.filter(…)`, `User.query`. */
function startsAtManager(file: ProgramFile, receiver: Expr, inside: readonly FunctionNode[]): boolean {
  let root = receiver;
  while (root.kind === 'call' && root.callee.kind === 'member') root = root.callee.of;
  return root.kind === 'member' && /^(?:objects|query)$/.test(root.name) && isModel(file, root.of, inside);
}

/** The body itself, or a dictionary that takes all of it over. */
function isWholeBody(file: ProgramFile, expr: Expr, inside: readonly FunctionNode[]): boolean {
  const input = requestInput(file, expr, inside);
  if (input) return input.part === 'body' && input.path.length === 0;
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'record') return false;
  return value.entries.some(
    entry =>
      (entry.kind === 'spread' || (entry.kind === 'entry' && entry.key === '$set')) &&
      isWholeBody(file, entry.value, inside),
  );
}

/** `for key, value in request.json.items(): setattr(user, key, value)`, where nothing decides by the key. */
function copiesIn(file: ProgramFile, fn: FunctionNode): readonly PracticeFact[] {
  const inside = [fn];
  return loopsIn(fn).flatMap(({ pattern, over, body }): readonly PracticeFact[] => {
    const source =
      over.kind === 'call' && over.callee.kind === 'member' && over.callee.name === 'items'
        ? over.callee.of
        : undefined;
    const key = pattern.kind === 'list' && pattern.items[0]?.kind === 'name' ? pattern.items[0].name : undefined;
    if (!source || key === undefined || !isWholeBody(file, source, inside) || isChecked(file, inside, { part: 'body' }))
      return [];
    const copy = body.find(
      statement =>
        statement.kind === 'evaluate' &&
        statement.value.kind === 'call' &&
        statement.value.callee.kind === 'name' &&
        statement.value.callee.name === 'setattr' &&
        statement.value.args[1]?.kind === 'name' &&
        statement.value.args[1].name === key,
    );
    return copy?.kind === 'evaluate' && copy.value.kind === 'call' ? [fact(copy.value.nameAt, [fn.at])] : [];
  });
}

type Loop = Extract<Statement, { kind: 'each' }>;

function loopsIn({ body }: FunctionNode): readonly Loop[] {
  const found: Loop[] = [];
  for (const node of nodesIn(body)) {
    // The generic walk has forgotten the types of what it passes.
    if (node['kind'] === 'each') found.push(node as unknown as Loop);
  }
  return found;
}
