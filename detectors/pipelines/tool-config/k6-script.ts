import { startOf } from '../../../src/core/location.ts';
import type { Expr } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

export const k6Script = defineDetector({
  id: 'k6',
  title: 'k6 load scripts',
  kind: 'pipeline',
  docs: 'https://grafana.com/docs/k6/latest/using-k6/thresholds/',
  reads: 'javascript',
  files: ['**/*.{js,mjs,ts}'],
  roles: ['product', 'test'],
  words: ['k6/http', 'k6'],
  emits: ['tool-config'],
  limits: ['Thresholds that are built at run time are unknown.'],
  version: 1,
  detect: file => {
    if (!file.module.imports.some(binding => binding.module === 'k6/http' || binding.module === 'k6')) return [];
    const options = optionsOf(file);
    const base = {
      kind: 'tool-config',
      at: options?.at ?? startOf(file.path),
      tool: 'k6',
      targets: [],
      hasCredentials: false,
      isApiAware: false,
    } as const;
    if (!options)
      return [{ ...base, blocking: 'no', why: 'the script sets no thresholds, and checks alone never fail a run' }];
    if (options.kind !== 'record') return [{ ...base, blocking: 'unknown', why: 'its options are computed' }];
    const thresholds = options.entries.find(entry => entry.kind === 'entry' && entry.key === 'thresholds');
    if (thresholds) return [{ ...base, at: thresholds.at, blocking: 'yes', why: 'its thresholds fail the run' }];
    if (options.entries.some(entry => entry.kind !== 'entry'))
      return [{ ...base, blocking: 'unknown', why: 'its options are computed' }];
    return [{ ...base, blocking: 'no', why: 'the script sets no thresholds, and checks alone never fail a run' }];
  },
});

/** The value of `export const options`, or `export let options`. */
function optionsOf(file: ProgramFile): Expr | undefined {
  const exported = file.module.exports.find(binding => binding.kind !== 'all-from' && binding.exported === 'options');
  if (!exported) return undefined;
  if (exported.kind === 'value') return exported.value;
  const name = exported.kind === 'local' ? exported.local : 'options';
  const declared = file.module.body.find(
    statement => statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.pattern.name === name,
  );
  return declared?.kind === 'declare' ? declared.value : { kind: 'unknown', at: exported.at, text: '', parts: [] };
}
