import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { infrastructure } from './infrastructure.ts';

test('a resource is infrastructure as code; functions and clusters are told apart', () =>
  check(
    infrastructure,
    'main.tf',
    `
# resource "aws_instance" "commented" {
resource "aws_lambda_function" "orders" {
# <-------- artefact | artefact service-exposure; what serverless; name aws_lambda_function.orders
}
data "aws_ami" "x" {}
resource "aws_eks_cluster" "main" {
# <-------- artefact | artefact service-exposure; what orchestration; name aws_eks_cluster.main
}
resource "aws_s3_bucket" "logs" {
# <-------- artefact | artefact service-exposure; what infrastructure-as-code; name aws_s3_bucket.logs
}
`,
  ));
