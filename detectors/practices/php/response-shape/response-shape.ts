import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { returnsIn, SHAPE_WORDS } from '../../answer-shapes.ts';
import { shapeOf } from './shape.ts';

export const responseShapePhp = defineDetector({
  id: 'response-shape-php',
  title: 'Shape of answers in PHP',
  kind: 'practice',
  docs: 'https://laravel.com/docs/eloquent-resources',
  reads: 'php',
  files: PHP_FILES,
  words: ['Resource', 'response', 'Response', 'json', 'Models', 'Entity', 'Controller', 'Route'],
  emits: ['practice'],
  limits: [
    'Objects of Eloquent and Doctrine are told by the query that gives them or the type of a parameter, on a class of a namespace of models.',
    'What a model hides or shows of itself (`$hidden`, `$visible`) is not read; nor is what a resource holds.',
    'Answers of API Platform and of methods of a base class are not read.',
  ],
  version: 1,
  detect: file => file.functions.flatMap(fn => returned(file, fn)),
});

/** What a function gives back is the answer where it turns out to be a handler. */
function returned(file: ProgramFile, fn: FunctionNode): readonly PracticeFact[] {
  const facts = returnsIn(fn.body).flatMap((value): readonly PracticeFact[] => {
    const shape = shapeOf(file, value, [fn]);
    if (!shape) return [];
    const base = { kind: 'practice', at: value.at, practice: 'response', inside: [fn.at] } as const;
    return [{ ...base, standing: shape, what: SHAPE_WORDS[shape] }];
  });
  // What is made elsewhere says something only beside an answer that is known.
  return facts.some(({ standing }) => standing !== 'partial') ? facts : [];
}
