import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, titleOf } from '../markdown.ts';
import { rejectedPlaceholder } from '../placeholder.ts';

export const securityPolicy = defineDetector({
  id: 'security-policy',
  title: 'Security policy and security.txt',
  kind: 'governance',
  docs: 'https://www.rfc-editor.org/rfc/rfc9116',
  reads: 'text',
  files: ['{,.github/,docs/,.gitlab/}{SECURITY,security}.{md,rst,txt}', '**/.well-known/security.txt'],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['Whether anybody answers at the contact is not seen.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] =>
    file.path.endsWith('.well-known/security.txt') ? wellKnown(file) : policy(file),
});

/** Source: RFC 9116: `Contact` is required; `Policy` leads to the process. */
function wellKnown(file: TextFile): readonly FactBody[] {
  const contact = /^Contact:[ \t]*(\S+)/im.exec(file.text);
  if (!contact) return [];
  const start = contact.index + contact[0].lastIndexOf(contact[1] ?? '');
  return [
    {
      kind: 'artefact',
      artefact: 'security-policy',
      at: file.locate(start, start + (contact[1] ?? '').length),
      hasContact: true,
      hasProcess: /^Policy:[ \t]*\S/im.test(file.text),
    },
  ];
}

function policy(file: TextFile): readonly FactBody[] {
  const text = bodyLines(file)
    .map(line => line.text)
    .join('\n');
  const hasContact =
    /[\w.+-]{1,64}@(?!example\.)[\w-]{1,64}\.[a-z]{2,}|https?:\/\/\S{0,200}(?:security\/advisories|hackerone|bugcrowd|intigriti|yeswehack|huntr|report)|private(?:ly)? (?:vulnerability )?report|report a vulnerability/i.test(
      text,
    );
  const hasProcess =
    /\b(?:respon[ds]\w*|acknowledg\w*|disclos\w*|embargo|triage\w*|within \d+|business days|coordinated)\b/i.test(text);
  const { at } = titleOf(file);
  return [
    {
      kind: 'artefact',
      artefact: 'security-policy',
      at,
      hasContact,
      hasProcess,
      ...(hasContact ? {} : rejectedPlaceholder(text)),
    },
  ];
}
