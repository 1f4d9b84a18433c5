import { expect, test } from 'vitest';
import { factsIn } from '../../../tests/support/facts-in.ts';
import { manifestDependencies } from './manifest-dependencies.ts';

/** `line:column ecosystem name version`, and `dev` where it is for development. */
async function listed(path: string, text: string): Promise<readonly string[]> {
  return (await factsIn([manifestDependencies], { [path]: text })).flatMap(fact =>
    fact.kind === 'artefact' && fact.artefact === 'dependency'
      ? [
          `${fact.at.line}:${fact.at.column} ${fact.ecosystem} ${fact.name} ${fact.version}${fact.isDevelopment ? ' dev' : ''}`,
        ]
      : [],
  );
}

test('modules of Go, without those that only others need', async () =>
  expect(
    await listed(
      'go.mod',
      'module acme.com/shop\n\ngo 1.24\n\nrequire github.com/gin-gonic/gin v1.10.0\n\nrequire (\n\tgithub.com/getkin/kin-openapi v0.128.0\n\tgolang.org/x/net v0.30.0 // indirect\n)\n',
    ),
  ).toEqual(['5:9 go github.com/gin-gonic/gin v1.10.0', '8:2 go github.com/getkin/kin-openapi v0.128.0']));

test('requirements of Python, by their plain name', async () =>
  expect(
    await listed(
      'requirements.txt',
      '# web\nDjango==5.2.1\ndjangorestframework\nuvicorn[standard]>=0.30  # server\n-r base.txt\n',
    ),
  ).toEqual(['2:1 pypi django ==5.2.1', '3:1 pypi djangorestframework ', '4:1 pypi uvicorn >=0.30']));

test('a project of Python, and one of Poetry', async () => {
  expect(
    await listed(
      'pyproject.toml',
      '[project]\nname = "shop"\ndependencies = [\n  "Django>=5.2,<5.3",\n  "httpx",\n]\n\n[project.optional-dependencies]\ndev = ["pytest"]\n',
    ),
  ).toEqual(['4:4 pypi django >=5.2,<5.3', '5:4 pypi httpx ']);
  expect(
    await listed(
      'pyproject.toml',
      '[tool.poetry.dependencies]\npython = "^3.12"\ndjango = { version = "~5.2.0", extras = ["argon2"] }\n\n[tool.poetry.group.dev.dependencies]\npytest = "^8"\n',
    ),
  ).toEqual(['2:1 pypi python ^3.12', '3:1 pypi django ~5.2.0', '6:1 pypi pytest ^8 dev']);
});

test('gems, with a version where one is written', async () =>
  expect(
    await listed('Gemfile', "source 'https://rubygems.org'\ngem 'rails', '~> 8.0.1'\ngem \"pg\"\n# gem 'puma'\n"),
  ).toEqual(['2:6 rubygems rails ~> 8.0.1', '3:6 rubygems pg ']));

test('Maven and Gradle', async () => {
  expect(
    await listed(
      'pom.xml',
      '<project>\n <parent>\n  <groupId>org.springframework.boot</groupId>\n  <artifactId>spring-boot-starter-parent</artifactId>\n  <version>3.5.3</version>\n </parent>\n</project>\n',
    ),
  ).toEqual(['4:15 maven org.springframework.boot:spring-boot-starter-parent 3.5.3']);
  expect(
    await listed(
      'build.gradle.kts',
      'plugins {\n  id("org.springframework.boot") version "3.4.1"\n}\ndependencies {\n  implementation("io.ktor:ktor-server-core:3.1.0")\n}\n',
    ),
  ).toEqual(['2:7 maven org.springframework.boot 3.4.1', '5:27 maven io.ktor:ktor-server-core 3.1.0']);
});

test('projects of .NET, with the framework that they are built for', async () =>
  expect(
    await listed(
      'Shop.csproj',
      '<Project>\n  <TargetFramework>net9.0</TargetFramework>\n  <PackageReference Include="Carter" Version="8.2.1" />\n</Project>\n',
    ),
  ).toEqual(['2:4 nuget TargetFramework 9.0', '3:30 nuget Carter 8.2.1']));
