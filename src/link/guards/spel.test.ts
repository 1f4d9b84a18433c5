import { expect, test } from 'vitest';
import { ruleOf } from './spel.ts';

test.each([
  ["hasRole('ADMIN')", 'required ADMIN'],
  ["hasAnyAuthority('a', 'b') and #id > 3", 'required a b'],
  ["hasRole('A') or permitAll", 'open'],
  ["hasRole('A') or @rules.check(#id)", 'unknown A'],
  ["(hasRole('A') or hasRole('B')) && !isAnonymous()", 'required A B'],
  ['isAuthenticated()', 'required'],
  ['!isAuthenticated()', 'open'],
  ['isAnonymous()', 'open'],
  ["hasRole('ANONYMOUS')", 'open'],
  ['permitAll()', 'open'],
  ['denyAll', 'denied'],
  ['authentication.name == #name', 'unknown'],
  ['#id == principal.id and isAuthenticated()', 'required'],
  ["@checks.isOwner(#id) and hasAuthority('x')", 'required x'],
  ["#oauth2.hasScope('read')", 'required read'],
  ["hasAuthority('\u0000')", 'required'],
  ["hasRole('A", 'unknown'],
  ['', 'unknown'],
  ['('.repeat(5_000), 'unknown'],
  [`${'hasRole("A") or '.repeat(40)}true`, 'open'],
])('%s', (text, expected) => {
  const { effect, scopes } = ruleOf(text);
  expect([effect, ...scopes].join(' ')).toBe(expected);
});
