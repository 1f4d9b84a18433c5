import type { FactBody, FactOf } from '../../../src/core/fact.ts';
import type { TestAspect } from '../../../src/core/facts/test.ts';
import type { FunctionNode } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import { aspectsOf } from './aspects.ts';
import { assertionsOf } from './assertions.ts';
import type { PlacedAssertion } from './assertions.ts';
import { bindingsOf } from './bindings.ts';
import { credentialsOf } from './credentials.ts';
import { effectiveAssertions } from './lost-assertions.ts';
import { guardMocks, surroundingsOf, targetOf } from './mocks.ts';
import type { Surroundings } from './mocks.ts';
import { requestsOf, sourcesOf } from './requests.ts';
import type { Request, Sources } from './requests.ts';
import { testCasesOf } from './suites.ts';
import type { TestCase } from './suites.ts';

export const javascriptHttpTests = defineDetector({
  id: 'javascript-http-tests',
  title: 'HTTP tests in JavaScript and TypeScript',
  kind: 'test',
  docs: 'https://github.com/forwardemail/supertest',
  reads: 'javascript',
  files: ['**/*.{js,cjs,mjs,ts,cts,mts,jsx,tsx}'],
  roles: ['test', 'product'],
  words: ['describe', 'it(', 'test(', 'it.', 'test.', 'Deno.test', 'specify('],
  emits: ['test-assertion', 'test-theatre'],
  limits: [
    'Requests that a helper function sends are not followed into the tests that call it.',
    'Whether an application that a test helper makes is the real one is unknown; only what is imported or started in the test file is.',
    'A credential is told by the name of its header and of the variable that holds it.',
  ],
  version: 2,
  detect: file => {
    const cases = testCasesOf(file);
    if (cases.length === 0) return [];
    const sources = sourcesOf(file, bindingsOf(file));
    const requests = requestsOf(sources);
    if (requests.length === 0) return [];
    const assertions = assertionsOf(sources, requests);
    const surroundings = surroundingsOf(sources);
    const ownRequests = byFunction(requests, request => request.use.inside);
    const ownAssertions = byFunction(assertions, assertion => assertion.inside);
    return [
      ...guardMocks(sources),
      ...cases.flatMap(one =>
        caseFacts(one, ownRequests.get(one.body) ?? [], ownAssertions.get(one.body) ?? [], sources, surroundings),
      ),
    ];
  },
});

/** Items by every function around them. */
function byFunction<T>(
  items: readonly T[],
  around: (item: T) => readonly FunctionNode[],
): ReadonlyMap<FunctionNode, readonly T[]> {
  const found = new Map<FunctionNode, T[]>();
  for (const item of items) {
    for (const fn of around(item)) {
      const list = found.get(fn);
      if (list) list.push(item);
      else found.set(fn, [item]);
    }
  }
  return found;
}

function caseFacts(
  one: TestCase,
  own: readonly Request[],
  placed: readonly PlacedAssertion[],
  sources: Sources,
  surroundings: Surroundings,
): readonly FactBody[] {
  if (own.length === 0) return [];
  const said = placed.map(({ assertion }) => assertion);
  const theatre = (why: FactOf<'test-theatre'>['why']): FactBody => ({
    kind: 'test-theatre',
    at: one.at,
    test: one.name,
    why,
  });
  const facts = own.map(request => ({
    ...assertionFact(request, one, said, own, sources),
    target: targetOf(request, sources, surroundings),
  }));
  const marks: FactBody[] = [];
  if (one.state !== 'runs') marks.push(theatre(one.state));
  if (said.length === 0) marks.push(theatre('no-assertion'));
  else if (effectiveAssertions(one.body, placed, sources).length === 0) marks.push(theatre('swallowed'));
  else if (said.every(assertion => assertion.kind === 'other' && assertion.isLiteral)) marks.push(theatre('tautology'));
  if (facts.length > 0 && facts.every(fact => fact.target === 'mock')) marks.push(theatre('mock-target'));
  return [...marks, ...facts];
}

function assertionFact(
  request: Request,
  one: TestCase,
  said: readonly PlacedAssertion['assertion'][],
  own: readonly Request[],
  sources: Sources,
): Omit<Extract<FactBody, { kind: 'test-assertion' }>, 'target'> {
  const attached = credentialsOf(request, sources);
  const about = said.filter(assertion => assertion.request === request);
  const statuses = [
    ...new Set(about.flatMap(assertion => (assertion.kind === 'status' ? assertion.statuses : []))),
  ].toSorted((a, b) => a - b);
  const result = aspectsOf({ request, attached, statuses, about, said, own, test: one, sources });
  return {
    kind: 'test-assertion',
    at: request.pathExpr?.at ?? request.call.nameAt,
    test: one.name,
    method: request.method,
    path: request.path,
    credentials: result.credentials,
    statuses: result.statuses,
    aspects: ordered(result.aspects),
  };
}

const ORDER: readonly TestAspect[] = [
  'authn-negative',
  'authz-role',
  'authz-object',
  'response-exposure',
  'invalid-input',
  'status-code',
  'rate-limit',
  'schema-conformance',
  'abuse-case',
  'mass-assignment',
];

function ordered(aspects: ReadonlySet<TestAspect>): readonly TestAspect[] {
  return ORDER.filter(aspect => aspects.has(aspect));
}
