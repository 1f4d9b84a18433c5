import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { returnsIn, SHAPE_WORDS } from '../../answer-shapes.ts';
import { declaredShapes } from './declared-shapes.ts';
import { openSerializers, serializerIn } from './serializers.ts';
import { isFailure, shapeOf } from './shape.ts';

export const responseShapePython = defineDetector({
  id: 'response-shape-python',
  title: 'Shape of answers in Python',
  kind: 'practice',
  docs: 'https://fastapi.tiangolo.com/tutorial/response-model/',
  reads: 'python',
  files: PYTHON_FILES,
  words: [
    'request',
    'fastapi',
    'flask',
    'django',
    'rest_framework',
    'ninja',
    'starlette',
    'response',
    'marshal',
    'jsonify',
    '__all__',
  ],
  emits: ['practice'],
  limits: [
    'Objects of mappers are told where the query that gives them stands in the same function, on a class of a module of models.',
    'What a model makes of itself (`to_dict`, `json`) is neither: it may hold every column.',
    'Serializers of generic views are not joined with the operations that the framework makes of them.',
  ],
  version: 1,
  detect: file => [
    ...file.functions.flatMap(fn => returned(file, fn)),
    ...declaredShapes(file),
    ...openSerializers(file),
  ],
});

/** What a function gives back is the answer where it turns out to be a handler. */
function returned(file: ProgramFile, fn: FunctionNode): readonly PracticeFact[] {
  const facts = returnsIn(fn.body).flatMap((value): readonly PracticeFact[] => {
    const answer = successIn(value);
    const shape = answer && shapeOf(file, answer, [fn]);
    if (!shape) return [];
    const model = serializerIn(file, answer, [fn]);
    const base = { kind: 'practice', at: value.at, practice: 'response', inside: [fn.at] } as const;
    return [{ ...base, standing: shape, what: SHAPE_WORDS[shape], ...(model === undefined ? {} : { model }) }];
  });
  // What is made elsewhere says something only beside an answer that is known.
  return facts.some(({ standing }) => standing !== 'partial') ? facts : [];
}

/** `return body, 201`; undefined where the status says that it failed. */
function successIn(value: Expr): Expr | undefined {
  if (value.kind !== 'list') return value;
  const [body, status] = value.items;
  const isPair = status?.kind === 'number' || (status?.kind === 'member' && /^(?:HTTP_\d|[A-Z_]+$)/.test(status.name));
  if (!body || !status || !isPair) return value;
  return isFailure(status) ? undefined : body;
}
