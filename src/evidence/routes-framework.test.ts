import { expect, test } from 'vitest';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { jvmPropertySettings } from '../../detectors/practices/jvm/property-settings/property-settings.ts';
import { switches } from '../../detectors/guards/javascript/switches/switches.ts';
import { secureConfigPython } from '../../detectors/practices/python/secure-config/secure-config.ts';
import type { Fact } from '../core/fact.ts';
import type { Control } from '../core/facts/program.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { frameworkDerivers } from './routes-framework.ts';

const at = { file: 'app.ts', line: 3, column: 1, endLine: 3, endColumn: 5 };

/** An input with these operations, of which the first `count` have a control. */
async function withControl(control: Control, count: number, total: number): Promise<EvidenceInput> {
  const input = await inputOf({
    files: {},
    detectors: [],
    operations: { shop: Array.from({ length: total }, (_, index) => `GET /o${index}`) },
  });
  const linked = input.inventory.operations.map(({ id }, index) => {
    const detail = index < count ? { controls: [{ control, at, what: 'it' }] } : {};
    return [id, detail] as const;
  });
  return { ...input, linked: new Map(linked) };
}

function say(input: EvidenceInput): readonly string[] {
  return answers(frameworkDerivers, 'code.framework.secure-config', input);
}

test('headers count for the repository when they cover nearly all operations', async () => {
  expect(say(await withControl('secure-headers', 20, 20))).toEqual([
    '+E3 repository acme/shop: security headers are set before 20 of 20 operations',
  ]);
  expect(say(await withControl('secure-headers', 18, 20))).toEqual([]);
});

test('open origins contradict wherever they are', async () => {
  expect(say(await withControl('open-cors', 1, 20))).toEqual([
    '-E3 repository acme/shop: any origin is answered with its credentials on 1 of 20 operations',
  ]);
});

test('a hidden name is weaker than headers', async () => {
  expect(say(await withControl('hidden-framework', 2, 2))).toEqual([
    '+E2 repository acme/shop: the name of the framework is not sent before 2 of 2 operations',
  ]);
});

test('switches count in the code of the product', async () => {
  const files = { 'client.ts': 'const agent = new https.Agent({ rejectUnauthorized: false });' };
  expect(say(await inputOf({ files, detectors: [switches] }))).toEqual([
    '-E3 repository acme/shop: certificates of other servers are not verified',
  ]);
});

test('that nothing was seen says nothing: a gateway may set the headers', async () => {
  const input = await withControl('secure-headers', 0, 3);
  expect([say(input), frameworkDerivers.flatMap(deriver => deriver.looks(input))]).toEqual([[], []]);
});

test('an unsafe setting does not count beside a safe one of another file', async () => {
  const unsafe = { 'shop/base.py': 'INSTALLED_APPS = []\nDEBUG = True\n' };
  expect(say(await inputOf({ files: unsafe, detectors: [secureConfigPython] }))).toEqual([
    '-E3 repository acme/shop: pages for debugging show whoever asks what went wrong inside',
  ]);
  const files = { ...unsafe, 'shop/production.py': 'DEBUG = False\n' };
  expect(say(await inputOf({ files, detectors: [secureConfigPython] }))).toEqual([
    '+E2 repository acme/shop: pages for debugging are off',
  ]);
});

test('management endpoints that are exposed count, unless a list of access rules may keep callers from them', async () => {
  const files = { 'application.properties': 'management.endpoints.web.exposure.include=*' };
  const input = await inputOf({ files, detectors: [jvmPropertySettings] });
  expect(say(input)).toEqual(['-E3 repository acme/shop: management endpoints that show internals are exposed']);
  const [exposed] = input.facts;
  if (!exposed) throw new Error('nothing was seen');
  const { detector, fileRole, component, excerpt } = exposed;
  const list: Fact = {
    at: exposed.at,
    detector,
    fileRole,
    component,
    excerpt,
    kind: 'access-list',
    framework: 'spring',
    site: { kind: 'nothing', at },
    list: 'chain',
    otherwise: 'required',
  };
  expect(say({ ...input, facts: [exposed, list] })).toEqual([]);
});
