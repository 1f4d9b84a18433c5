import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { storedSecrets } from './stored-secrets.ts';

/** Put together here, so that no scanner takes this file for what it tests. */
const AWS = ['AKIA', 'Q3EG6ZR7WKXNPL2V'].join('');
const STRIPE = ['sk', 'live', 'a8Kd02mQx7Lp4Zr9Tn3Vb6Yc'].join('_');
const BODY = Array.from({ length: 6 }, (_, row) =>
  'q7Zk3Vb9XmWc2Lp8RtYd5Nh4Jf6Gs1AeuIoPvTyBxQwKzMnD0h'.slice(row),
).join('\n');
const BEGIN = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
const END = ['-----END', 'PRIVATE KEY-----'].join(' ');

test.each([
  [
    'an AWS key',
    'src/a.ts',
    `const id = '${AWS}';\n`,
    ['1:13 secret unsound | an AWS access key is stored in the tree'],
  ],
  [
    'an AWS key in Python',
    'shop/settings.py',
    `KEY = '${AWS}'\n`,
    ['1:8 secret unsound | an AWS access key is stored in the tree'],
  ],
  [
    'a Stripe key of Java',
    'src/A.java',
    `  String k = "${STRIPE}";\n`,
    ['1:15 secret unsound | a Stripe key is stored in the tree'],
  ],
  ['a Stripe key', 'config/a.yaml', `stripe: ${STRIPE}\n`, ['1:9 secret unsound | a Stripe key is stored in the tree']],
  [
    'a private key',
    'certs/server.key',
    `${BEGIN}\n${BODY}\n${END}\n`,
    ['1:1 secret unsound | a private key is stored in the tree'],
  ],
  [
    'a committed environment',
    '.env',
    'PORT=3000\nJWT_SECRET=9fK2mQ7xLp4Zr8Tn3Vb6Yc1d # signs\n',
    ['2:12 secret unsound | JWT_SECRET is set in a committed file'],
  ],
])('%s is found', (_, path, text, expected) => checkFacts(storedSecrets, path, text, expected));

test.each([
  ['a documented dummy', 'src/a.ts', `const id = 'AKIAIOSFODNN7EXAMPLE';\n`],
  ['a flat one', 'src/a.ts', `const id = 'AKIA${'A'.repeat(16)}';\n`],
  ['a test-mode key', 'src/a.ts', `const key = '${STRIPE.replace('live', 'test')}';\n`],
  ['a public key', 'certs/a.pem', `${BEGIN.replace('PRIVATE', 'PUBLIC')}\n${BODY}\n`],
  ['a mark without a key', 'src/a.ts', `const pem = \`${BEGIN}\\n\${body}\\n${END}\`;\n`],
  ['the pattern of a detector', 'src/a.ts', String.raw`const find = /AKIA[A-Z2-7]{16}|ghp_[A-Za-z0-9]{36}/;` + '\n'],
  ['an example', '.env.example', 'JWT_SECRET=9fK2mQ7xLp4Zr8Tn3Vb6Yc1d\n'],
  ['a file of a developer', 'certs/localhost.key', `${BEGIN}\n${BODY}\n${END}\n`],
  ['placeholders', '.env', 'JWT_SECRET=your-secret-goes-here-123\nAPI_KEY=${VAULT_API_KEY_1234567}\nTOKEN=\n'],
  ['what browsers see', '.env', 'VITE_API_KEY=9fK2mQ7xLp4Zr8Tn3Vb6Yc1d\nSTRIPE_PUBLISHABLE_KEY=9fK2mQ7xLp4Zr8Tn3Vb6\n'],
])('%s is not', (_, path, text) => checkFacts(storedSecrets, path, text, []));
