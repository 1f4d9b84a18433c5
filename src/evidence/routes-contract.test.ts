import { expect, test } from 'vitest';
import { linked } from '../../tests/support/link.ts';
import { description, reconciled } from '../../tests/support/reconciled.ts';
import { deriveEvidence } from './derive.ts';

const VALIDATOR = "app.use(validator.middleware({ apiSpec: './api.yaml' }));";

/** Evidence of a signal for an application with a description of `GET /a` and `POST /b`. */
async function contract(signal: string, code: string): Promise<readonly string[]> {
  const { operations } = await linked({
    'app.js': `const express = require('express');
const validator = require('express-openapi-validator');
const app = express();
${code}`,
  });
  const from = reconciled({ code: operations, facts: description('api.yaml', ['GET /a', 'POST /b']) });
  const { evidence } = deriveEvidence(
    {
      repository: 'shop',
      organisation: 'acme',
      facts: [],
      inventory: from.inventory,
      linked: from.linked,
      visibility: [],
      today: '2026-06-30',
      changedAt: () => undefined,
    },
    new Map(),
  );
  return evidence
    .filter(one => one.signal === signal)
    .map(({ polarity, tier, subject, summary }) => `${polarity} ${tier} ${subject.scope} ${summary}`)
    .toSorted();
}

const ENFORCED = ['supports E3 api requests to 2 of 2 described operations must be as the description says'];
const ROUTES = "app.get('/a', h); app.post('/b', h);";

test('a validator before the routes enforces the description', async () => {
  expect(await contract('route.validation.spec-runtime', `${VALIDATOR} ${ROUTES}`)).toEqual(ENFORCED);
});

test.each([
  ['behind the routes', `${ROUTES} ${VALIDATOR}`],
  ['between them', `app.get('/a', h); ${VALIDATOR} app.post('/b', h);`],
  ['under a condition', `if (process.env.STRICT) ${VALIDATOR} ${ROUTES}`],
  ['with requests switched off', `${VALIDATOR.replace('yaml', "yaml', validateRequests: false, x: '")} ${ROUTES}`],
  ['made and not mounted', `validator.middleware({ apiSpec: './api.yaml' }); ${ROUTES}`],
])('a validator %s does not', async (_, code) => {
  expect(await contract('route.validation.spec-runtime', code)).toEqual([]);
});

test('it checks the requests of what is described, and of nothing else', async () => {
  expect(await contract('route.validation.request', `${VALIDATOR} ${ROUTES} app.post('/c', h);`)).toEqual([
    'supports E3 operation GET /a is bound to a request schema',
    'supports E3 operation POST /b is bound to a request schema',
  ]);
});
