import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import type { Data } from '../data-values.ts';
import { isRecord, listOf, recordOf, textOf } from '../data-values.ts';
import { searchableText } from '../searchable-text.ts';
import { linksIn } from '../threat-links.ts';

export const openThreatModel = defineDetector({
  id: 'open-threat-model',
  title: 'Open Threat Model and TM-BOM',
  kind: 'governance',
  docs: 'https://github.com/iriusrisk/OpenThreatModel',
  reads: 'data',
  files: ['**/*.{otm,json,yaml,yml}'],
  roles: ['product', 'documentation', 'example', 'test'],
  words: ['otmVersion', 'trust_zones'],
  emits: ['artefact'],
  limits: ['Threat libraries that a model refers to are not read.'],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const root = recordOf(document.value);
      const isOtm = textOf(root['otmVersion']) !== undefined && isRecord(root['project']);
      const isBom =
        Array.isArray(root['trust_zones']) && Array.isArray(root['threats']) && Array.isArray(root['components']);
      if (!isOtm && !isBom) return [];
      const title = isOtm
        ? textOf(recordOf(root['project'])['name'])
        : (textOf(recordOf(root['scope'])['title']) ?? textOf(root['title']));
      const components = listOf(root['components']).map(recordOf);
      return [
        {
          kind: 'artefact',
          artefact: 'threat-model',
          at: isOtm ? document.locate(['project', 'name']) : document.locate(['threats']),
          format: isOtm ? 'otm' : 'tm-bom',
          title: title ?? '',
          ...(isOtm ? otmCounts(root, components) : bomCounts(root)),
          links: linksIn(file.text),
          names: searchableText(file.text),
          isPlaceholder: components.length === 0,
        },
      ];
    }),
});

type Counts = { readonly threats: number; readonly mitigated: number };

/** Threats of an OTM stand on its components; one is mitigated when all mitigations named there are implemented. */
function otmCounts(root: Data, components: readonly Data[]): Counts {
  const placed = components.flatMap(component => listOf(component['threats']).map(recordOf));
  const isDone = (threat: Data): boolean => {
    const mitigations = listOf(threat['mitigations']).map(recordOf);
    return mitigations.length > 0 && mitigations.every(({ state }) => /^implemented$/i.test(textOf(state) ?? ''));
  };
  return placed.length > 0
    ? { threats: placed.length, mitigated: placed.filter(isDone).length }
    : { threats: listOf(root['threats']).length, mitigated: 0 };
}

function bomCounts(root: Data): Counts {
  const done = new Set(
    listOf(root['controls'])
      .map(recordOf)
      .filter(({ status }) => /^(?:active|implemented|in_place)$/i.test(textOf(status) ?? ''))
      .flatMap(control => listOf(control['threats']).map(textOf)),
  );
  const threats = listOf(root['threats']).map(recordOf);
  return {
    threats: threats.length,
    mitigated: threats.filter(({ symbolic_name: name }) => done.has(textOf(name))).length,
  };
}
