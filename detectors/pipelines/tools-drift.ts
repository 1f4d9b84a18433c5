import { hard } from './tool.ts';
import type { Tool } from './tool.ts';

/** Comparisons of what is deployed with what is declared. */
export const DRIFT_TOOLS: readonly Tool[] = [
  {
    id: 'terraform-plan',
    activity: 'drift',
    run: ['terraform plan -detailed-exitcode', 'tofu plan -detailed-exitcode', 'terragrunt plan -detailed-exitcode'],
    blocking: 'yes',
  },
  { id: 'driftctl', activity: 'drift', run: ['driftctl scan'], uses: ['snyk/driftctl-action'], blocking: 'yes' },
  {
    id: 'deck-diff',
    activity: 'drift',
    run: ['deck diff', 'deck gateway diff'],
    blocking: 'no',
    why: 'a difference does not fail it without `--non-zero-exit-code`',
    rules: [hard('--non-zero-exit-code', '')],
    targets: ['@', '-s', '--state'],
  },
  {
    id: 'kubectl-diff',
    activity: 'drift',
    run: ['kubectl diff', 'helm diff', 'argocd app diff', 'kustomize diff'],
    blocking: 'yes',
    targets: ['-f', '-k', '@'],
  },
  {
    id: 'pulumi-preview',
    activity: 'drift',
    run: ['pulumi preview --expect-no-changes', 'pulumi refresh --expect-no-changes'],
    blocking: 'yes',
  },
  {
    id: 'tls-probe',
    activity: 'drift',
    run: ['testssl.sh', 'testssl', 'sslyze', 'observatory'],
    images: ['drwetter/testssl.sh', 'nablac0d3/sslyze'],
    blocking: 'unknown',
    why: 'its exit status does not separate findings from success in every mode',
    targets: ['@'],
  },
];
