import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { decisionRecord } from './decision-record.ts';

const rest =
  'We looked at several ways, compared them with what we run today and with what our people know how to operate.';

test('a Nygard record has a status section; topics come from title and decision', () =>
  checkFacts(
    decisionRecord,
    'docs/adr/0003-jwt.md',
    `# 3. Use JWTs issued by Keycloak\n\nDate: 2026-01-05\n\n## Status\n\nAccepted\n\n## Context\n\n${rest} The gateway is another matter.\n\n## Decision\n\nServices check tokens by themselves, and no proxy does it for them.\n`,
    [
      '1:1 artefact | artefact decision-record; title Use JWTs issued by Keycloak; status accepted; date 2026-01-05; topics ["authentication","tokens"]',
    ],
  ));

test('a topic that the decision mentions once in passing is not what was decided', () =>
  checkFacts(
    decisionRecord,
    'adr/1.md',
    `# Use a services layer\n\nStatus: accepted\n\n## Decision\n\n${rest} API keys carry scopes.\n`,
    ['1:1 artefact | artefact decision-record; title Use a services layer; status accepted; topics []'],
  ));

test('a MADR record has its status in front matter', () =>
  checkFacts(
    decisionRecord,
    'docs/decisions/0001-db.md',
    `---\nstatus: proposed\ndate: 2025-02-02\n---\n# Use PostgreSQL\n\n${rest}\n`,
    ['5:1 artefact | artefact decision-record; title Use PostgreSQL; status proposed; date 2025-02-02; topics []'],
  ));

test('the choices of a template are no status, and its placeholders are not counted', () =>
  checkFacts(
    decisionRecord,
    'adr/x.md',
    '# {short title}\n\n* Status: {proposed | rejected | accepted | deprecated}\n* Date: YYYY-MM-DD\n\n{what was decided}\n',
    [
      '1:1 artefact | artefact decision-record; title {short title}; status unknown; topics []; rejected [{"rule":"G16","why":"the document still holds the placeholders of its template, or says next to nothing"}]',
    ],
  ));

test('an index, a template and a document without status are no records', async () => {
  await checkFacts(decisionRecord, 'docs/adr/README.md', '# Decisions\n\nStatus: accepted\n', []);
  await checkFacts(decisionRecord, 'docs/adr/notes.md', `# Notes\n\n${rest}\n`, []);
});
