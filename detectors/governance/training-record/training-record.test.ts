import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { trainingRecord } from './training-record.ts';

test('a table of who completed what, and when, is a record; the latest date counts', () =>
  checkFacts(
    trainingRecord,
    'training/2026.csv',
    'course,person,completed\nAPI security,ann,2026-02-01\nAPI security,bob,\nAPI security,eve,2026-03-01\n',
    ['1:1 artefact | artefact training-record; title 2026; date 2026-03-01; record completion; people 2'],
  ));

test('course material is material; training of models, or for something else, is nothing', async () => {
  await checkFacts(
    trainingRecord,
    'docs/training/api.md',
    '# API security course\nDate: 2026-01-01\n\n## Lesson 1\n\nObject level authorization: check the owner of what is asked for in the handler.\n\n## Lesson 2\n\nFunctions.\n',
    ['1:1 artefact | artefact training-record; title API security course; date 2026-01-01; record material; people 0'],
  );
  await checkFacts(trainingRecord, 'docs/training.md', '# Training the model\n\n## Data\n', []);
});
