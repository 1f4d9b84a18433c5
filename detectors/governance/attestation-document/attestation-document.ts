import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import { dataFile } from '../../../src/parse/data-file.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { attestationsIn } from '../attested.ts';

export const attestationDocument = defineDetector({
  id: 'attestation-document',
  title: 'Attestations in the front matter of Markdown',
  kind: 'governance',
  docs: 'attestations.md',
  reads: 'text',
  files: ['**/*.md'],
  roles: ['product', 'documentation'],
  words: ['attestation'],
  emits: ['artefact'],
  limits: ['That author and approver are two people is told by their names alone.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const matter = FRONT_MATTER.exec(file.text);
    if (!matter?.[1]?.includes('attestation')) return [];
    // What comes before the end of the front matter is YAML as it stands, so that places are those of the file.
    const parsed = dataFile(`${file.path}.yaml`, file.role, matter[1]);
    const place = file.locate(0, 3);
    const [document] = parsed.kind === 'parsed' ? parsed.file.documents : [];
    if (document === undefined) return /^attestation:/m.test(matter[1]) ? [unreadable(place)] : [];
    return attestationsIn(
      { value: document.value, locate: keys => ({ ...document.locate(keys), file: file.path }) },
      firstParagraph(file.text.slice(matter[0].length, matter[0].length + 5_000)),
    );
  },
});

/** The opening `---`, the lines up to the closing one, and that one. */
const FRONT_MATTER = /^(---[ \t]*\r?\n[\s\S]{0,20000}?\r?\n)---[ \t]*(?:\r?\n|$)/;

function unreadable(at: FactBody['at']): FactBody {
  return {
    kind: 'artefact',
    artefact: 'attestation',
    at,
    subjects: [],
    authors: [],
    approvers: [],
    summary: '',
    links: [],
    rejected: [{ rule: 'unreadable', why: 'its front matter is no YAML' }],
  };
}

/** The first lines that are neither blank nor a heading. */
function firstParagraph(body: string): string {
  const paragraphs = body.split(/(?:\r?\n[ \t]*){2,}/).map(text => text.trim());
  return paragraphs.find(text => text !== '' && !/^(?:#|<!--)/.test(text)) ?? '';
}
