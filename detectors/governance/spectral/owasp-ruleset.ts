/**
 * Rules of `@stoplight/spectral-owasp-ruleset` 2.x that stop a run by themselves, and the others.
 * Source: its `src/ruleset.ts`, edition 2023 of the OWASP API Security Top 10; earlier editions have like names.
 */
const ERRORS = [
  'api1:2023-no-numeric-ids',
  'api2:2023-auth-insecure-schemes',
  'api2:2023-jwt-best-practices',
  'api2:2023-no-api-keys-in-url',
  'api2:2023-no-credentials-in-url',
  'api2:2023-no-http-basic',
  'api2:2023-short-lived-access-tokens',
  'api2:2023-write-restricted',
  'api4:2023-array-limit',
  'api4:2023-integer-format',
  'api4:2023-integer-limit',
  'api4:2023-integer-limit-legacy',
  'api4:2023-rate-limit',
  'api4:2023-rate-limit-retry-after',
  'api4:2023-string-limit',
  'api5:2023-admin-security-unique',
  'api8:2023-define-cors-origin',
  'api8:2023-no-scheme-http',
  'api8:2023-no-server-http',
  'api9:2023-inventory-access',
  'api9:2023-inventory-environment',
];

const OTHERS = [
  'api7:2023-concerning-url-parameter',
  'api2:2023-read-restricted',
  'api3:2023-constrained-additionalProperties',
  'api3:2023-constrained-unevaluatedProperties',
  'api3:2023-no-additionalProperties',
  'api3:2023-no-unevaluatedProperties',
  'api4:2023-rate-limit-responses-429',
  'api4:2023-string-restricted',
  'api8:2023-define-error-responses-401',
  'api8:2023-define-error-responses-500',
  'api8:2023-define-error-validation',
];

/** Whether each rule is an error by default, by its full name. */
export const OWASP_RULES: ReadonlyMap<string, boolean> = new Map([
  ...ERRORS.map(name => [`owasp:${name}`, true] as const),
  ...OTHERS.map(name => [`owasp:${name}`, false] as const),
]);
