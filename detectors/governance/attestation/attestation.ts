import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { attestationsIn } from '../attested.ts';

export const attestation = defineDetector({
  id: 'attestation',
  title: 'Attestations in YAML and JSON',
  kind: 'governance',
  docs: 'attestations.md',
  reads: 'data',
  files: ['**/*.{yaml,yml,json}'],
  roles: ['product', 'documentation'],
  words: ['attestation'],
  emits: ['artefact'],
  limits: ['That author and approver are two people is told by their names alone.'],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] => file.documents.flatMap(document => attestationsIn(document)),
});
