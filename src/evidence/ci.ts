/** Evidence from pipelines: which checks run, when, and whether a failure stops anything. */
import type { Subject } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { PipelineActivity } from '../core/facts/pipeline.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { descriptionDerivers } from './ci-descriptions.ts';
import {
  CI_CONFIDENCE,
  isRequired,
  reachesApi,
  requiredChecks,
  stepFacts,
  stepsOf,
  waysAround,
} from './pipelines/grade.ts';
import { apisOf } from './ci-apis.ts';
import { isPlaceholderUrl } from './placeholder-host.ts';
import { stepEvidence } from './step-evidence.ts';
import { securityStages } from './ci-stages.ts';
import { securityTestSteps } from './tests-reach.ts';

/** Activities that look for security faults. */
const SECURITY: ReadonlySet<PipelineActivity> = new Set([
  'sast',
  'sca',
  'secret-scan',
  'iac-scan',
  'dast',
  'fuzz',
  'spec-audit',
  'waf-test',
]);

/** Places that were read: the pipeline files of the input. Empty where there are none, so that absence stays unknown. */
export function looksAtPipelines(input: EvidenceInput): readonly string[] {
  return [...new Set(factsOf(input.facts, 'pipeline').map(pipeline => pipeline.at.file))].toSorted();
}

function repository(input: EvidenceInput): Subject {
  return { scope: 'repository', id: input.repository };
}

function gating(signal: string, ...activities: readonly PipelineActivity[]): Deriver {
  return {
    signal,
    looks: looksAtPipelines,
    derive: input =>
      stepsOf(input)
        .filter(step => activities.includes(step.activity))
        .map(step => stepEvidence(signal, repository(input), step, input)),
  };
}

function apiGating(signal: string, ...activities: readonly PipelineActivity[]): Deriver {
  return {
    signal,
    looks: looksAtPipelines,
    derive: input =>
      stepsOf(input)
        .filter(step => activities.includes(step.activity))
        .flatMap(step =>
          apisOf(step, input).map(link => withLink(stepEvidence(signal, link.subject, step, input), link.rejected)),
        ),
  };
}

function withLink(draft: EvidenceDraft, rejected: EvidenceDraft['rejected']): EvidenceDraft {
  return rejected === undefined || rejected.length === 0
    ? draft
    : { ...draft, rejected: [...(draft.rejected ?? []), ...rejected] };
}

const workflowEnabled: Deriver = {
  signal: 'ci.workflow.enabled',
  looks: looksAtPipelines,
  derive: input =>
    factsOf(input.facts, 'pipeline').flatMap((pipeline): readonly EvidenceDraft[] => {
      const isRelevant = pipeline.triggers.some(
        trigger => trigger === 'pull-request' || trigger === 'push-default' || trigger === 'merge-queue',
      );
      const steps = stepsOf(input).filter(step => step.pipeline === pipeline.at.file && step.activity !== 'call');
      if (steps.length === 0 || (pipeline.disabled === undefined && !isRelevant)) return [];
      const facts = [{ at: pipeline.at, excerpt: pipeline.excerpt, what: `triggers of ${pipeline.at.file}` }];
      const base = {
        signal: 'ci.workflow.enabled',
        subject: repository(input),
        plane: 'repo',
        confidence: 0.95,
        facts,
      } as const;
      if (pipeline.disabled !== undefined) {
        // A workflow that never runs matters only where it holds a check.
        const holdsCheck = steps.some(step => SECURITY.has(step.activity));
        return holdsCheck
          ? [
              {
                ...base,
                polarity: 'contradicts',
                tier: 'E3',
                summary: `${pipeline.at.file} holds security checks and never runs: ${pipeline.disabled}.`,
              },
            ]
          : [];
      }
      const filter = pipeline.paths.length > 0 ? `, for changes below ${pipeline.paths.join(', ')}` : '';
      return [
        {
          ...base,
          polarity: 'supports',
          tier: 'E3',
          summary: `${pipeline.at.file} runs on ${pipeline.triggers.join(', ')}${filter}.`,
          ...(steps.some(step => reachesApi(step, input))
            ? {}
            : { rejected: [{ rule: 'G6', why: 'its path filters leave out the code of the API' }] }),
        },
      ];
    }),
};

const nonblocking: Deriver = {
  signal: 'ci.step.nonblocking',
  looks: looksAtPipelines,
  derive: input =>
    stepsOf(input)
      .filter(
        step =>
          (SECURITY.has(step.activity) || step.activity.endsWith('test') || step.activity.startsWith('spec-')) &&
          step.blocking === 'no',
      )
      .map(step => ({
        signal: 'ci.step.nonblocking',
        subject: repository(input),
        polarity: 'contradicts',
        tier: 'E3',
        plane: 'repo',
        confidence: CI_CONFIDENCE,
        summary: `A failure of ${step.tool} in job ${step.job} stops nothing: ${step.softened.map(({ what }) => what).join('; ')}.`,
        facts: [...stepFacts(step), ...step.softened.map(({ at, what }) => ({ at, excerpt: '', what }))],
      })),
};

const requiredButSkippable: Deriver = {
  signal: 'ci.required-but-skippable',
  looks: input => (requiredChecks(input).length > 0 ? looksAtPipelines(input) : []),
  derive: input => {
    const required = requiredChecks(input);
    return stepsOf(input)
      .filter(step => SECURITY.has(step.activity) && isRequired(step, required))
      .flatMap((step): readonly EvidenceDraft[] => {
        const ways = waysAround(step, required);
        return ways.length === 0
          ? []
          : [
              {
                signal: 'ci.required-but-skippable',
                subject: repository(input),
                polarity: 'contradicts',
                tier: 'E3',
                plane: 'repo',
                confidence: CI_CONFIDENCE,
                summary: `The required check of ${step.tool} can be passed without it: ${ways.join('; ')}.`,
                facts: stepFacts(step),
              },
            ];
      });
  },
};

const apiSecurityTests: Deriver = {
  signal: 'ci.apisec-test.gating',
  looks: looksAtPipelines,
  derive: input => {
    const reaching = new Set(securityTestSteps(input));
    return stepsOf(input).flatMap((step): readonly EvidenceDraft[] => {
      const draft = (): EvidenceDraft => stepEvidence('ci.apisec-test.gating', repository(input), step, input);
      if (step.activity === 'fuzz' || (step.activity === 'dast' && step.isApiAware) || reaching.has(step))
        return [draft()];
      if (step.activity !== 'api-test' && step.activity !== 'dast') return [];
      const why =
        step.activity === 'dast'
          ? 'the scanner is not given the API description'
          : 'which security aspects its requests test is not read';
      return [{ ...draft(), rejected: [{ rule: 'A.4', why }] }];
    });
  },
};

const PASSIVE: ReadonlySet<string> = new Set(['zap-baseline']);

const apiAwareScan: Deriver = {
  signal: 'ci.dast.api-aware',
  looks: looksAtPipelines,
  derive: input =>
    stepsOf(input)
      .filter(step => step.activity === 'dast')
      .flatMap(step =>
        apisOf(step, input).map(link => {
          const rejected = [
            ...(link.rejected ?? []),
            ...(PASSIVE.has(step.tool) ? [{ rule: 'A.4', why: 'a baseline scan is passive' }] : []),
            ...(step.isApiAware ? [] : [{ rule: 'A.4', why: 'the scanner is not given the API description' }]),
            ...(step.hasCredentials
              ? []
              : [{ rule: 'G14', why: 'the scanner is given no credential: it can prove authentication only' }]),
            ...(step.targets.some(target => isPlaceholderUrl(target) || /petstore/i.test(target))
              ? [{ rule: 'G16', why: 'its target is a placeholder' }]
              : []),
          ];
          return withLink(stepEvidence('ci.dast.api-aware', link.subject, step, input), rejected);
        }),
      ),
};

const drift: Deriver = {
  signal: 'ci.drift-detection',
  looks: looksAtPipelines,
  derive: input =>
    stepsOf(input)
      .filter(step => step.activity === 'drift')
      .flatMap(step =>
        input.inventory.apis.map(api => {
          const draft = stepEvidence('ci.drift-detection', { scope: 'api', id: api.id }, step, input);
          const isScheduled = step.triggers.includes('schedule');
          return withLink(
            { ...draft, confidence: 0.6 },
            isScheduled
              ? []
              : [{ rule: 'A.4', why: 'a comparison without a schedule shows drift only when somebody looks' }],
          );
        }),
      ),
};

const stagesBreadth: Deriver = {
  signal: 'ci.stages.breadth',
  looks: looksAtPipelines,
  derive: input => {
    const tests = new Set(securityTestSteps(input));
    const counted = stepsOf(input).filter(
      step => step.disabled === undefined && (SECURITY.has(step.activity) || tests.has(step)),
    );
    const stages = securityStages(counted);
    if (stages.length === 0) return [];
    return [
      {
        signal: 'ci.stages.breadth',
        subject: repository(input),
        polarity: 'supports',
        tier: 'E3',
        plane: 'repo',
        confidence: CI_CONFIDENCE,
        summary: `Security steps run at ${stages.length} stage${stages.length === 1 ? '' : 's'}: ${stages.map(({ stage }) => stage).join(', ')}.`,
        facts: stages.map(({ stage, step }) => ({
          at: step.at,
          excerpt: step.excerpt,
          what: `${stage}: ${step.tool}`,
        })),
      },
    ];
  },
};

const sharedTemplate: Deriver = {
  signal: 'ci.pipeline.shared-template',
  looks: looksAtPipelines,
  derive: input =>
    stepsOf(input)
      .filter(step => step.external !== undefined && step.disabled === undefined)
      .map(step => ({
        signal: 'ci.pipeline.shared-template',
        subject: repository(input),
        polarity: 'supports',
        tier: 'E3',
        plane: 'repo',
        confidence: CI_CONFIDENCE,
        summary: `${input.repository} runs the shared pipeline ${step.external}.`,
        facts: stepFacts(step),
      })),
};

const deployRequires: Deriver = {
  signal: 'ci.deploy.requires-security',
  looks: looksAtPipelines,
  derive: input => {
    const tests = new Set(securityTestSteps(input));
    return stepsOf(input)
      .filter(
        step =>
          (SECURITY.has(step.activity) || tests.has(step)) &&
          step.gatesDeploy &&
          step.blocking === 'yes' &&
          step.disabled === undefined,
      )
      .map(step => stepEvidence('ci.deploy.requires-security', repository(input), step, input));
  },
};

const discovery: Deriver = {
  signal: 'traffic.discovery-job',
  looks: looksAtPipelines,
  derive: input =>
    stepsOf(input)
      .filter(step => step.activity === 'discovery')
      .map(step => ({
        signal: 'traffic.discovery-job',
        subject: { scope: 'organisation', id: input.organisation },
        polarity: 'supports',
        plane: 'repo',
        confidence: CI_CONFIDENCE,
        facts: stepFacts(step),
        ...(step.triggers.includes('schedule') && step.disabled === undefined
          ? { tier: 'E3' as const, summary: `${step.tool} discovers APIs on a schedule (${step.pipeline}).` }
          : { tier: 'E2' as const, summary: `${step.tool} discovers APIs, but on no schedule (${step.pipeline}).` }),
      })),
};

export const ciDerivers: readonly Deriver[] = [
  workflowEnabled,
  nonblocking,
  requiredButSkippable,
  apiSecurityTests,
  gating('ci.sast.gating', 'sast'),
  gating('ci.sca.gating', 'sca'),
  gating('ci.iac-scan.gating', 'iac-scan'),
  apiGating('ci.dast.gating', 'dast'),
  apiAwareScan,
  drift,
  stagesBreadth,
  sharedTemplate,
  deployRequires,
  discovery,
  apiGating('test.fuzz.spec-based', 'fuzz'),
  apiGating('test.contract', 'contract-test'),
  ...descriptionDerivers,
];
