import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { isRecord, listOf, recordOf, textOf } from '../data-values.ts';
import { likenessField } from '../likeness-field.ts';
import { isPlaceholderOwner } from '../placeholder.ts';

export const apisJson = defineDetector({
  id: 'apis-json',
  title: 'APIs.json and lists of APIs in YAML',
  kind: 'governance',
  docs: 'https://apisjson.org/',
  reads: 'data',
  files: ['**/apis.{json,yaml,yml}', '**/.apis/*.{yaml,yml,json}'],
  roles: ['product', 'documentation'],
  words: ['apis', 'name'],
  emits: ['artefact'],
  limits: ['Indexes that are included by URL are not followed.'],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const root = document.value;
      const list = Array.isArray(root) ? root : listOf(recordOf(root)['apis']);
      const prefix = Array.isArray(root) ? [] : ['apis'];
      const isSingle = list.length === 0 && file.path.includes('.apis/') && isRecord(root);
      const entries = isSingle
        ? [{ value: root, keys: [] as (string | number)[] }]
        : list.map((value, index) => ({ value: recordOf(value), keys: [...prefix, index] }));
      const named = entries.filter(({ value }) => textOf(value['name']) !== undefined);
      const facts = named.map(({ value, keys }): FactBody => {
        const owner = textOf(value['owner']) ?? textOf(recordOf(listOf(value['contact'])[0])['FN']);
        const lifecycle = textOf(value['lifecycle']) ?? textOf(value['status']);
        const definition = definitionOf(value);
        return {
          kind: 'artefact',
          artefact: 'catalog-entry',
          at: document.locate([...keys, 'name']),
          entry: 'API',
          name: textOf(value['name']) ?? '',
          ...(owner === undefined ? {} : { owner }),
          ...(lifecycle === undefined ? {} : { lifecycle }),
          ...(definition === undefined ? {} : { definition }),
          catalogue: 'apis-json',
          ...likenessField(textOf(value['description']) ?? '', [textOf(value['name']) ?? '']),
          ...(owner !== undefined && isPlaceholderOwner(owner)
            ? { rejected: [{ rule: 'G16', why: `the owner ${owner} is a placeholder` }] }
            : {}),
        };
      });
      return facts;
    }),
});

/** Property `x-openapi` or `OpenAPI` of an entry leads to its description. */
function definitionOf(value: { readonly [key: string]: unknown }): string | undefined {
  const property = listOf(value['properties'])
    .map(recordOf)
    .find(({ type }) => /openapi|swagger|asyncapi|graphql/i.test(textOf(type) ?? ''));
  return textOf(property?.['url']) ?? textOf(value['definition']);
}
