import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { threatDragon } from './threat-dragon.ts';

test('version 2 keeps threats in the data of its cells', () =>
  checkFacts(
    threatDragon,
    'ThreatDragonModels/shop.json',
    JSON.stringify(
      {
        version: '2.3',
        summary: { title: 'Shop', owner: 'ann' },
        detail: {
          diagrams: [
            {
              cells: [
                {
                  data: {
                    name: 'Orders API',
                    threats: [
                      { title: 'IDOR', status: 'Mitigated', mitigation: 'owner check #3' },
                      { title: 'DoS', status: 'Open' },
                    ],
                  },
                },
                { data: { name: 'GET /orders' } },
              ],
            },
          ],
        },
      },
      null,
      1,
    ),
    [
      '4:12 artefact | artefact threat-model; format threat-dragon; title Shop; threats 2; mitigated 1; links ["#3"]; names shop orders api get /orders idor owner check #3 dos; isPlaceholder false',
    ],
  ));

test('version 1 keeps them in diagramJson; threats that do not apply are treated', () =>
  checkFacts(
    threatDragon,
    'threat-model.json',
    JSON.stringify(
      {
        summary: { title: 'Shop' },
        detail: {
          diagrams: [
            {
              diagramJson: {
                cells: [{ attrs: { text: { text: 'Application\nServer' } }, threats: [{ title: 'x', status: 'N/A' }] }],
              },
            },
          ],
        },
      },
      null,
      1,
    ),
    [
      '3:12 artefact | artefact threat-model; format threat-dragon; title Shop; threats 1; mitigated 1; links []; names shop application server x; isPlaceholder false',
    ],
  ));

test('a new model without elements is a placeholder; other files with diagrams are none', async () => {
  await checkFacts(threatDragon, 'tm.json', '{"summary": {"title": "New"}, "detail": {"diagrams": []}}', [
    '1:23 artefact | artefact threat-model; format threat-dragon; title New; threats 0; mitigated 0; links []; names new; isPlaceholder true',
  ]);
  await checkFacts(threatDragon, 'x.json', '{"diagrams": [{"cells": []}]}', []);
});
