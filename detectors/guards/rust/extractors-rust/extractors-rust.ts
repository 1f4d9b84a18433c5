import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';

export const extractorsRust = defineDetector({
  id: 'extractors-rust',
  title: 'Extractors of Rust',
  kind: 'guard',
  docs: 'https://docs.rs/axum/latest/axum/extract/trait.FromRequestParts.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['FromRequest'],
  emits: ['mark'],
  limits: ['Extractors that a macro derives are not read.'],
  version: 1,
  // What is made of a request is followed by the type of a handler's parameter; the file that says how is entered for that.
  detect: (file): readonly FactBody[] =>
    file.classes.flatMap((cls): readonly FactBody[] => {
      const said = cls.implements.find(({ name }) => TRAITS.has(name));
      return said
        ? [{ kind: 'mark', at: said.at, framework: 'extractors-rust', site: cls, mark: { kind: 'found' } }]
        : [];
    }),
});

const TRAITS: ReadonlySet<string> = new Set([
  'FromRequest',
  'FromRequestParts',
  'OptionalFromRequestParts',
  'OptionalFromRequest',
]);
