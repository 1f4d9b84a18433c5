import { describe, expect, test } from 'vitest';
import { likenessOf, similarity } from './likeness.ts';

const TEMPLATE = `The team has looked at how the NAME service can be attacked from the outside. Spoofing is handled by tokens that the
gateway checks, tampering by signatures on every message, repudiation by an audit trail that nobody can change. Information that
leaks is found by reviews of what each answer holds; denial of service is held off by limits for each client, and elevation of
privilege by roles that are checked in one place. The model is looked at again once a year and after each large change.`;

const OTHER = `Orders are paid before they are shipped. An attacker who changes the amount between the two calls gets goods for free,
so the amount is read from the order that was stored and never from the request. Refunds go back to the card that paid. Somebody
who learns the number of an order of another person sees nothing of it, as the handler compares the owner with the caller.`;

function alike(a: string, b: string, names: readonly (readonly string[])[] = [[], []]): number {
  return similarity(likenessOf(a, names[0]), likenessOf(b, names[1]));
}

test('a signature is 128 hexadecimal digits, and the same every time', () => {
  expect(likenessOf(TEMPLATE)).toMatch(/^[0-9a-f]{128}$/);
  expect(likenessOf(TEMPLATE)).toBe(likenessOf(TEMPLATE));
  // Signatures of stored reports are compared with new ones: this value must never change.
  expect(likenessOf(TEMPLATE).slice(0, 16)).toBe('2b18259b5e122731');
});

describe('similarity', () => {
  test('of a text with itself is 1, whatever its case, punctuation and layout', () => {
    expect(alike(TEMPLATE, TEMPLATE.toUpperCase().replaceAll('\n', ' \n\n* '))).toBe(1);
  });

  test('of two texts about other things is about 0', () => expect(alike(TEMPLATE, OTHER)).toBeLessThan(0.1));

  test('of copies that were filled in with other names is 1 once the names are left out', () => {
    const copies = [TEMPLATE.replaceAll('NAME', 'Order Management'), TEMPLATE.replaceAll('NAME', 'Billing')] as const;
    expect(alike(...copies)).toBeLessThan(1);
    expect(alike(...copies, [['order management'], ['billing']])).toBe(1);
  });

  test('falls with what is different', () => {
    const halves = alike(`${TEMPLATE}\n${OTHER}`, TEMPLATE);
    expect([halves > 0.3, halves < 0.8]).toEqual([true, true]);
  });

  test.each([
    ['nothing', ''],
    ['a text too short to tell', 'owned by the platform team, in production'],
    ['the same word over and over', 'todo '.repeat(500)],
    ['a signature of another form', 'abc'],
  ])('with %s is 0', (_name, text) => {
    expect(likenessOf(text)).toBe('');
    expect([alike(text, text), similarity(likenessOf(TEMPLATE), text)]).toEqual([0, 0]);
  });
});

test('a huge text ends soon', () => {
  const start = performance.now();
  likenessOf('many different words of a text '.repeat(100_000) + TEMPLATE, ['many', 'a text of its own']);
  expect(performance.now() - start).toBeLessThan(2_000);
});
