import { expect, test } from 'vitest';
import { classOfName } from './sensitive-names.ts';

test.each([
  ['email', 'personal'],
  ['user_email', 'personal'],
  ['dateOfBirth', 'personal'],
  ['homeAddress', 'personal'],
  ['ip', 'personal'],
  ['firstName', 'personal'],
  ['password', 'credentials'],
  ['newPassword', 'credentials'],
  ['token', 'credentials'],
  ['refresh_token', 'credentials'],
  ['clientSecret', 'credentials'],
  ['apiKey', 'credentials'],
  ['cardNumber', 'payment'],
  ['cvv', 'payment'],
  ['iban', 'payment'],
  ['diagnosis', 'health'],
  ['nextPageToken', undefined],
  ['max_tokens', undefined],
  ['tokenType', undefined],
  ['emailVerified', undefined],
  ['passwordChangedAt', undefined],
  ['healthStatus', undefined],
  ['healthy', undefined],
  ['shipping', undefined],
  ['company', undefined],
  ['pinned', undefined],
  ['latency', undefined],
  ['name', undefined],
  ['', undefined],
])('%s is %s', (name, expected) => {
  expect(classOfName(name)).toBe(expected);
});
