/** Evidence from pipelines about API descriptions: linted, compared, published. */
import type { Evidence, Subject } from '../core/evidence.ts';
import type { FactOf } from '../core/fact.ts';
import { factsOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { apisOf, isFile } from './ci-apis.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { CI_CONFIDENCE, stepFacts, stepsOf } from './pipelines/grade.ts';
import type { ResolvedStep } from './pipelines/resolve.ts';
import { stepEvidence } from './step-evidence.ts';

type Ruleset = Extract<FactOf<'artefact'>, { artefact: 'lint-ruleset' }>;

function rulesets(input: EvidenceInput): readonly Ruleset[] {
  return factsOf(input.facts, 'artefact').filter((fact): fact is Ruleset => fact.artefact === 'lint-ruleset');
}

/** Pipelines and linter configuration; where neither is there, absence stays unknown. */
function looks(input: EvidenceInput): readonly string[] {
  const files = [
    ...factsOf(input.facts, 'pipeline').map(pipeline => pipeline.at.file),
    ...rulesets(input).map(ruleset => ruleset.at.file),
    ...input.inventory.descriptions.map(description => description.file),
  ];
  return [...new Set(files)].toSorted();
}

function repository(input: EvidenceInput): Subject {
  return { scope: 'repository', id: input.repository };
}

function fromRuleset(signal: string, ruleset: Ruleset, input: EvidenceInput, what: string): EvidenceDraft {
  return {
    signal,
    subject: repository(input),
    polarity: 'supports',
    tier: 'E2',
    plane: 'repo',
    confidence: 0.95,
    summary: `${ruleset.tool} is configured in ${ruleset.at.file}: ${what}${selfChosen(ruleset)}.`,
    facts: [{ at: ruleset.at, excerpt: ruleset.excerpt, what: `${ruleset.tool} ruleset` }],
    ...(ruleset.rejected?.length ? { rejected: ruleset.rejected } : {}),
  };
}

/** Rule G18: a verdict of rules that somebody chose is marked as such. */
function selfChosen({ switchedOff = [] }: Ruleset): string {
  if (switchedOff.length === 0) return '';
  const shown = switchedOff.slice(0, 3).join(', ');
  return `; self-chosen ruleset (G18): ${switchedOff.length} security rules are switched off (${shown}${switchedOff.length > 3 ? ', …' : ''})`;
}

/** Why a linter does not count: it is pointed at files that are no accepted description. */
function offTarget(step: ResolvedStep, input: EvidenceInput): Evidence['rejected'] {
  const written = step.targets.filter(target => /^[\w./-]+\.(?:ya?ml|json|graphqls?|proto)$/.test(target));
  const accepted = input.inventory.descriptions.filter(description => description.accepted);
  if (
    written.length === 0 ||
    written.some(target => accepted.some(description => isFile(target, description.file, step.folder)))
  )
    return [];
  return [{ rule: 'G2', why: `${written.join(', ')} is no accepted API description` }];
}

const lint: Deriver = {
  signal: 'spec.lint.spectral-in-ci',
  looks,
  derive: input => [
    ...rulesets(input)
      .filter(ruleset => ruleset.activeRules > 0)
      .map(ruleset => fromRuleset('spec.lint.spectral-in-ci', ruleset, input, `${ruleset.activeRules} active rules`)),
    ...stepsOf(input)
      .filter(step => step.activity === 'spec-lint')
      .map(step => {
        const draft = stepEvidence('spec.lint.spectral-in-ci', repository(input), step, input, offTarget(step, input));
        return withoutFailure(draft, step, input);
      }),
  ],
};

/** Linters fail at errors alone unless they are told otherwise: a ruleset that knows none stops nothing. Source: annex X3. */
function withoutFailure(draft: EvidenceDraft, step: ResolvedStep, input: EvidenceInput): EvidenceDraft {
  const mild = rulesets(input).find(ruleset => ruleset.neverFails === true && usesRuleset(step, ruleset));
  if (!mild || step.failsFrom !== undefined) return draft;
  const why = `no rule of ${mild.at.file} fails the run at the default severity`;
  return {
    ...draft,
    tier: step.isRecorded && draft.tier >= 'E3' ? 'E3' : 'E2',
    summary: `${draft.summary.replace(/\.$/, '')}; ${why}.`,
    nullifiedBy: [
      ...(draft.nullifiedBy ?? []),
      { kind: 'enforcement', why, at: mild.at, ...(step.isRecorded ? { isRecorded: true } : {}) },
    ],
  };
}

const LINTERS: ReadonlyMap<string, Ruleset['tool']> = new Map([
  ['spectral', 'spectral'],
  ['vacuum', 'vacuum'],
  ['redocly-lint', 'redocly'],
]);

const securityRules: Deriver = {
  signal: 'spec.lint.security-ruleset',
  looks,
  derive: input => {
    const failing = rulesets(input).filter(ruleset => ruleset.failingSecurityRules > 0);
    const wired = stepsOf(input)
      .filter(step => step.activity === 'spec-lint')
      .flatMap((step): readonly EvidenceDraft[] => {
        const ruleset = rulesets(input).find(one => usesRuleset(step, one) && failingRules(one, step) > 0);
        if (!ruleset) return [];
        const draft = stepEvidence('spec.lint.security-ruleset', repository(input), step, input, [
          ...offTarget(step, input),
          ...(ruleset.rejected ?? []),
        ]);
        return [
          {
            ...draft,
            summary: `${draft.summary.replace(/\.$/, '')}${selfChosen(ruleset)}.`,
            facts: [
              ...draft.facts,
              {
                at: ruleset.at,
                excerpt: ruleset.excerpt,
                what: `${failingRules(ruleset, step)} security rules at a failing severity`,
              },
            ],
          },
        ];
      });
    return [
      ...failing.map(ruleset =>
        fromRuleset(
          'spec.lint.security-ruleset',
          ruleset,
          input,
          `${ruleset.failingSecurityRules} security rules at a failing severity`,
        ),
      ),
      ...wired,
      ...stepsOf(input)
        .filter(step => step.activity === 'spec-audit')
        .map(step =>
          stepEvidence('spec.lint.security-ruleset', repository(input), step, input, offTarget(step, input)),
        ),
    ];
  },
};

/** Security rules that fail this run of the linter: one that fails from a lower severity on counts those as well. */
function failingRules(ruleset: Ruleset, step: ResolvedStep): number {
  return step.failsFrom === undefined ? ruleset.failingSecurityRules : ruleset.securityRules;
}

/** The ruleset that a step names, or the one a linter finds by itself in the folder it runs in. */
function usesRuleset(step: ResolvedStep, ruleset: Ruleset): boolean {
  if (step.ruleset !== undefined) return step.ruleset === ruleset.at.file;
  const slash = ruleset.at.file.lastIndexOf('/');
  return LINTERS.get(step.tool) === ruleset.tool && step.folder === (slash < 0 ? '.' : ruleset.at.file.slice(0, slash));
}

const breaking: Deriver = {
  signal: 'spec.breaking-change-check',
  looks,
  derive: input =>
    stepsOf(input)
      .filter(step => step.activity === 'spec-diff')
      .map(step => stepEvidence('spec.breaking-change-check', repository(input), step, input)),
};

/** Publication is no gate: it is wired at best. */
const published: Deriver = {
  signal: 'spec.published-to-registry',
  looks,
  derive: input =>
    stepsOf(input)
      .filter(step => step.activity === 'spec-publish')
      .flatMap(step =>
        apisOf(step, input).map((link): EvidenceDraft => {
          const onRelease =
            step.disabled === undefined &&
            step.triggers.some(
              trigger =>
                trigger === 'push-default' || trigger === 'release' || trigger === 'deploy' || trigger === 'schedule',
            );
          return {
            signal: 'spec.published-to-registry',
            subject: link.subject,
            polarity: 'supports',
            tier: onRelease ? 'E3' : 'E2',
            plane: 'repo',
            confidence: CI_CONFIDENCE,
            facts: stepFacts(step),
            summary: `${step.pipeline} publishes the API description${onRelease ? ` on ${step.triggers.join(', ')}` : ', but not when the default branch changes'}.`,
            ...(link.rejected?.length ? { rejected: link.rejected } : {}),
          };
        }),
      ),
};

export const descriptionDerivers: readonly Deriver[] = [lint, securityRules, breaking, published];
