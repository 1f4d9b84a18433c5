import { defineDetector } from '../../../src/detector.ts';
import { startOf } from '../../../src/core/location.ts';
import { folderOf } from '../package-scripts/package-scripts.ts';
import { toolRunsIn } from '../tool-runs.ts';

export const shellScript = defineDetector({
  id: 'shell-script',
  title: 'Shell scripts',
  kind: 'pipeline',
  docs: 'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html',
  reads: 'text',
  files: ['**/*.sh', '**/*.bash'],
  roles: ['product', 'test'],
  emits: ['script'],
  limits: [
    'Arguments of a script are not passed on.',
    'Relative paths are taken from the root of the tree, from where pipelines call scripts, unless the script changes folder.',
  ],
  version: 1,
  detect: file => {
    const words = (/^#!\s*(\S.*)/.exec(file.lines[0] ?? '')?.[1] ?? '').split(/\s+/);
    const options = { errexit: words.some(word => /^-[a-z]*e/.test(word)), pipefail: words.includes('pipefail') };
    const steps = toolRunsIn({
      text: file.text,
      options,
      folder: '.',
      place: file.locate,
      hasCredentials: false,
      secretNames: new Set(),
    });
    return [
      { kind: 'script', at: startOf(file.path), runner: 'shell', name: file.path, folder: folderOf(file.path), steps },
    ];
  },
});
