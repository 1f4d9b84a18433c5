import { defineDetector } from '../../../../src/detector.ts';
import { JVM_FILES } from '../values.ts';
import { ORIGIN_WORDS, originSwitches } from './origins.ts';
import { chainSwitches, debugSwitches } from './spring-security.ts';

export const secureConfigurationJvm = defineDetector({
  id: 'secure-configuration-jvm',
  title: 'Security switches in Java and Kotlin code',
  kind: 'practice',
  docs: 'https://docs.spring.io/spring-security/reference/servlet/exploits/index.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['HttpSecurity', 'EnableWebSecurity', ...ORIGIN_WORDS],
  emits: ['switch'],
  limits: [
    'That requests of foreign pages are not checked counts where a login keeps a session in a cookie, in the same chain.',
    'Any origin counts only together with credentials; origins that are configured elsewhere are not judged.',
  ],
  version: 1,
  detect: file => [...chainSwitches(file), ...debugSwitches(file), ...originSwitches(file)],
});
