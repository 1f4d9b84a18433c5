import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { springSecurityStarter } from './spring-security-starter.ts';

test('a dependency on the starter asks for a caller everywhere', () =>
  checkFacts(
    springSecurityStarter,
    'pom.xml',
    `<project>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies>
</project>
`,
    ['2:82 access-list required | fallback'],
  ));

test('versions, tests and comments are no dependency', () =>
  checkFacts(
    springSecurityStarter,
    'a/pom.xml',
    `<project>
<dependencyManagement><dependencies><dependency><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies></dependencyManagement>
<!-- <dependency><artifactId>spring-boot-starter-security</artifactId></dependency> -->
<dependencies><dependency><artifactId>spring-boot-starter-security</artifactId><scope>test</scope></dependency></dependencies>
</project>
`,
    [],
  ));

test('Gradle names it in a configuration', () =>
  checkFacts(
    springSecurityStarter,
    'build.gradle.kts',
    `dependencies {
    // implementation("org.springframework.boot:spring-boot-starter-security")
    testImplementation("org.springframework.boot:spring-boot-starter-security")
    implementation("org.springframework.boot:spring-boot-starter-oauth2-resource-server")
}
`,
    ['4:46 access-list required | fallback'],
  ));
