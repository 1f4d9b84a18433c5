/** The smallest models of both kinds, and what is wrong with a text that stands for one. */
import { expect } from 'vitest';
import { loadModel, loadModels } from './load.ts';
import { ModelError } from './read-yaml.ts';

export const SMALL_DOMAINS = `kind: domains
id: ours
version: "1"
title: Our model
source: written for a test
parameters:
  contradiction: {emergingAbove: 0.02, nonExistentAbove: 0.5}
  minimumEvidence: {recordConfidence: 0.6, establishedConfidence: 0.7, groups: 2, readable: 0.7}
  domain: {emerging: 0.4, established: 0.7, known: 0.5}
  # Shares are tried against these alone.
templates:
  T-REPO:
    emerging: {share: E3, atLeast: 0.3}
    established: {share: E4, atLeast: 0.8}
headline: {domains: 1}
domains:
  - id: testing
    title: Testing
    levels: {non-existent: none, emerging: some, established: all}
    gates:
      emerging: {activity: testing.fuzzing, atLeast: emerging}
activities:
  - id: testing.fuzzing
    title: Fuzzing
    domain: testing
    levels: {non-existent: none, emerging: some, established: all}
    rule: {template: T-REPO}
    items: {of: apis}
    signals:
      - {signal: test.fuzz.spec-based, role: supports}
    observable: {planes: [repo], otherwise: Give the pipeline files.}
    crosswalk: {owasp: [API8]}
`;

export const SMALL_STAGES = `kind: stages
id: ladder
version: "1"
title: Our ladder
source: written for a test
parameters:
  majority: 0.5
  advance: {practices: 0.75, barometer: 0.5}
  known: 0.5
  contradiction: {emergingAbove: 0.02, nonExistentAbove: 0.5}
stages:
  - {stage: 1, title: First}
  - {stage: 2, title: Second}
ladders:
  - id: mediation
    group: practices
    title: Mediation
    rungs:
      - {stage: 1, text: Some}
measures:
  - id: stage1.gateway
    title: A gateway
    stage: 1
    group: practices
    ladder: mediation
    items: {of: operations}
    signals:
      - {signal: gateway.route.mapped, role: supports}
    satisfied: {share: E3, signals: [gateway.route.mapped], atLeast: 0.5}
    partial: {share: E3, signals: [gateway.route.mapped], atLeast: 0.2}
    test: Half of all operations are behind a gateway.
    planes: [gwx]
`;

export const MATRIX = `matrix:
  model: 42crunch
  core: [API8]
  share: 0.8
  risks:
    - id: API8
      title: Misconfiguration
      needs: {activity: protection.secure-transport, atLeast: established}
`;

const known = loadModels();

/** Faults of a text as `line message`; none when it can be used. */
export function faultsOf(text: string): readonly string[] {
  try {
    loadModel(text, 'ours.yaml', known);
    return [];
  } catch (error) {
    if (error instanceof ModelError) return error.faults.map(({ line, message }) => `${line} ${message}`);
    throw error;
  }
}

/** What is wrong, the text of a small model that is changed, what it becomes, and all faults that this makes. */
export type FaultCase = readonly [what: string, from: string, to: string, expected: readonly string[]];

export function checkFaults(text: string, [, from, to, expected]: FaultCase): void {
  expect(text).toContain(from);
  expect(faultsOf(text.replace(from, to))).toEqual(expected);
}
