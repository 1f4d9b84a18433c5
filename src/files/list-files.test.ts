import { expect, test } from 'vitest';
import { memoryTree } from '../../tests/support/memory-tree.ts';
import { listFiles } from './list-files.ts';

type Files = Readonly<Record<string, string>>;

function rolesOf(files: Files): Readonly<Record<string, string>> {
  return Object.fromEntries(listFiles(memoryTree(files)).files.map(file => [file.path, file.role]));
}

function componentsOf(files: Files): readonly string[] {
  return listFiles(memoryTree(files)).components.map(({ id, name, manifests, languages }) =>
    [id, name, manifests.join('+'), languages.join('+')].join(' | '),
  );
}

const MINIFIED = `!function(){${'var a=1;'.repeat(5_000)}}();\n`;
const WRITTEN = 'const answer = 42; // what it is\n'.repeat(2_000);

test('files come sorted, with role, size and the deepest component around them', () => {
  const listing = listFiles(
    memoryTree({
      'src/a.ts': 'a',
      'services/cart/package.json': '{"name":"@shop/cart","main":"b.ts"}',
      'services/cart/b.ts': 'bb',
      'package-lock.json': '{}',
    }),
  );
  expect(listing.files).toEqual([
    { path: 'package-lock.json', role: 'generated', size: 2, component: '.' },
    { path: 'services/cart/b.ts', role: 'product', size: 2, component: 'services/cart' },
    { path: 'services/cart/package.json', role: 'product', size: 35, component: 'services/cart' },
    { path: 'src/a.ts', role: 'product', size: 1, component: '.' },
  ]);
  expect(listing.excluded).toEqual({ 'lock-file': 1 });
  expect(listing.diagnostics).toEqual([]);
});

test('an empty tree has the root component and says that there was nothing', () => {
  const listing = listFiles(memoryTree({}));
  expect(listing.components).toEqual([
    { id: '.', path: '.', name: 'shop', manifests: [], languages: [], dependencies: [], developmentDependencies: [] },
  ]);
  expect(listing.diagnostics.map(diagnostic => diagnostic.code)).toEqual(['no-files']);
});

test('a large script is minified when its lines are, and written by hand when they are not', () => {
  expect(
    rolesOf({
      'public/a.js': MINIFIED,
      'public/b.js': WRITTEN,
      'public/small.js': MINIFIED.slice(0, 1_000),
      'public/c.js': `${WRITTEN}function __webpack_require__(id) {}\n`,
    }),
  ).toEqual({
    'public/a.js': 'generated',
    'public/b.js': 'product',
    'public/c.js': 'product',
    'public/small.js': 'product',
  });
  expect(rolesOf({ 'public/c.js': `function __webpack_require__(id) {}\n${WRITTEN}` })).toEqual({
    'public/c.js': 'generated',
  });
});

test('scripts that only their content calls minified are named, since content can mislead; those that say so by name are counted', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const listing = listFiles(
    memoryTree({ 'public/x.min.js': MINIFIED, ...Object.fromEntries(names.map(name => [`src/${name}.js`, MINIFIED])) }),
  );
  expect([
    listing.excluded,
    listing.diagnostics.map(({ code, at, message }) => `${at.file} ${code}: ${message}`),
  ]).toEqual([
    { minified: 1, 'minified-content': 7 },
    [
      'src/a.js minified-content: left out as minified or bundled, judged by what stands in them: src/a.js, src/b.js, src/c.js, src/d.js, src/e.js and 2 more',
    ],
  ]);
});

test.each([
  ['a source map', { 'dist/app.js': 'run();\n//# sourceMappingURL=app.js.map\n' }, 'generated'],
  [
    'compiled modules',
    { 'dist/app.js': '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n' },
    'generated',
  ],
  ['a twin in src', { 'dist/app.js': 'run();\n', 'src/app.ts': 'run();\n' }, 'generated'],
  ['a minified neighbour', { 'build/app.js': 'run();\n', 'build/z.js': MINIFIED }, 'generated'],
  ['hand-written scripts', { 'build/app.js': 'run();\n', 'src/other.ts': '' }, 'product'],
])('a folder of build output is told by %s', (_, files: Files, expected) => {
  const first = Object.keys(files)[0] ?? '';
  expect(rolesOf(files)[first]).toBe(expected);
});

test('spec folders hold tests when a test is in them, else descriptions', () => {
  expect(
    rolesOf({
      'spec/models/order_spec.rb': '',
      'spec/support/app.rb': '',
      'api/spec/openapi.yaml': '',
      'api/spec/load.ts': '',
    }),
  ).toEqual({
    'spec/models/order_spec.rb': 'test',
    'spec/support/app.rb': 'test',
    'api/spec/openapi.yaml': 'product',
    'api/spec/load.ts': 'product',
  });
});

test('linguist attributes overrule paths, later lines and deeper files win', () => {
  const roles = rolesOf({
    '.gitattributes':
      '*.gen.ts linguist-generated\nvendor/ours/** -linguist-vendored\n/legacy/* linguist-vendored=true\nmanual/** linguist-documentation\n# x linguist-vendored\n',
    'api/.gitattributes': '*.gen.ts linguist-generated=false\n',
    'src/a.gen.ts': '',
    'api/a.gen.ts': '',
    'vendor/ours/a.go': '',
    'vendor/theirs/a.go': '',
    'legacy/a.js': '',
    'legacy/deep/a.js': '',
    'manual/a.yaml': '',
  });
  expect(roles).toEqual({
    '.gitattributes': 'product',
    'api/.gitattributes': 'product',
    'src/a.gen.ts': 'generated',
    'api/a.gen.ts': 'product',
    'vendor/ours/a.go': 'product',
    'vendor/theirs/a.go': 'vendored',
    'legacy/a.js': 'vendored',
    'legacy/deep/a.js': 'product',
    'manual/a.yaml': 'documentation',
  });
});

test('an attribute pattern that could take exponential time is not used', () => {
  const started = performance.now();
  rolesOf({ '.gitattributes': `${'*a'.repeat(40)}b linguist-generated\n`, [`${'a'.repeat(200)}.ts`]: '' });
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a link counts only when it says more than its target: product link to documentation', () => {
  const tree = memoryTree(
    { 'docs/openapi.yaml': 'x', 'src/a.ts': 'y', 'test/t.ts': 'z' },
    { 'openapi.yaml': 'docs/openapi.yaml', 'src/b.ts': 'src/a.ts', 'test/u.ts': 'test/t.ts', out: undefined },
  );
  const listing = listFiles(tree);
  expect(listing.files.map(file => `${file.path} ${file.role}`)).toEqual([
    'docs/openapi.yaml documentation',
    'openapi.yaml product',
    'src/a.ts product',
    'test/t.ts test',
  ]);
  expect(listing.excluded).toEqual({ 'symbolic-link': 3 });
});

test('every usual manifest makes a component where programs are, under the name it gives', () => {
  expect(
    componentsOf({
      'a/package.json': '{ "name": "@shop/a", "scripts": { "start": "node ." }, } // trailing',
      'a/index.js': '',
      'b/go.mod': 'module github.com/acme/b/v2\n',
      'b/main.go': '',
      'c/pom.xml': '<project><parent><artifactId>parent</artifactId></parent><artifactId>c-api</artifactId></project>',
      'c/src/main/java/A.java': '',
      'd/build.gradle.kts': '',
      'd/src/main/kotlin/A.kt': '',
      'e/Shop.Api.csproj': '<Project/>',
      'e/Program.cs': '',
      'f/Cargo.toml': '[package]\nname = "f-api"\n',
      'f/src/main.rs': '',
      'g/pyproject.toml': '[project]\nname = "g-api"\n',
      'g/app.py': '',
      'h/requirements.txt': 'flask\n',
      'h/app.py': '',
      'i/Gemfile': "gem 'rails'\n",
      'i/config.rb': '',
      'j/composer.json': '{"name":"acme/j"}',
      'j/index.php': '',
      'k/mix.exs': 'app: :k_api',
      'k/lib/k.ex': '',
      'l/Dockerfile': 'FROM php',
      'l/index.php': '',
      'm/serverless.yml': 'service: m-api\n',
      'n/Chart.yaml': 'name: n-chart\n',
      'o/template.yaml': 'Transform: AWS::Serverless-2016-10-31\n',
    }),
  ).toEqual([
    '. | shop |  | ',
    'a | @shop/a | package.json | javascript',
    'b | b | go.mod | go',
    'c | c-api | pom.xml | java',
    'd | d | build.gradle.kts | kotlin',
    'e | Shop.Api | Shop.Api.csproj | c-sharp',
    'f | f-api | Cargo.toml | rust',
    'g | g-api | pyproject.toml | python',
    'h | h | requirements.txt | python',
    'i | i | Gemfile | ruby',
    'j | acme/j | composer.json | php',
    'k | k_api | mix.exs | elixir',
    'l | l | Dockerfile | php',
    'm | m-api | serverless.yml | ',
    'n | n-chart | Chart.yaml | ',
    'o | o | template.yaml | ',
  ]);
});

test('folders that only gather, configure, test or show are no components', () => {
  expect(
    componentsOf({
      'package.json': '{"workspaces":["packages/*"]}',
      'mono/package.json': '{"workspaces":["a"],"scripts":{"build":"x"}}',
      'mono/eslint.config.js': '',
      'mono/a/package.json': '{"main":"i.js"}',
      'mono/a/i.js': '',
      'docker/Dockerfile': 'FROM node',
      'tsconfig/package.json': '{"name":"tsconfig","main":"base.json"}',
      'tsconfig/base.json': '{}',
      'esm/package.json': '{"type":"module"}',
      'esm/a.js': '',
      'examples/basic/package.json': '{"main":"i.js"}',
      'examples/basic/i.js': '',
      'test/app/package.json': '{"main":"i.js"}',
      'test/app/i.js': '',
      'template.yaml': 'name: x\n',
    }),
  ).toEqual(['. | shop |  | javascript', 'mono/a | a | package.json | javascript']);
});

test('dependencies are the names that manifests declare', () => {
  const { components } = listFiles(
    memoryTree({
      'package.json':
        '{"dependencies":{"express":"4","axios":"1"},"peerDependencies":{"react":"*"},"devDependencies":{"jest":"29"}}',
      'app.js': '',
      'go/go.mod':
        'module x\n\nrequire github.com/gin-gonic/gin v1.9.0\n\nrequire (\n\tgithub.com/lib/pq v1.10.0 // indirect\n)\n',
      'go/main.go': '',
      'py/requirements.txt': '# comment\nFlask==2.0\nrequests>=2 ; python_version > "3"\n-r other.txt\n',
      'py/app.py': '',
      'java/pom.xml':
        '<dependencies><dependency>\n<groupId>org.springframework</groupId>\n<artifactId>spring-web</artifactId></dependency></dependencies>',
      'java/src/main/java/A.java': '',
    }),
  );
  expect(
    components.map(component => [component.id, component.dependencies, component.developmentDependencies]),
  ).toEqual([
    ['.', ['axios', 'express', 'react'], ['jest']],
    ['go', ['github.com/gin-gonic/gin', 'github.com/lib/pq'], []],
    ['java', ['org.springframework:spring-web'], []],
    ['py', ['flask', 'requests'], []],
  ]);
});

test('a broken manifest still makes a component, and is named', () => {
  const listing = listFiles(
    memoryTree({
      'a/package.json': '{"name": ',
      'a/i.js': '',
      'b/package.json': `${'['.repeat(5_000)}`,
      'b/i.js': '',
      'c/package.json': '[]',
      'c/i.js': '',
    }),
  );
  expect(listing.components.map(component => component.id)).toEqual(['.', 'a', 'b', 'c']);
  expect(listing.diagnostics.map(diagnostic => `${diagnostic.code} ${diagnostic.at.file}`)).toEqual([
    'unreadable-manifest a/package.json',
    'unreadable-manifest b/package.json',
    'unreadable-manifest c/package.json',
  ]);
});
