import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { jvmRuntimes } from './jvm-runtimes.ts';

test('extensions that bring security, not those that are clients, commented out or only given a version', () =>
  checkFacts(
    jvmRuntimes,
    'pom.xml',
    `<project>
<dependencyManagement><artifactId>quarkus-oidc</artifactId></dependencyManagement>
<!-- <artifactId>quarkus-oidc</artifactId> -->
<dependency><artifactId>quarkus-oidc-client</artifactId></dependency>
<dependency><artifactId>quarkus-smallrye-jwt</artifactId></dependency>
</project>`,
    ['5:25 access-annotations enforced'],
  ));

test('Micronaut refuses what nothing speaks of once security is there', () =>
  checkFacts(
    jvmRuntimes,
    'build.gradle',
    `dependencies {
  // implementation("io.micronaut.security:micronaut-security")
  implementation("io.micronaut.security:micronaut-security-jwt")
}`,
    ['3:41 access-annotations enforced', '3:41 access-list denied'],
  ));
