import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { pytm } from './pytm.ts';

test('a program that makes a TM and processes it is a threat model', () =>
  checkFacts(
    pytm,
    'tm.py',
    'from pytm import TM, Server\ntm = TM("orders api")\nweb = Server("GET /orders")\ntm.process()\n',
    [
      '2:10 artefact | artefact threat-model; format pytm; title orders api; threats 0; mitigated 0; links []; names from pytm import tm, server tm = tm("orders api") web = server("get /orders") tm.process(); isPlaceholder false',
    ],
  ));

test('a TM that is never processed, or that is in a comment, is none', async () => {
  await checkFacts(pytm, 'tm.py', 'from pytm import TM\ntm = TM("x")\n# tm.process()\n', []);
  await checkFacts(pytm, 'tm.py', '# from pytm import TM\ntm = TM("x")\ntm.process()\n', []);
});
