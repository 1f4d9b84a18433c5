import { expect, test } from 'vitest';
import { similarity } from '../../src/core/likeness.ts';
import { dataFile } from '../../src/parse/data-file.ts';
import { backstage } from './backstage/backstage.ts';

function entry(name: string, description: string): string | undefined {
  const text = `apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: ${name}, description: "${description}" }
spec: { type: openapi, lifecycle: production, owner: group:default/platform, definition: { $text: ./openapi.yaml } }
`;
  const parsed = dataFile('catalog-info.yaml', 'product', text);
  const [fact] = parsed.kind === 'parsed' ? backstage.detect(parsed.file) : [];
  return fact?.kind === 'artefact' ? fact.likeness : undefined;
}

const boilerplate = (name: string): string =>
  `The ${name} service offers the ${name} API to all teams, is run by the platform team and is watched around the clock`;

test('entries that a script filled in are one, those that say something of their own are not (G15)', () => {
  const [orders, billing] = [entry('orders', boilerplate('orders')), entry('billing', boilerplate('billing'))];
  const own = entry(
    'carts',
    'Keeps what a customer chose before paying, forgets it after thirty days, and merges it at login',
  );
  expect(similarity(orders ?? '', billing ?? '')).toBe(1);
  expect(similarity(orders ?? '', own ?? '')).toBeLessThan(0.5);
});

test('an entry that says little has no likeness: its fields are those of any other', () =>
  expect(entry('orders', 'Orders')).toBeUndefined());
