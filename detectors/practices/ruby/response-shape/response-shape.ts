import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isBare } from '../../../routes/ruby/receivers.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { SHAPE_WORDS } from '../../answer-shapes.ts';
import { placesOf } from '../../calls.ts';
import { classOf, isStored } from '../stored-objects.ts';
import { answerOf } from './shape.ts';

export const responseShapeRuby = defineDetector({
  id: 'response-shape-ruby',
  title: 'Shape of answers in Ruby',
  kind: 'practice',
  docs: 'https://guides.rubyonrails.org/layouts_and_rendering.html#rendering-json',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['json', 'present', 'ApplicationRecord', 'ActiveRecord', 'Serializer', 'Sequel', 'Mongoid'],
  emits: ['practice'],
  limits: [
    'Templates (jbuilder, rabl) are not read, nor is what a serializer holds.',
    'Stored objects are told by the query that gives them in the same file; what an association gives is not known.',
    'A model whose class says itself what is written of it (`as_json`), or has a serializer of its name, counts as naming its fields.',
  ],
  version: 1,
  detect: file => [...file.calls.flatMap(site => rendered(file, site)), ...file.classes.flatMap(said)],
});

/** `render json: user`, `json user` of Sinatra, `present user, with: Entities::User` of Grape. */
function rendered(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver, inside } = site;
  if (!isBare(receiver) || inside.length === 0) return [];
  const value = valueIn(call.args, name);
  if (!value || isFailure(call.args)) return [];
  const answer = answerOf(file, value, name === 'json' ? [] : call.args, inside);
  if (!answer) return [];
  const { shape, model } = answer;
  return [
    {
      kind: 'practice',
      at: call.nameAt,
      practice: 'response',
      standing: shape,
      what: SHAPE_WORDS[shape],
      ...(model === undefined ? {} : { model }),
      inside: placesOf(site),
    },
  ];
}

function valueIn(args: readonly Expr[], name: string): Expr | undefined {
  const [first] = args;
  if (name === 'render') {
    const json = args.find(arg => arg.kind === 'named' && arg.name === 'json');
    return json?.kind === 'named' ? json.value : undefined;
  }
  return (name === 'json' || name === 'present') && first && first.kind !== 'named' ? first : undefined;
}

/** `status: :not_found`, `status: 422`; one that is computed may be one. */
function isFailure(args: readonly Expr[]): boolean {
  const status = args.find(arg => arg.kind === 'named' && arg.name === 'status');
  if (status?.kind !== 'named') return false;
  const { value } = status;
  if (value.kind === 'number') return value.value >= 300;
  return value.kind !== 'text' || !/^(?:ok|created|accepted|20\d)$/.test(value.value);
}

/** What a model says of itself: all that is stored of it, or what its class or a serializer of its name picks. */
function said(cls: ClassNode): readonly PracticeFact[] {
  const name = cls.name?.split('::').at(-1);
  if (name === undefined) return [];
  const served = /^(\w+?)(?:Serializer|Blueprint|Resource)$/.exec(name)?.[1];
  const base = { kind: 'practice', at: cls.nameAt, practice: 'response' } as const;
  if (served !== undefined && cls.extends)
    return [{ ...base, standing: 'sound', what: `${name} names what is written of ${served}`, model: served }];
  if (!isStored(cls) || classOf({ kind: 'name', at: cls.nameAt, name }) === undefined) return [];
  const picks = cls.members.some(
    member => member.kind === 'method' && /^(?:as_json|to_json|serializable_hash|to_h|attributes)$/.test(member.name),
  );
  return [
    picks
      ? { ...base, standing: 'sound', what: `${name} says itself what is written of it`, model: name }
      : { ...base, standing: 'unsound', what: `${name} writes all that is stored of it`, model: name },
  ];
}
