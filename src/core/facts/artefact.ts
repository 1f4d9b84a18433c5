/** Facts about governance and design records, each with only the fields that evidence is derived from. */
import type { Location } from '../location.ts';

/** Ways in which an artefact is seen but does not count; each names its anti-gaming rule where it has one. */
export type Rejection = { readonly rule: string; readonly why: string };

type Base = {
  readonly kind: 'artefact';
  readonly at: Location;
  readonly rejected?: readonly Rejection[];
  /** Signature of its text, for artefacts that keep none (`core/likeness`); without the name that it is about. */
  readonly likeness?: string;
};

export type ArtefactFact =
  /** One CODEOWNERS line. */
  | (Base & {
      readonly artefact: 'code-owners';
      readonly pattern: string;
      readonly owners: readonly string[];
      /** Later lines win. */ readonly order: number;
    })
  | (Base & { readonly artefact: 'security-policy'; readonly hasContact: boolean; readonly hasProcess: boolean })
  | (Base & {
      readonly artefact: 'dependency-updates';
      readonly tool: 'dependabot' | 'renovate';
      readonly ecosystems: readonly string[];
      readonly isEnabled: boolean;
    })
  | (Base & {
      readonly artefact: 'catalog-entry';
      readonly entry: 'API' | 'Component' | 'System' | 'Template' | 'other';
      readonly name: string;
      readonly type?: string;
      readonly owner?: string;
      readonly lifecycle?: string;
      readonly definition?: string;
      readonly riskClass?: string;
      /** Product whose descriptor it is. */ readonly catalogue?:
        | 'backstage'
        | 'apis-json'
        | 'opslevel'
        | 'cortex'
        | 'port'
        | 'datadog';
    })
  /** A team or person that the catalogue itself knows. */
  | (Base & { readonly artefact: 'catalog-owner'; readonly name: string; readonly isGroup: boolean })
  | (Base & {
      readonly artefact: 'decision-record';
      readonly title: string;
      readonly status: 'accepted' | 'proposed' | 'superseded' | 'deprecated' | 'unknown';
      readonly date?: string;
      readonly topics: readonly (
        | 'authentication'
        | 'authorization'
        | 'gateway'
        | 'recovery'
        | 'tokens'
        | 'api'
        | 'privacy'
      )[];
    })
  | (Base & {
      readonly artefact: 'threat-model';
      readonly format: 'threat-dragon' | 'threagile' | 'pytm' | 'otm' | 'tm-bom' | 'markdown';
      readonly title: string;
      readonly date?: string;
      readonly threats: number;
      readonly mitigated: number;
      /** Issue, pull-request, test or control ids that mitigations name. */ readonly links: readonly string[];
      /** Text in which operations and components are looked for, lower case, redacted, at most 20,000 characters. */ readonly names: string;
      readonly isPlaceholder: boolean;
    })
  /** A ruleset of an API-description linter. */
  | (Base & {
      readonly artefact: 'lint-ruleset';
      readonly tool: 'spectral' | 'vacuum' | 'redocly';
      readonly extends: readonly string[];
      readonly activeRules: number;
      /** Security rules at a severity that fails by default. */ readonly failingSecurityRules: number;
      readonly securityRules: number;
      /** Security rules of it or of what it extends that it switches off. */ readonly switchedOff?: readonly string[];
      /** It extends nothing, and none of its rules fails by default. */ readonly neverFails?: true;
    })
  | (Base & {
      readonly artefact: 'deprecation';
      readonly what: string;
      readonly sunset?: string;
      readonly emitted: 'description' | 'header' | 'code';
    })
  | (Base & { readonly artefact: 'pull-request-template'; readonly securityItems: number })
  | (Base & {
      readonly artefact: 'api-register';
      readonly maintained: 'manual' | 'generated';
      readonly entries: number;
    })
  | (Base & {
      readonly artefact: 'standard';
      readonly title: string;
      readonly date?: string;
      readonly hasOwner: boolean;
      readonly hasSecuritySection: boolean;
      readonly hasEndOfLife: boolean;
    })
  | (Base & {
      readonly artefact: 'dependency';
      readonly ecosystem: string;
      readonly name: string;
      readonly version: string;
      readonly isDevelopment: boolean;
    })
  /**
   * `public-service`: a Kubernetes Service that is reachable beside the gateway; `cluster-service`: one that is not.
   * `selector` is what the Service selects, as sorted `key=value` pairs; `builds` is the folder that a compose service is built from.
   */
  | (Base & {
      readonly artefact: 'service-exposure';
      readonly what:
        | 'container'
        | 'serverless'
        | 'orchestration'
        | 'infrastructure-as-code'
        | 'public-service'
        | 'cluster-service';
      readonly name: string;
      readonly selector?: string;
      readonly builds?: string;
    })
  | (Base & {
      readonly artefact: 'privacy-assessment';
      readonly title: string;
      readonly date?: string;
      readonly hasApprover: boolean;
      /** As for threat models. */ readonly names: string;
    })
  | (Base & {
      readonly artefact: 'compliance-mapping';
      readonly title: string;
      readonly regimes: readonly string[];
      readonly entries: number;
      readonly names: string;
    })
  /** One fact for each exception; a register without exceptions is one fact without `what`. */
  | (Base & {
      readonly artefact: 'exceptions-register';
      readonly what?: string;
      readonly hasReason: boolean;
      readonly hasOwner: boolean;
      /** `YYYY-MM-DD`. */ readonly expires?: string;
    })
  /** Findings that a scanner is told to pass over (rule G18), one fact a file. */
  | (Base & {
      readonly artefact: 'suppressions';
      readonly tool: string;
      readonly findings: readonly {
        readonly hasReason: boolean;
        readonly hasOwner: boolean;
        /** `YYYY-MM-DD`. */ readonly expires?: string;
      }[];
    })
  | (Base & {
      readonly artefact: 'incident-runbook';
      readonly title: string;
      readonly date?: string;
      readonly namesApi: boolean;
      /** A record of an exercise or of an incident, not a plan. */ readonly isRecord: boolean;
    })
  | (Base & {
      readonly artefact: 'pentest-report';
      readonly title: string;
      readonly date?: string;
      readonly names: string;
    })
  | (Base & {
      readonly artefact: 'training-record';
      readonly title: string;
      readonly date?: string;
      /** `material`: course or guide; `completion`: who took it, and when. */ readonly record:
        | 'completion'
        | 'material';
      readonly people: number;
    })
  /** A document of the form for what nothing shows; its fields as they are written. */
  | (Base & {
      readonly artefact: 'attestation';
      /** Id of the signal or activity that it speaks for. */ readonly attests?: string;
      /** APIs by title, component or path, or `organisation`. */ readonly subjects: readonly string[];
      readonly date?: string;
      readonly authors: readonly string[];
      readonly approvers: readonly string[];
      readonly expires?: string;
      readonly summary: string;
      readonly links: readonly string[];
    })
  | (Base & {
      readonly artefact: 'abuse-cases';
      readonly title: string;
      readonly cases: number;
      readonly names: string;
    })
  | (Base & {
      readonly artefact: 'authorization-model';
      readonly format: 'table' | 'cedar' | 'openfga' | 'casbin' | 'rego';
      readonly title: string;
      readonly names: string;
    })
  /** A defined way in for new APIs: scaffold or intake form, and what it brings with it. */
  | (Base & {
      readonly artefact: 'new-api-template';
      readonly tool: 'backstage' | 'cookiecutter' | 'copier' | 'issue-form';
      readonly title: string;
      readonly brings: readonly ('authentication' | 'description' | 'owner')[];
    })
  | (Base & {
      readonly artefact: 'legacy-interface';
      readonly style: 'soap' | 'xml-rpc' | 'application-server';
      readonly name: string;
    })
  | (Base & { readonly artefact: 'api-product'; readonly what: 'changelog' | 'portal' | 'sdk'; readonly name: string });
