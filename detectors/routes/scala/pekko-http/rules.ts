import type { RouterRules } from '../../../../src/core/facts/program.ts';

export const FRAMEWORK = 'pekko-http';
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
/** Pekko HTTP is Akka HTTP under another name. */
export const PACKAGES: readonly string[] = ['akka.http.scaladsl', 'org.apache.pekko.http.scaladsl', 'spray.routing'];
