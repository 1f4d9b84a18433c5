import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { deploymentDerivers } from './architecture-deployment.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'architecture');

const ORDERS = { orders: ['GET /orders'] };
const TWO = { orders: ['GET /orders'], users: ['GET /users'] };
const IMAGE = 'FROM node\nCMD ["x"]\n';
const workload = (name: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\n`;

/** What is said of the APIs, a line each, and whether a missing record is a missing practice. */
async function deployment(
  operations: Readonly<Record<string, readonly string[]>>,
  files: Readonly<Record<string, string>>,
): Promise<{ readonly says: readonly string[]; readonly isAbsenceKnown: boolean }> {
  const input = await inputOf({ detectors, operations, files });
  return {
    says: answers(deploymentDerivers, 'arch.cloud-native', input),
    isAbsenceKnown: deploymentDerivers.some(({ looks }) => looks(input).length > 0),
  };
}

test('an image alone is a unit of its own, and nothing tells whether code deploys it', async () => {
  expect(await deployment(ORDERS, { 'compose.yaml': 'services:\n  orders: { build: ./orders }\n' })).toEqual({
    says: [
      '+E2 api api:orders: orders is served by orders, which runs as a container of its own; no code here deploys it.',
    ],
    isAbsenceKnown: false,
  });
});

test('an image and a workload of that name are a unit that code deploys; the other component is not packed', async () => {
  expect(
    await deployment(TWO, {
      'compose.yaml': 'services:\n  orders: { build: ./orders }\n',
      'k8s/orders.yaml': workload('orders-service'),
    }),
  ).toEqual({
    says: [
      '+E3 api api:orders: orders is served by orders, which runs as a container and a workload of its own, deployed by an orchestrator.',
    ],
    isAbsenceKnown: true,
  });
});

test('functions are a unit, and their template deploys them', async () => {
  const stack = 'service: shop\nprovider: { name: aws }\nfunctions:\n  list: { handler: list.handler }\n';
  expect((await deployment(ORDERS, { 'serverless.yml': stack })).says).toEqual([
    '+E3 api api:orders: orders is served by orders, which runs as functions of its own, deployed by a template of functions.',
  ]);
});

test('the name of a component leads Terraform to it', async () => {
  const files = {
    'compose.yaml': 'services:\n  o: { build: ./orders }\n  u: { build: ./users }\n',
    'main.tf': 'resource "aws_ecs_service" "orders" {\n}\nresource "aws_s3_bucket" "logs" {\n}\n',
  };
  expect((await deployment(TWO, files)).says).toEqual([
    '+E3 api api:orders: orders is served by orders, which runs as a container and a workload of its own, deployed by an orchestrator.',
    '+E2 api api:users: users is served by users, which runs as a container of its own; no code here deploys it.',
  ]);
});

test('what bears no name is of the only component that serves, and makes no unit of it', async () => {
  const cluster = { 'main.tf': 'resource "aws_eks_cluster" "platform" {\n}\n' };
  expect(await deployment(ORDERS, cluster)).toEqual({ says: [], isAbsenceKnown: true });
  expect((await deployment(ORDERS, { ...cluster, Dockerfile: IMAGE })).says).toEqual([
    '+E3 api api:orders: orders is served by orders, which runs as a container of its own, deployed by an orchestrator.',
  ]);
  // One image for two components makes neither deployable without the other, and either may be in it.
  expect(await deployment(TWO, { ...cluster, Dockerfile: IMAGE })).toEqual({ says: [], isAbsenceKnown: false });
});

test('units of what serves no API, for tests and of images without a command are nobody’s', async () => {
  const files = {
    'orders/Dockerfile.test': IMAGE,
    'users/Dockerfile': 'FROM scratch\n',
    'test/k8s.yaml': workload('orders'),
    'web/main.tf': 'resource "aws_cloudfront_distribution" "web" {\n}\n',
  };
  // A distribution deploys no program, so that the programs may be deployed elsewhere.
  expect(await deployment(TWO, files)).toEqual({ says: [], isAbsenceKnown: false });
});

test('a tree without any is no place where one could be missing', async () => {
  expect(await deployment(ORDERS, { 'README.md': '# Orders\n' })).toEqual({ says: [], isAbsenceKnown: false });
});
