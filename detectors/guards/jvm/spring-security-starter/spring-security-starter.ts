import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';
import { FRAMEWORK } from '../../../routes/jvm/spring/mappings.ts';

/** The starters that bring along the automatic configuration. Source: Spring Boot, Security. */
const STARTER =
  /spring-boot-starter-(?:security-)?(?:security|oauth2-client|oauth2-resource-server|oauth2-authorization-server)\b(?!-test)/g;

export const springSecurityStarter = defineDetector({
  id: 'spring-security-starter',
  title: 'Spring Security by Spring Boot',
  kind: 'guard',
  docs: 'https://docs.spring.io/spring-boot/reference/web/spring-security.html',
  reads: 'text',
  files: ['**/pom.xml', '**/build.gradle', '**/build.gradle.kts'],
  words: ['spring-boot-starter-'],
  emits: ['access-list'],
  limits: ['A starter that a parent outside the tree or a plugin of the build adds is not seen.'],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const at = starterIn(file);
    return at === undefined
      ? []
      : [
          {
            kind: 'access-list',
            at: file.locate(at, at + 'spring-boot-starter-'.length),
            framework: FRAMEWORK,
            site: { kind: 'nothing', at: file.locate(at, at) },
            list: `starter ${file.path}`,
            otherwise: 'required',
            isFallback: true,
          },
        ];
  },
});

/** Where a build depends on a starter: not where it only manages versions, tests with it, or has it in a comment. */
function starterIn(file: TextFile): number | undefined {
  const isPom = file.path.endsWith('.xml');
  const text = (
    isPom
      ? [/<!--[^]*?-->/g, /<dependencyManagement>[^]*?<\/dependencyManagement>/g]
      : [/\/\*[^]*?\*\//g, /\/\/[^\n]*/g]
  ).reduce((rest, left) => rest.replace(left, found => ' '.repeat(found.length)), file.text);
  for (const match of text.matchAll(STARTER)) {
    const around = isPom
      ? text.slice(
          Math.max(0, text.lastIndexOf('<dependency>', match.index)),
          text.indexOf('</dependency>', match.index),
        )
      : text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    const isOther = isPom
      ? /<scope>\s*(?:test|provided)\s*</.test(around)
      : /\b(?:test|annotationProcessor|developmentOnly|compileOnly)/.test(around);
    if (!isOther) return match.index;
  }
  return undefined;
}
