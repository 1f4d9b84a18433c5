import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../values.ts';
import { jvmLifeAt, ISSUER_WORDS } from './lives.ts';

export const tokenLifeJvm = defineDetector({
  id: 'token-life-jvm',
  title: 'Life of tokens (Java, Kotlin)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'jvm',
  files: JVM_FILES,
  words: ISSUER_WORDS,
  emits: ['practice'],
  limits: [
    'Tokens whose claims are made elsewhere are not judged, because these may hold the expiry.',
    'That tokens are rotated or revoked is told by paths of operations and settings of the authorization server.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => jvmLifeAt(file, site)),
});
