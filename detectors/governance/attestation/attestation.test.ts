import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { attestation } from './attestation.ts';

test('a document with the key is an attestation, with its fields as they are written', () =>
  checkFacts(
    attestation,
    'attestations/training.yaml',
    `attestation: 1
signal: org.training.api-specific
subject: organisation
date: 2026-03-02
author: ann@shop.test
approver: [eve, '@kim']
expires: 2027-03-01
summary: All backend teams took the API security course of the spring.
links: https://learning.shop.test/records/api-2026
`,
    [
      '2:9 artefact | artefact attestation; attests org.training.api-specific; subjects ["organisation"]; date 2026-03-02; authors ["ann@shop.test"]; approvers ["eve","@kim"]; expires 2027-03-01; summary All backend teams took the API security course of the spring.; links ["https://learning.shop.test/records/api-2026"]',
    ],
  ));

test('an activity stands where no signal is named; what is missing is missing', () =>
  checkFacts(
    attestation,
    'docs/models.json',
    '{"attestation": 1, "activity": "design.threat-modelling", "subject": ["orders", "users"], "summary": "Threats were modelled in March"}',
    [
      '1:32 artefact | artefact attestation; attests design.threat-modelling; subjects ["orders","users"]; authors []; approvers []; summary Threats were modelled in March; links []',
    ],
  ));

test('what a template left behind, another version and an end that is no date are told', () =>
  checkFacts(
    attestation,
    'attestations/new.yaml',
    'attestation: 2\nsignal: ops.siem.rules\nauthor: your-name\nexpires: never\nsummary: "TODO"\n',
    [
      '2:9 artefact | artefact attestation; attests ops.siem.rules; subjects []; authors ["your-name"]; approvers []; summary TODO; links []; rejected [{"rule":"unknown-version","why":"version 2 of the form is not known"},{"rule":"undated","why":"what it gives as its end is no date"},{"rule":"G16","why":"your-name is a placeholder"},{"rule":"G16","why":"its summary is a placeholder, or says next to nothing"}]',
    ],
  ));

test('attestations of build provenance are none', () =>
  checkFacts(
    attestation,
    'policy.yaml',
    'permissions: {attestations: write}\nattestation: {predicateType: slsaprovenance}\n',
    [],
  ));
