import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { attestationDocument } from './attestation-document.ts';

test('front matter holds the fields, and the first paragraph stands for the summary', () =>
  checkFacts(
    attestationDocument,
    'docs/attestations/pentest.md',
    `---
attestation: 1
signal: org.pentest.attestation
subject: [GET /orders]
date: 2026-02-01
author: ann
---

# Penetration test

A manual test of the order API
was done by Breakers in January.

More words.
`,
    [
      '3:9 artefact | artefact attestation; attests org.pentest.attestation; subjects ["GET /orders"]; date 2026-02-01; authors ["ann"]; approvers []; summary A manual test of the order API was done by Breakers in January.; links []',
    ],
  ));

test('the key in a text, or below a rule, is none; broken front matter is told', async () => {
  await checkFacts(attestationDocument, 'README.md', '# Attestations\n\n---\nattestation: 1\n---\n', []);
  await checkFacts(attestationDocument, 'post.md', '---\ntitle: On attestation\n---\ntext\n', []);
  await checkFacts(attestationDocument, 'broken.md', '---\nattestation: 1\nsummary: [a\n---\ntext\n', [
    '1:1 artefact | artefact attestation; subjects []; authors []; approvers []; summary ; links []; rejected [{"rule":"unreadable","why":"its front matter is no YAML"}]',
  ]);
});
