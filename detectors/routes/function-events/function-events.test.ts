import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { functionEvents } from './function-events.ts';

test('HTTP events of the Serverless Framework, with what the gateway asks first', () =>
  checkFacts(
    functionEvents,
    'serverless.yml',
    `provider: { name: aws }
functions:
  users:
    handler: src/users.list
    events:
      - http: GET users
      - http: { path: 'users/{id}', method: delete, private: true }
      - httpApi: { path: '/files/{proxy+}', method: get, authorizer: { name: pool, type: jwt } }
      - http: { path: '\${self:custom.base}/x', method: any }
      - sqs: arn
`,
    [
      '6:15 route GET /users | chain load ./src/users.list',
      '7:9 route DELETE /users/{id} | chain load ./src/users.list; guards true',
      '7:62 guard-kind required api-key',
      '8:9 route GET /files/{*proxy} | chain load ./src/users.list; guards authorizer',
      '8:58 guard-kind required jwt',
      '9:9 route ANY /{?}/x | chain load ./src/users.list',
    ],
  ));

test('events of SAM functions, and the authorizer of all that does not leave it', () =>
  checkFacts(
    functionEvents,
    'template.yaml',
    `Globals:
  Api: { Auth: { DefaultAuthorizer: Pool } }
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: users/
      Handler: app.handler
      Events:
        Get: { Type: Api, Properties: { Path: '/users', Method: get } }
        Open: { Type: Api, Properties: { Path: '/open', Method: get, Auth: { Authorizer: NONE } } }
        Queue: { Type: SQS, Properties: { Queue: q } }
`,
    [
      '10:47 route GET /users | chain load ./users/app.handler; guards Pool',
      '11:48 route GET /open | chain load ./users/app.handler',
      '2:37 guard-kind required custom',
    ],
  ));

test('functions of another file are none', () =>
  checkFacts(functionEvents, 'config.yml', 'functions:\n  a: { events: [{ http: GET /x }] }\n', []));
