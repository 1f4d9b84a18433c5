import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { serverless } from './serverless.ts';

test('functions of a serverless.yml are serverless units', () =>
  checkFacts(
    serverless,
    'serverless.yml',
    'service: shop\nprovider: { name: aws }\nfunctions:\n  orders: { handler: src/orders.handler }\n',
    ['4:3 artefact | artefact service-exposure; what serverless; name orders'],
  ));

test('functions of a SAM template are serverless units, other resources are not', () =>
  checkFacts(
    serverless,
    'template.yaml',
    'Resources:\n  Fn:\n    Type: AWS::Serverless::Function\n  Table:\n    Type: AWS::DynamoDB::Table\n',
    ['3:11 artefact | artefact service-exposure; what serverless; name Fn'],
  ));

test('a key called functions in any other file says nothing', () =>
  checkFacts(serverless, 'config.yml', 'functions:\n  a: 1\n', []));
