import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';

export const infrastructure = defineDetector({
  id: 'terraform',
  title: 'Terraform and OpenTofu resources',
  kind: 'architecture',
  docs: 'https://developer.hashicorp.com/terraform/language/resources/syntax',
  reads: 'text',
  files: ['**/*.{tf,tofu}'],
  words: ['resource'],
  emits: ['artefact'],
  limits: ['Block heads are read, not their contents; a head inside a heredoc is taken for a block.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const facts: FactBody[] = [];
    for (const match of file.text.matchAll(/^(resource)[ \t]+"([a-z0-9_]{1,80})"[ \t]+"([\w-]{1,80})"[ \t]*\{/gm)) {
      const [, word = '', type = '', name = ''] = match;
      facts.push({
        kind: 'artefact',
        artefact: 'service-exposure',
        at: file.locate(match.index, match.index + word.length),
        what: whatOf(type),
        name: `${type}.${name}`,
      });
    }
    return facts;
  },
});

function whatOf(type: string): 'serverless' | 'orchestration' | 'infrastructure-as-code' {
  if (
    /^(aws_lambda_function|google_cloudfunctions2?_function|google_cloud_run_(v2_)?service|azurerm_(linux|windows)_function_app)$/.test(
      type,
    )
  )
    return 'serverless';
  return /^(aws_ecs_service|aws_eks_cluster|google_container_cluster|azurerm_kubernetes_cluster|kubernetes_(deployment|stateful_set)(_v1)?|helm_release)$/.test(
    type,
  )
    ? 'orchestration'
    : 'infrastructure-as-code';
}
