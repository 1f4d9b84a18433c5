import type { RouterRules } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';

/** Paths are matched by how well they fit, not in order; what is put on a route holds for all of it. Source: Ktor, Routing. */
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

/** Packages of the functions that build routes: Ktor 2 and 3, Ktor 1, type-safe routes, and the OpenAPI plugin of smiley4. */
export const ROUTING: readonly string[] = [
  'io.ktor.server.routing',
  'io.ktor.server.resources',
  'io.ktor.server.locations',
  'io.ktor.server.websocket',
  'io.ktor.server.sse',
  'io.ktor.server.auth',
  'io.ktor.server.plugins.ratelimit',
  'io.ktor.server.application',
  'io.ktor.routing',
  'io.ktor.locations',
  'io.ktor.websocket',
  'io.ktor.auth',
  'io.ktor.application',
  'io.github.smiley4.ktoropenapi',
  'io.github.smiley4.ktoropenapi.resources',
  'io.github.smiley4.ktorswaggerui.dsl',
  'io.github.smiley4.ktorswaggerui.dsl.routing',
  'io.github.smiley4.ktorswaggerui.dsl.routing.resources',
  'io.github.smiley4.ktorswaggerui.dsl.routes',
];

export const AUTHENTICATION: readonly string[] = [
  'io.ktor.server.auth',
  'io.ktor.server.auth.jwt',
  'io.ktor.server.auth.apikey',
  'io.ktor.auth',
  'io.ktor.auth.jwt',
  'dev.forst.ktor.apikey',
];

/** Whether a file imports one of these packages, as a whole or in part. */
export function imports(file: ProgramFile, packages: readonly string[]): boolean {
  return file.module.imports.some(({ module }) => module.split(',').some(one => packages.includes(one)));
}
