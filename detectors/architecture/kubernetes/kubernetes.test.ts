import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { kubernetes } from './kubernetes.ts';

test('a LoadBalancer or NodePort Service is reachable beside the gateway, any other inside the cluster alone', () =>
  checkFacts(
    kubernetes,
    'k8s/api.yaml',
    `apiVersion: v1
kind: Service
metadata: { name: api }
spec:
  type: NodePort
  selector: { tier: back, app: api }
---
apiVersion: v1
kind: Service
metadata: { name: inner }
spec: { selector: { app: api } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
`,
    [
      '5:9 artefact | artefact service-exposure; what public-service; name api; selector app=api,tier=back',
      '10:19 artefact | artefact service-exposure; what cluster-service; name inner; selector app=api',
      '14:7 artefact | artefact service-exposure; what orchestration; name api',
    ],
  ));

test('an internal load balancer is not public; a Service of another group is no Service', () =>
  checkFacts(
    kubernetes,
    'k8s/api.yaml',
    `apiVersion: v1
kind: Service
metadata:
  name: api
  annotations: { service.beta.kubernetes.io/aws-load-balancer-internal: "true" }
spec: { type: LoadBalancer }
---
apiVersion: traefik.io/v1
kind: Service
metadata: { name: other }
`,
    ['4:9 artefact | artefact service-exposure; what cluster-service; name api'],
  ));
