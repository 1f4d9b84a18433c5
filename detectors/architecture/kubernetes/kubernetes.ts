import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import type { Data } from '../../governance/data-values.ts';
import { flagOf, recordOf, textOf } from '../../governance/data-values.ts';
import { resourcesOf } from './resource.ts';
import type { Resource } from './resource.ts';

export const kubernetes = defineDetector({
  id: 'kubernetes',
  title: 'Kubernetes workloads and Services',
  kind: 'architecture',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/',
  reads: 'data',
  files: ['**/*.{yaml,yml,json}'],
  words: ['apiVersion'],
  emits: ['artefact'],
  limits: [
    'Chart templates are not rendered. A Service whose type is a template counts as reachable inside the cluster alone.',
  ],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] => file.documents.flatMap(resourcesOf).flatMap(exposureOf),
});

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout']);

function exposureOf(resource: Resource): readonly FactBody[] {
  const { kind, apiVersion, name } = resource;
  if (WORKLOADS.has(kind) && /^(apps|batch|argoproj\.io)\//.test(apiVersion)) {
    return [
      { kind: 'artefact', artefact: 'service-exposure', at: resource.locate(['kind']), what: 'orchestration', name },
    ];
  }
  if (kind === 'Service' && apiVersion.startsWith('serving.knative.dev/')) {
    return [
      { kind: 'artefact', artefact: 'service-exposure', at: resource.locate(['kind']), what: 'serverless', name },
    ];
  }
  if (kind !== 'Service' || apiVersion !== 'v1') return [];
  const spec = recordOf(resource.value['spec']);
  const isPublic = isReachableFromOutside(spec, resource.annotations);
  const selector = selectorOf(spec);
  return [
    {
      kind: 'artefact',
      artefact: 'service-exposure',
      at: resource.locate(isPublic ? ['spec', 'type'] : ['metadata', 'name']),
      what: isPublic ? 'public-service' : 'cluster-service',
      name,
      ...(selector === undefined ? {} : { selector }),
    },
  ];
}

/** Load balancers that the cloud is told to keep inside are not reachable from outside. */
function isReachableFromOutside(spec: Data, annotations: Data): boolean {
  const type = textOf(spec['type']);
  if (type !== 'LoadBalancer' && type !== 'NodePort') return false;
  return !Object.entries(annotations).some(([key, value]) => {
    const text = textOf(value)?.toLowerCase();
    return (
      (key.endsWith('load-balancer-internal') && flagOf(value) !== false) ||
      (/load-balancer(-scheme|-type)?$/.test(key) && text === 'internal')
    );
  });
}

function selectorOf(spec: Data): string | undefined {
  const pairs = Object.entries(recordOf(spec['selector'])).map(([key, value]) => `${key}=${textOf(value) ?? ''}`);
  return pairs.length === 0 ? undefined : pairs.toSorted().join(',');
}
