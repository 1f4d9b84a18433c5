import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { incidentRunbook } from './incident-runbook.ts';

test('a runbook for a stolen API key is one for APIs; a record has what happened in it', async () => {
  await checkFacts(
    incidentRunbook,
    'docs/runbooks/keys.md',
    '# Stolen API key\n\nWhen an incident shows that an API key leaked, revoke it at the gateway and notify the owner of the endpoint at once.\n',
    ['1:1 artefact | artefact incident-runbook; title Stolen API key; namesApi true; isRecord false'],
  );
  await checkFacts(
    incidentRunbook,
    'incidents/2026-exercise.md',
    '# Tabletop exercise\nDate: 2026-05-01\n\nIncident: a token was abused to enumerate orders through the API.\n\n## Timeline\n\nIt took us twelve minutes to revoke it.\n',
    [
      '1:1 artefact | artefact incident-runbook; title Tabletop exercise; date 2026-05-01; namesApi true; isRecord true',
    ],
  );
});

test('a runbook for outages is one, but not for APIs; a page about something else is none', async () => {
  await checkFacts(
    incidentRunbook,
    'RUNBOOK.md',
    '# Database outage\n\nDuring an incident with the database, escalate to the people who are on-call and wait for their word.\n',
    ['1:1 artefact | artefact incident-runbook; title Database outage; namesApi false; isRecord false'],
  );
  await checkFacts(incidentRunbook, 'docs/exercise-2.md', '# Exercise 2\n\nWrite a loop.\n', []);
});
