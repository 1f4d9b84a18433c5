import { expect, test } from 'vitest';
import { classifyPath } from './path-role.ts';

/** `spec/` holds tests only in the tree of these paths; the table says so by the folder `spec-tests`' absence. */
function roleOf(path: string, specFolders: readonly string[] = []): string {
  const found = classifyPath(path, { holdsSpecs: folder => specFolders.includes(folder) });
  return found.role === 'product' ? 'product' : `${found.role} ${found.rule}`;
}

test.each([
  // Product, although a word of the rules stands in it.
  ['src/app.ts', 'product'],
  ['src/latest/contest.ts', 'product'],
  ['src/testimonials/list.ts', 'product'],
  ['src/speed-tests-service/index.ts', 'product'],
  ['src/inspections/spec.ts', 'product'],
  ['src/vendor/vendor.controller.ts', 'product'],
  ['app/routes/vendor/index.js', 'product'],
  ['services/docs/src/app.ts', 'product'],
  ['services/vendor/main.go', 'product'],
  ['cmd/demo/main.go', 'product'],
  ['src/main/java/com/example/demo/DemoApplication.java', 'product'],
  ['src/main/java/com/acme/test/SpeedTest.java', 'product'],
  ['src/main/resources/static/docs/openapi.yaml', 'product'],
  ['src/com/example/demo/Api.java', 'product'],
  ['app/api/docs/route.ts', 'product'],
  ['apps/web/src/app/api/test/[id]/route.ts', 'product'],
  ['pages/api/examples/[id].ts', 'product'],
  ['src/routes/demo/+server.ts', 'product'],
  ['templates/ingress.yaml', 'product'],
  ['charts/shop/templates/ingress.yaml', 'product'],
  ['openapi/orders.spec.yaml', 'product'],
  ['spec/openapi.yaml', 'product'],
  ['specs/orders/routes.ts', 'product'],
  ['mock-server/index.js', 'product'],
  ['SECURITY.md', 'product'],
  ['.github/workflows/test.yml', 'product'],
  ['src/contest.go', 'product'],
  ['src/test.ts', 'product'],
  // Tests.
  ['test/app.ts', 'test test-folder'],
  ['src/tests/helpers/app.ts', 'test test-folder'],
  ['src/__tests__/app.ts', 'test test-folder'],
  ['app/api/__tests__/route.ts', 'test test-folder'],
  ['e2e/shop.ts', 'test test-folder'],
  ['apps/shop-e2e/src/app.ts', 'test test-folder'],
  ['cypress/support/index.ts', 'test test-folder'],
  ['Shop.Api.Tests/OrdersFixture.cs', 'test test-folder'],
  ['test/Shop.FunctionalTests/Base.cs', 'test test-folder'],
  ['api-tests/run.js', 'test test-folder'],
  ['src/test/java/com/acme/Helper.java', 'test test-folder'],
  ['src/integrationTest/kotlin/com/acme/Helper.kt', 'test test-folder'],
  ['fixtures/openapi.yaml', 'test test-folder'],
  ['src/mocks/handlers.ts', 'test test-folder'],
  ['internal/testdata/kong.yaml', 'test test-folder'],
  ['spec/requests/orders.rb', 'test test-folder', ['spec/']],
  ['src/orders.test.ts', 'test test-file'],
  ['src/orders.spec.js', 'test test-file'],
  ['src/orders.e2e-spec.ts', 'test test-file'],
  ['src/shop.cy.ts', 'test test-file'],
  ['internal/orders_test.go', 'test test-file'],
  ['shop/test_orders.py', 'test test-file'],
  ['shop/tests.py', 'test test-file'],
  ['shop/conftest.py', 'test test-file'],
  ['java/OrdersTest.java', 'test test-file'],
  ['java/OrdersIT.java', 'test test-file'],
  ['lib/orders_spec.rb', 'test test-file'],
  ['Orders/OrdersTests.cs', 'test test-file'],
  ['app/OrdersTest.php', 'test test-file'],
  ['jest.config.ts', 'test test-file'],
  ['features/login.feature', 'test test-file'],
  // Examples and templates.
  ['examples/basic/app.ts', 'example example-folder'],
  ['packages/core/demo/app.ts', 'example example-folder'],
  ['samples/test/app.ts', 'example example-folder'],
  ['.hygen/route/new/route.ts', 'example template-folder'],
  ['{{cookiecutter.slug}}/app.py', 'example template-folder'],
  ['generators/route.ejs.t', 'example template-file'],
  ['docs/archive/openapi.yaml', 'example archived-documentation'],
  // Documentation.
  ['docs/openapi.yaml', 'documentation documentation-folder'],
  ['docs/examples/a.yaml', 'documentation documentation-folder'],
  ['apps/docs/src/index.ts', 'documentation documentation-folder'],
  // Vendored, wherever it stands.
  ['node_modules/express/index.js', 'vendored vendored-folder'],
  ['test/node_modules/x/index.js', 'vendored vendored-folder'],
  ['vendor/github.com/gin-gonic/gin/gin.go', 'vendored vendored-folder'],
  ['services/community/vendor/x/y.go', 'vendored vendored-folder'],
  ['src/assets/vendor/jquery.js', 'vendored vendored-folder'],
  ['third_party/proto/http.proto', 'vendored vendored-folder'],
  // Generated.
  ['public/app.min.js', 'generated minified'],
  ['public/app.js.map', 'generated minified'],
  ['public/main-bundle.js', 'generated minified'],
  ['gen/orders.pb.go', 'generated generated-file'],
  ['shop/orders_pb2_grpc.py', 'generated generated-file'],
  ['src/generated/client.ts', 'generated generated-folder'],
  ['package-lock.json', 'generated lock-file'],
] as const)('%s is %s', (path, expected, specFolders: readonly string[] = []) => {
  expect(roleOf(path, specFolders)).toBe(expected);
});

test('the longest paths that trees have are judged in no time', () => {
  const started = performance.now();
  for (const part of ['a-', 'test.', 'tests/', '-e2e', '.Tests', 'spec/']) {
    for (let run = 0; run < 20; run += 1) roleOf(`${part.repeat(4_000 / part.length)}x.ts`);
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
