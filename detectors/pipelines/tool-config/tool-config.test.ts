import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { dataFile } from '../../../src/parse/data-file.ts';
import { artilleryScript, postmanCollection, stackhawkConfig, zapPlan } from './tool-config.ts';

function data(
  detector: { detect: (file: never) => readonly FactBody[] },
  path: string,
  text: string,
): readonly FactBody[] {
  const parsed = dataFile(path, 'product', text);
  // The detectors given here all read data files.
  return parsed.kind === 'parsed' ? detector.detect(parsed.file as never) : [];
}

/** `tool verdict`, and what it is given. */
function config(facts: readonly FactBody[]): readonly string[] {
  return facts.flatMap(fact =>
    fact.kind === 'tool-config'
      ? [
          [fact.tool, fact.blocking, fact.hasCredentials ? 'credentials' : '', fact.isApiAware ? 'api' : '']
            .filter(word => word !== '')
            .join(' '),
        ]
      : [],
  );
}

test.each([
  [stackhawkConfig, 'app: { host: x, openApiConf: { path: /x } }', ['stackhawk no api']],
  [
    stackhawkConfig,
    'app: { host: x, authentication: { token: {} } }\nhawk: { failureThreshold: high }',
    ['stackhawk yes credentials'],
  ],
  [zapPlan, 'env: { contexts: [{ urls: [x] }] }\njobs: [{ type: openapi }, { type: activeScan }]', ['zap-plan no api']],
  [
    zapPlan,
    'env: { contexts: [{ urls: [x], users: [{}], authentication: {} }] }\njobs: [{ type: spider }, { type: exitStatus, parameters: { errorLevel: High } }]',
    ['zap-plan yes credentials'],
  ],
  [zapPlan, 'env: { A: b }\njobs: { x: { steps: [] } }', []],
  [artilleryScript, 'config: { target: x, phases: [] }\nscenarios: []', ['artillery no']],
  [artilleryScript, 'config: { target: x, phases: [], ensure: { maxErrorRate: 1 } }\nscenarios: []', ['artillery yes']],
])('configuration decides whether a tool can fail', (detector, text, expected) => {
  expect(config(data(detector, 'a.yml', text))).toEqual(expected);
});

test('a collection without assertions cannot fail', () => {
  const info =
    '"info": { "name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" }';
  const withTest =
    '{ "name": "f", "item": [{ "name": "a", "request": { "header": [{ "key": "Authorization" }] }, "event": [{ "listen": "test", "script": { "exec": ["pm.test(\\"ok\\", f)"] } }] }] }';
  const commented =
    '{ "name": "a", "event": [{ "listen": "test", "script": { "exec": ["// pm.test()", "console.log(1)"] } }] }';
  expect(config(data(postmanCollection, 'c.json', `{ ${info}, "item": [${withTest}] }`))).toEqual([
    'newman yes credentials',
  ]);
  expect(config(data(postmanCollection, 'c.json', `{ ${info}, "item": [${commented}] }`))).toEqual(['newman no']);
});
