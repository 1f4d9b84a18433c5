import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';

export const sonarProperties = defineDetector({
  id: 'sonar-properties',
  title: 'SonarQube project properties',
  kind: 'pipeline',
  docs: 'https://docs.sonarsource.com/sonarqube-server/latest/analyzing-source-code/ci-integration/overview/',
  reads: 'text',
  files: ['**/sonar-project.properties'],
  words: ['sonar.qualitygate.wait'],
  emits: ['tool-config'],
  limits: ['What the quality gate asks for is decided on the server.'],
  version: 1,
  detect: (file: TextFile) => {
    const wait = /^[ \t]{0,20}sonar\.qualitygate\.wait[ \t]{0,20}[=:][ \t]{0,20}true[ \t]{0,20}$/m.exec(file.text);
    if (!wait) return [];
    return [
      {
        kind: 'tool-config',
        at: file.locate(wait.index, wait.index + wait[0].trimEnd().length),
        tool: 'sonar',
        blocking: 'yes',
        why: '`sonar.qualitygate.wait` is true',
        targets: [],
        hasCredentials: false,
        isApiAware: false,
      },
    ];
  },
});
