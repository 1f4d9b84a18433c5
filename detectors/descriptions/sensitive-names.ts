import type { DataClass } from '../../src/core/facts/description.ts';

/**
 * The data class that a field's name suggests, in any of the usual spellings (`cardNumber`, `card_number`); undefined for
 * most names. A suggestion: it weighs risk and asks for an annotation, and never decides more.
 *
 * Known to be wrong: names in other languages than English; `address` of things that are no persons.
 */
export function classOfName(name: string): DataClass | undefined {
  const words = wordsOf(name);
  if (words.length === 0 || words.some(word => ABOUT_A_FIELD.has(word))) return undefined;
  const joined = words.join('');
  for (const [dataClass, names] of NAMES) if (names.has(joined)) return dataClass;
  for (const [dataClass, known] of WORDS) if (words.some(word => known.has(word))) return dataClass;
  for (const [dataClass, pairs] of PAIRS) if (pairs.some(pair => joined.includes(pair))) return dataClass;
  return undefined;
}

function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 100)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word !== '');
}

/** A name with one of these speaks about such a field, and does not hold it. */
const ABOUT_A_FIELD: ReadonlySet<string> = new Set([
  'page',
  'next',
  'previous',
  'prev',
  'continuation',
  'cursor',
  'type',
  'count',
  'max',
  'min',
  'length',
  'limit',
  'usage',
  'verified',
  'enabled',
  'required',
  'policy',
  'template',
  'expires',
  'expiry',
  'expiration',
  'at',
  'has',
  'is',
  'check',
  'status',
  'url',
  'format',
  'mac',
  'contract',
  'subject',
  'notifications',
  'strength',
  'hint',
  'port',
  'host',
  'server',
  'servername',
  'domain',
  'domains',
  'channel',
]);

type Table = readonly (readonly [DataClass, ReadonlySet<string>])[];

/** Names that count only as a whole. */
const NAMES: Table = [
  ['payment', new Set(['pan', 'iban', 'cvv', 'cvc', 'cvv2'])],
  ['credentials', new Set(['pin', 'otp', 'pwd', 'pass', 'token', 'secret', 'jwt', 'totp'])],
  ['personal', new Set(['ip', 'nin', 'dob', 'lat', 'lon', 'lng', 'sex', 'fullname', 'firstname', 'lastname'])],
];

/** Words that count wherever they stand in a name. */
const WORDS: Table = [
  ['credentials', new Set(['password', 'passwd', 'passphrase', 'credential', 'credentials'])],
  ['payment', new Set(['iban', 'cvv', 'cvc', 'creditcard'])],
  ['health', new Set(['diagnosis', 'diagnoses', 'medical', 'patient', 'allergies', 'prescription', 'medication'])],
  [
    'personal',
    new Set([
      'email',
      'phone',
      'telephone',
      'msisdn',
      'ssn',
      'passport',
      'birthday',
      'birthdate',
      'dob',
      'birth',
      'address',
      'latitude',
      'longitude',
      'ethnicity',
      'salary',
      'surname',
      'nationality',
      'gender',
      'religion',
    ]),
  ],
];

/** Neighbouring words that count together. */
const PAIRS: readonly (readonly [DataClass, readonly string[]])[] = [
  [
    'credentials',
    [
      'accesstoken',
      'refreshtoken',
      'resettoken',
      'authtoken',
      'idtoken',
      'apikey',
      'apisecret',
      'clientsecret',
      'privatekey',
      'secretkey',
      'bearertoken',
    ],
  ],
  ['payment', ['cardnumber', 'creditcard', 'debitcard', 'bankaccount', 'accountnumber', 'securitycode']],
  ['health', ['bloodtype', 'healthrecord', 'healthcondition', 'healthdata', 'healthinsurance']],
  [
    'personal',
    [
      'firstname',
      'lastname',
      'fullname',
      'middlename',
      'ipaddress',
      'deviceid',
      'nationalid',
      'taxid',
      'socialsecurity',
      'driverlicense',
    ],
  ],
];
