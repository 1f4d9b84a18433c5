import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { protobuf } from './protobuf.ts';

const common = (id: string, at: string): string =>
  `operationId ${id}; security {"status":"unstated","schemes":[],"scopes":[],"at":"${at}"}; requestConstrained no; responseConstrained no; splitsReadAndWrite false; errorResponses []; sensitiveFields []`;

test('every method is an operation of gRPC, and each of its bindings one of HTTP', () =>
  checkFacts(
    protobuf,
    'shop.proto',
    `syntax = "proto3";
package shop.v1;
service Orders {
  rpc Get(A) returns (B) {
    option (google.api.http) = {
      get: "/v1/{name=shelves/*}/{rest=**}"
      additional_bindings { post: "/v1/orders:get" body: "*" }
      additional_bindings { custom: { kind: "LINK" path: "/v1/x" } }
    };
  }
  rpc Put(A) returns (B);
}
`,
    [
      '3:9 description | format protobuf; formatVersion proto3; title shop.v1; version v1; basePaths [""]; servers []; schemes []; valid unknown; invalidBecause imports are not followed',
      '3:9 service shop.v1.Orders | Get, Put',
      `4:7 description-operation | document shop.proto; ${common('shop.v1.Orders.Get', '4:7')}; protocol grpc; method RPC; path /shop.v1.Orders/Get; parameters []`,
      `6:12 description-operation | document shop.proto; ${common('shop.v1.Orders.Get', '4:7')}; protocol http; method GET; path /v1/shelves/{name}/{*rest}; parameters [{"name":"name","in":"path"},{"name":"rest","in":"path"}]`,
      `7:35 description-operation | document shop.proto; ${common('shop.v1.Orders.Get', '4:7')}; protocol http; method POST; path /v1/orders:get; parameters []`,
      `11:7 description-operation | document shop.proto; ${common('shop.v1.Orders.Put', '11:7')}; protocol grpc; method RPC; path /shop.v1.Orders/Put; parameters []`,
    ],
  ));

test('messages alone describe no service', () =>
  checkFacts(protobuf, 'a.proto', 'syntax = "proto3"; message service { }', []));
