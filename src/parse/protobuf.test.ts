import { expect, test } from 'vitest';
import { placeOf, type Location } from '../core/location.ts';
import { protobufFile } from './protobuf.ts';

const at = (place: Location): string => `${place.line}:${place.column}-${place.endColumn}`;

/** Services in words: `Orders 4:9-15 { Get 5:7-10 GET /v1/{id} 6:41-49 }`. */
function said(text: string, path = 'api/orders.proto'): string {
  const parsed = protobufFile(path, 'product', text);
  if (parsed.kind === 'failed')
    return `${placeOf(parsed.diagnostic.at)} ${parsed.diagnostic.code}: ${parsed.diagnostic.message}`;
  if (parsed.kind === 'not-applicable') return parsed.kind;
  const { package: name, syntax, services } = parsed.file;
  const methods = services.flatMap(service =>
    service.methods.map(
      method =>
        `${service.name} ${at(service.at)} ${method.name} ${at(method.at)}${method.deprecated ? ' deprecated' : ''}${method.http.map(each => ` ${each.method} ${each.path} (${each.body}) ${at(each.at)}`).join('')}`,
    ),
  );
  return [`${name} ${syntax}`, ...methods].join('\n');
}

test.each([
  [
    'bindings, additional ones and custom kinds',
    `syntax = "proto3";
package shop.v1;
import "google/api/annotations.proto";
message Order { string service = 1; oneof x { int32 rpc = 2; } }
service Orders {
  option (google.api.default_host) = "shop.example.com";
  // rpc Commented(A) returns (B);
  rpc Get(GetRequest) returns (stream Order) {
    option (google.api.http) = {
      get: "/v1/{name=orders/*}"
      additional_bindings { post: "/v1/orders:" "get" body: "*" }
      additional_bindings: [{ custom: { kind: "head" path: "/v1/o" } }]
    };
    option deprecated = true;
  }
  rpc Delete (stream shop.v1.Order) returns (.google.protobuf.Empty) { option (google.api.http).delete = '/v1/o'; };
  rpc Plain(A) returns (B);
}
`,
    `shop.v1 proto3
Orders 5:9-15 Get 8:7-10 deprecated GET /v1/{name=orders/*} () 10:12-33 POST /v1/orders:get (*) 11:35-54 HEAD /v1/o () 12:60-67
Orders 5:9-15 Delete 16:7-13 DELETE /v1/o () 16:106-113
Orders 5:9-15 Plain 17:7-12`,
  ],
  [
    'editions, nested options of others, and a deprecated service',
    `edition = "2023";
package a;
option features.field_presence = IMPLICIT;
message M { string s = 1 [(buf.validate.field).string = { min_len: 1, in: ["}", "{"] }]; map<string, int32> m = 2; }
service S {
  option deprecated = true;
  rpc A(M) returns (M) { option (acl.rule) = { allow: <role: "x"> [ext.name]: -1 }; option idempotency_level = NO_SIDE_EFFECTS; }
}`,
    'a edition 2023\nS 5:9-10 A 7:7-8 deprecated',
  ],
  ['a file without services', 'message A { optional string b = 1; }', ' proto2'],
  [
    'copied definitions, by package',
    'syntax = "proto3"; package google.api; service X { rpc Y(A) returns (B); }',
    'not-applicable',
  ],
  [
    'standard services of gRPC',
    'syntax = "proto3"; package grpc.health.v1; service Health { rpc Check(A) returns (B); }',
    'not-applicable',
  ],
  [
    'a file that ends too early, by line',
    'syntax = "proto3";\nservice A {\n  rpc B(C) returns',
    'api/orders.proto:3 unreadable-protobuf: the file ends inside a definition; the file was left out',
  ],
  [
    'a stray brace',
    'message A {}\n}',
    'api/orders.proto:2 unreadable-protobuf: a closing brace without its opening one; the file was left out',
  ],
  [
    'options nested without end',
    `service A { rpc B(C) returns (D) { option (x) = ${'{a:'.repeat(10_000)}`,
    'api/orders.proto:1 unreadable-protobuf: options nested more than 50 levels deep; the file was left out',
  ],
])('%s', (_, text, expected) => {
  expect(said(text)).toBe(expected);
});

test('copied definitions are told by their path too', () => {
  expect(said('package x; service Y {}', 'third/google/rpc/x.proto')).toBe('not-applicable');
});

test('fields of messages, by their names, and what each method takes', () => {
  const parsed = protobufFile(
    'api/users.proto',
    'product',
    `syntax = "proto3";
message GetRequest {
  string user_id = 1 [(validate.rules).string = { min_len: 1 }];
  repeated string tags = 2;
  map<string, int32> counts = 3;
  oneof by { string name = 4; Inner inner = 5; }
  message Inner { string hidden = 1; }
  enum Kind { UNKNOWN = 0; }
  reserved 6, 7 to 9;
  option deprecated = true;
  string message = 10;
}
message Empty {}
service Users {
  rpc Get(stream GetRequest) returns (Empty);
  rpc Ping(.acme.v1.Empty) returns (Empty) {}
}
`,
  );
  const file = parsed.kind === 'parsed' ? parsed.file : undefined;
  expect([...(file?.messages ?? [])]).toEqual([
    ['GetRequest', ['user_id', 'tags', 'counts', 'name', 'inner', 'message']],
    ['Empty', []],
  ]);
  expect(file?.services.flatMap(({ methods }) => methods.map(({ input }) => input))).toEqual([
    'GetRequest',
    '.acme.v1.Empty',
  ]);
});
