import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';

export const jvmRuntimes = defineDetector({
  id: 'jvm-runtimes',
  title: 'Security extensions in build files of the JVM',
  kind: 'framework',
  docs: 'https://quarkus.io/guides/security-overview',
  reads: 'text',
  files: ['**/pom.xml', '**/build.gradle', '**/build.gradle.kts'],
  words: ['quarkus-', 'micronaut-security', 'micronaut.security', 'helidon-microprofile-'],
  emits: ['access-annotations', 'access-list'],
  limits: ['A dependency that a parent, a catalogue of versions or a plugin brings along is not seen.'],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const text = withoutComments(file);
    return [
      ...enforced(file, QUARKUS.exec(text), 'jax-rs'),
      ...enforced(file, HELIDON.exec(text), 'jax-rs'),
      ...enforced(file, MICRONAUT.exec(text), 'micronaut'),
      ...refusing(file, MICRONAUT.exec(text)),
    ];
  },
});

/** Extensions that bring the interceptors of access annotations. Source: Quarkus, Security overview. */
const QUARKUS =
  /\bquarkus-(?:security(?:-jpa(?:-reactive)?|-jdbc|-ldap|-webauthn|-properties-file)?|oidc|smallrye-jwt|elytron-security(?:-[a-z0-9-]+)?|keycloak-authorization|spring-security)(?![\w-])/;
/** Source: Helidon MP, Security. */
const HELIDON = /\bhelidon-microprofile-(?:security|jwt-auth|oidc)(?![\w-])/;
/** Source: Micronaut Security, Installation. */
const MICRONAUT = /\bmicronaut-security(?:-(?:jwt|session|oauth2|ldap|x509))?(?![\w-])/;

function enforced(file: TextFile, found: RegExpExecArray | null, framework: string): readonly ProgramFact[] {
  if (!found) return [];
  const at = file.locate(found.index, found.index + found[0].length);
  const site = { kind: 'text', at, value: found[0] } as const;
  return [{ kind: 'access-annotations', at, framework, site, isEnforced: true }];
}

/** Where security is on, Micronaut refuses what no rule speaks of. Source: Micronaut Security, Security Rules. */
function refusing(file: TextFile, found: RegExpExecArray | null): readonly ProgramFact[] {
  if (!found) return [];
  const at = file.locate(found.index, found.index + found[0].length);
  const site = { kind: 'text', at, value: found[0] } as const;
  return [
    { kind: 'access-list', at, framework: 'micronaut', site, list: `micronaut ${file.path}`, otherwise: 'denied' },
  ];
}

/** Comments, and what only says versions, as blanks of the same length, so that places stay. */
function withoutComments({ text, path }: TextFile): string {
  const comments = path.endsWith('.xml')
    ? /<!--[^]*?(?:-->|$)|<dependencyManagement>[^]*?(?:<\/dependencyManagement>|$)/g
    : /(?<=^|\s)\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g;
  return text.replace(comments, comment => ' '.repeat(comment.length));
}
