import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { ClassNode, Expr, FunctionNode, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, isFrom, type Origin, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { argument, placesOf } from '../../calls.ts';
import { isCallOf } from '../../library-calls.ts';
import { chainOf } from '../chains.ts';
import { requestInput } from '../request-input.ts';
import { modelName, modelOfType, storedAs } from '../stored-objects.ts';

export const handlerDataPhp = defineDetector({
  id: 'handler-data-php',
  title: 'Bodies that are bound to stored objects in PHP',
  kind: 'practice',
  docs: 'https://laravel.com/docs/eloquent#mass-assignment',
  reads: 'php',
  files: PHP_FILES,
  words: ['request', 'Request', '_POST', 'guarded', 'unguard', 'Deserialize', 'deserialize'],
  emits: ['practice'],
  limits: [
    'Values are followed within one function; what a service does with a body that it is handed is not read.',
    'What Eloquent fills counts for models that guard nothing, and for those alone; models go by their name in a component.',
    'Objects that a serializer of Symfony makes count where no groups are named.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site => [...filled(file, site), ...inserted(file, site), ...deserialized(file, site)]),
    ...file.functions.flatMap(fn => [...copied(file, fn), ...mapped(file, fn)]),
    ...file.classes.flatMap(unguarded),
    ...file.calls.flatMap(site => unguardedAll(file, site)),
  ],
});

const WHAT = 'the body of the request is stored as it is';

function fact(
  at: Expr['at'],
  inside: readonly Expr['at'][],
  standing: PracticeFact['standing'] = 'unsound',
): PracticeFact {
  return { kind: 'practice', at, practice: 'body-binding', standing, what: WHAT, inside };
}

function isWhole(file: ProgramFile, expr: Expr | undefined, inside: readonly FunctionNode[]): boolean {
  return expr !== undefined && requestInput(file, expr, inside) === 'whole';
}

/** Where each method of a model takes what it fills it with. */
const FILLS: ReadonlyMap<string, number> = new Map([
  ['create', 0],
  ['make', 0],
  ['fill', 0],
  ['update', 0],
  ['firstOrCreate', 0],
  ['updateOrCreate', 1],
  ['createQuietly', 0],
  ['updateQuietly', 0],
]);
const FORCES = /^(?:forceFill|forceCreate|forceCreateQuietly)$/;

/** `User::create($request->all())`, `$user->update($request->all())`: as far as the model lets it, which its class says. */
function filled(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver, inside } = site;
  if (inside.length === 0) return [];
  const made = call.isNew ? modelName(file, call.callee) : undefined;
  if (made !== undefined && isWhole(file, call.args[0], inside))
    return [{ ...fact(call.nameAt, placesOf(site), 'partial'), model: made }];
  if (!receiver) return [];
  if (FORCES.test(name) && isWhole(file, call.args[0], inside)) return [fact(call.nameAt, placesOf(site))];
  const index = FILLS.get(name);
  if (index === undefined || !isWhole(file, call.args[index], inside)) return [];
  const { root } = chainOf(call);
  const model = modelName(file, root) ?? storedAs(file, root, inside);
  return model === undefined ? [] : [{ ...fact(call.nameAt, placesOf(site), 'partial'), model }];
}

const INSERTS = /^(?:insert|insertGetId|insertOrIgnore|update|upsert)$/;

/** `DB::table('users')->insert($request->all())`: nothing guards columns there. */
function inserted(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, inside } = site;
  if (!INSERTS.test(name) || inside.length === 0 || !isWhole(file, call.args[0], inside)) return [];
  const { calls } = chainOf(call);
  const isTable = calls.some(step =>
    isCallOf(file, { ...site, call: step, name: 'table' }, { calls: ['Illuminate\\Support\\Facades.DB.table'] }),
  );
  return isTable ? [fact(call.nameAt, placesOf(site))] : [];
}

/** `$serializer->deserialize($request->getContent(), User::class, 'json')` of an entity, without groups. */
function deserialized(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, inside } = site;
  const [content, cls] = call.args;
  if (name !== 'deserialize' || !content || !cls || inside.length === 0 || !isEntity(file, cls)) return [];
  const isBody = content.kind === 'call' && content.callee.kind === 'member' && content.callee.name === 'getContent';
  const context = argument(file, call, inside, { name: 'context', index: 3 });
  return isBody && context.kind === 'absent' ? [fact(call.nameAt, placesOf(site))] : [];
}

function isEntity(file: ProgramFile, expr: Expr): boolean {
  return modelName(file, expr) !== undefined && isOfDoctrine(file.originOf(expr));
}

function isOfDoctrine(origin: Origin | undefined): boolean {
  return origin !== undefined && /(?:^|\\)Entity(?:\\|$)/.test(origin.module);
}

/** `#[MapRequestPayload] User $user`, of an entity. */
function mapped(file: ProgramFile, fn: FunctionNode): readonly PracticeFact[] {
  return fn.parameters.flatMap(({ pattern: { type }, decorators }) => {
    const attribute = decorators.find(({ expression }) => {
      const callee = expression.kind === 'call' ? expression.callee : expression;
      return isFrom(file.originOf(callee), 'Symfony\\Component\\HttpKernel\\Attribute', 'MapRequestPayload');
    })?.expression;
    // Options may name groups.
    if (!type || !attribute || (attribute.kind === 'call' && attribute.args.length > 0)) return [];
    const isStored = modelOfType(file, type) !== undefined && isOfDoctrine(file.originOfType(type));
    return isStored ? [fact(type.at, [fn.at])] : [];
  });
}

/** `foreach ($request->all() as $key => $value) { $user->$key = $value; }`, where nothing decides by the key. */
function copied(file: ProgramFile, fn: FunctionNode): readonly PracticeFact[] {
  const facts: PracticeFact[] = [];
  for (const node of nodesIn(fn.body)) {
    // The generic walk has forgotten the types of what it passes.
    const loop = node as unknown as Statement;
    if (loop.kind !== 'each' || loop.pattern.kind !== 'list' || !isWhole(file, loop.over, [fn])) continue;
    const [key] = loop.pattern.items;
    if (key?.kind !== 'name') continue;
    for (const statement of loop.body) {
      if (statement.kind !== 'assign' || statement.target.kind !== 'index') continue;
      const { target } = statement;
      const isOfObject = target.of.kind === 'name' && isProperty(file, target);
      if (isOfObject && target.key.kind === 'name' && target.key.name === key.name)
        facts.push(fact(target.at, [fn.at]));
    }
  }
  return facts;
}

/** `$user->$key`, and not `$row[$key]`. */
function isProperty(file: ProgramFile, { at }: Expr): boolean {
  const line = file.text.split('\n')[at.line - 1] ?? '';
  return line.slice(at.column - 1, at.endColumn - 1).includes('->');
}

/** `protected $guarded = [];`. */
function unguarded(cls: ClassNode): readonly PracticeFact[] {
  const { name } = cls;
  if (name === undefined || !cls.extends) return [];
  return cls.members.flatMap((member): readonly PracticeFact[] => {
    if (member.kind !== 'field' || member.name !== 'guarded' || member.value?.kind !== 'list') return [];
    const isOpen = member.value.items.every(item => item.kind === 'text' && item.value === 'id');
    return isOpen ? [open(member.nameAt, name)] : [];
  });
}

/** Which model is open; on its own it is on no operation. */
function open(at: Expr['at'], model: string): PracticeFact {
  return {
    kind: 'practice',
    at,
    practice: 'body-binding',
    standing: 'unsound',
    what: `${model} guards no field`,
    model,
  };
}

const UNGUARDS = ['Illuminate\\Database\\Eloquent.Model.unguard', 'Illuminate\\Database\\Eloquent.Eloquent.unguard'];

/** `Model::unguard()`: of all of them. */
function unguardedAll(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const isOpen = site.name === 'unguard' && isCallOf(file, site, { calls: UNGUARDS });
  // Elsewhere than where the application starts, it is for what the code around does.
  return isOpen && file.path.endsWith('Provider.php') && !file.text.includes('reguard(')
    ? [{ ...open(site.call.nameAt, '*'), what: 'models guard no field' }]
    : [];
}
