import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { isChecked, requestInput } from '../request-input.ts';
import { mapperOf } from '../stored-objects.ts';
import { comparisonsIn, ownershipAt } from './ownership.ts';

export const handlerData = defineDetector({
  id: 'handler-data',
  title: 'Bodies that are bound and objects that are owned',
  kind: 'practice',
  docs: 'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['.body', 'body }', '.json()', '.user', '.auth', '.session', 'locals', '.state'],
  emits: ['practice'],
  limits: [
    'Values are followed within one function; what a service does with a body or a user that it is handed is not read.',
    'A body that something in the function checks by its name is not counted, whatever the check lets through.',
    'Rules of a database about rows are not read.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site => [...bindingAt(file, site), ...ownershipAt(file, site)]),
    ...comparisonsIn(file),
  ],
});

/** Where an object mapper takes what it stores: among the arguments, or under a name of the first. */
const STORES: ReadonlyMap<string, number> = new Map([
  ['create', 0],
  ['build', 0],
  ['insertMany', 0],
  ['bulkCreate', 0],
  ['save', 0],
  ['insert', 0],
  ['upsert', 0],
  ['update', 0],
  ['findByIdAndUpdate', 1],
  ['findOneAndUpdate', 1],
  ['updateOne', 1],
  ['updateMany', 1],
]);

/** `Model.create(req.body)`, `new Model(req.body)`, `prisma.user.update({ data: req.body })`, `Object.assign(user, req.body)`. */
function bindingAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, inside } = site;
  if (inside.length === 0) return [];
  const bound = boundAt(file, site).find(value => isWholeBody(file, value, inside));
  if (!bound || isChecked(file, inside, 'body')) return [];
  return [
    {
      kind: 'practice',
      at: call.nameAt,
      practice: 'body-binding',
      standing: 'unsound',
      what: 'the body of the request is stored as it is',
      inside: inside.map(({ at }) => at),
    },
  ];
}

function boundAt(file: ProgramFile, { call, name, receiver, inside }: CallSite): readonly Expr[] {
  const { args } = call;
  if (call.isNew && call.callee.kind === 'name')
    return mapperOf(file, call.callee, inside) === 'model' ? args.slice(0, 1) : [];
  if (!receiver) return [];
  const index = STORES.get(name);
  const mapper = index === undefined ? undefined : mapperOf(file, receiver, inside);
  if (mapper === 'prisma') {
    return ['data', 'create', 'update'].flatMap(key => {
      const data = optionIn(file, args[0], key, inside);
      return data.kind === 'given' ? [data.value] : [];
    });
  }
  if (mapper === 'repository' && (name === 'update' || name === 'upsert'))
    return args.slice(name === 'update' ? 1 : 0, 2);
  // `Model.update(values, { where })` of Sequelize; `Model.update(filter, values)` of Mongoose.
  if (mapper && index !== undefined) return args.slice(index, name === 'update' ? 2 : index + 1);
  return [];
}

/** The body itself, or a record that takes all of it over. */
function isWholeBody(file: ProgramFile, expr: Expr, inside: CallSite['inside']): boolean {
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
