import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';

export const nestjsConfig = defineDetector({
  id: 'nestjs-config',
  title: '@nestjs/config',
  kind: 'framework',
  docs: 'https://docs.nestjs.com/techniques/configuration',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['registerAs', 'getOrThrow', '.get'],
  emits: ['named-value', 'named-lookup'],
  limits: ['Values of `.env` files are not read: what code gives as the default is taken.'],
  version: 1,
  detect: file => file.calls.flatMap(site => factsOf(file, site)),
});

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!first) return [];
  if (second && isFrom(file.originOf(call.callee), '@nestjs/config', 'registerAs')) {
    return [{ kind: 'named-value', at: first.at, framework: 'nestjs', site: call, name: first, value: second }];
  }
  // Whatever object is asked: only names that `registerAs` fills are answered.
  if (!receiver || (name !== 'get' && name !== 'getOrThrow') || first.kind !== 'text') return [];
  return [{ kind: 'named-lookup', at: first.at, framework: 'nestjs', site: call, name: first }];
}
