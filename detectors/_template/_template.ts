import type { ProgramFact } from '../../src/core/facts/program.ts';
import { defineDetector } from '../../src/detector.ts';
import { isFrom } from '../../src/parse/program-file.ts';

export const TEMPLATE_NAME = defineDetector({
  id: 'TEMPLATE-ID',
  title: 'TEMPLATE-TITLE',
  kind: 'framework',
  docs: 'https://example.com/routing',
  reads: 'javascript',
  files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'],
  words: ['TEMPLATE-ID'],
  emits: ['router'],
  limits: ['Say here what is out of reach.'],
  version: 1,
  detect: file => file.calls.flatMap(({ call }): readonly ProgramFact[] => {
    // Follow the binding, not the name: `originOf` knows which package a callee comes from.
    if (!isFrom(file.originOf(call.callee), 'TEMPLATE-ID', 'default')) return [];
    return [
      {
        kind: 'router',
        at: call.nameAt,
        framework: 'TEMPLATE-ID',
        site: call,
        role: 'application',
        rules: { syntax: 'express', guards: 'after' },
      },
    ];
  }),
});
