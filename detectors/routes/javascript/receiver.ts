import type { Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import type { LocalValues } from './values.ts';

/** Packages whose exports make or are routers, by the id of the framework. */
export const FRAMEWORK_PACKAGES = {
  express: ['express', 'express-promise-router', 'express-serve-static-core', 'express-async-router'],
  fastify: ['fastify', 'fastify-plugin'],
  koa: ['koa', '@koa/router', 'koa-router', 'koa-mount', 'koa-compose', 'koa-route'],
  hono: ['hono', 'hono/tiny', 'hono/quick', 'hono/factory', '@hono/zod-openapi', '@hono/hono', '@hono/hono/factory'],
  restify: ['restify', 'restify-router'],
  hapi: ['@hapi/hapi', 'hapi'],
  elysia: ['elysia'],
  oak: ['oak', '@oak/oak', '@oakserver/oak', 'jsr:@oak/oak'],
} as const satisfies Record<string, readonly string[]>;

export type RoutedFramework = keyof typeof FRAMEWORK_PACKAGES;

/**
 * Packages whose objects have `get`, `post`, `use` … and are never routers: HTTP clients, test tools, stores, models.
 * The linker would drop them as well, because they evaluate to no router; here they cost nothing.
 */
const NOT_ROUTERS: ReadonlySet<string> = new Set([
  'axios',
  'got',
  'ky',
  'ky-universal',
  'needle',
  'node-fetch',
  'ofetch',
  'phin',
  'redaxios',
  'request',
  'request-promise',
  'request-promise-native',
  'superagent',
  'undici',
  'wretch',
  '@angular/common/http',
  'supertest',
  'chai',
  'chai-http',
  'frisby',
  'pactum',
  'light-my-request',
  'nock',
  'msw',
  'msw/node',
  'axios-mock-adapter',
  'fetch-mock',
  '@playwright/test',
  'playwright',
  'cypress',
  'jest',
  'vitest',
  'sinon',
  'lodash',
  'lodash/get',
  'underscore',
  'ramda',
  'ioredis',
  'redis',
  'memcached',
  'lru-cache',
  'node-cache',
  'keyv',
  'config',
  'nconf',
  'conf',
  'js-cookie',
  'react',
  'react-router',
  'react-router-dom',
  'vue',
  'vue-router',
  'vuex',
  'pinia',
  'i18next',
  'mongoose',
  'sequelize',
  'typeorm',
  'knex',
  'zod',
  'joi',
  'yup',
  'socket.io',
  'socket.io-client',
  'ws',
  'webpack',
  'rollup',
  'unified',
  'marked',
  'chance',
  'dayjs',
]);

/** Objects of the language and of browsers. */
const GLOBALS: ReadonlySet<string> = new Set([
  'Array',
  'Atomics',
  'Date',
  'FormData',
  'Headers',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'Reflect',
  'Set',
  'String',
  'Symbol',
  'URL',
  'URLSearchParams',
  'WeakMap',
  'WeakSet',
  'XMLHttpRequest',
  '$',
  'caches',
  'console',
  'cy',
  'document',
  'jQuery',
  'localStorage',
  'navigator',
  'process',
  'sessionStorage',
  'window',
]);

/** How far a chain of calls is followed to where it starts. */
const MOST_STEPS = 200;

/**
 * Whether a receiver may turn out to be a router of the framework, as far as its file alone tells.
 *
 * False only for what is known to be something else: a literal, a client, a store, a router of another framework.
 */
export function mayBeRouter(
  file: ProgramFile,
  receiver: Expr | undefined,
  framework: RoutedFramework,
  local: LocalValues,
): boolean {
  let expr = receiver;
  for (let step = 0; expr !== undefined && step < MOST_STEPS; step++) {
    const value: Expr = local.valueOf(expr);
    switch (value.kind) {
      case 'call': {
        const origin = file.originOf(value.callee);
        if (origin) return isOwn(origin.module, framework);
        // `app.get(…).post(…)` is decided by `app`; the result of a plain local call is not known here.
        if (value.callee.kind === 'name') return !GLOBALS.has(value.callee.name);
        if (value.callee.kind !== 'member') return true;
        expr = value.callee.of;
        break;
      }
      case 'name': {
        const origin = file.originOf(value);
        return origin ? isOwn(origin.module, framework) : !GLOBALS.has(value.name);
      }
      case 'member': {
        const origin = file.originOf(value);
        return origin ? isOwn(origin.module, framework) : !(value.of.kind === 'name' && GLOBALS.has(value.of.name));
      }
      case 'load':
      case 'self':
      case 'index':
      case 'choice':
      case 'assigned':
      case 'unknown':
        return true;
      default:
        return false;
    }
  }
  return expr !== undefined;
}

/** Whether what a module gives may be of this framework: its own packages, and files and packages that are not known. */
function isOwn(module: string, framework: RoutedFramework): boolean {
  const own: readonly string[] = FRAMEWORK_PACKAGES[framework];
  return own.includes(module) || !(NOT_ROUTERS.has(module) || module.startsWith('node:') || OF_FRAMEWORKS.has(module));
}

const OF_FRAMEWORKS: ReadonlySet<string> = new Set(Object.values(FRAMEWORK_PACKAGES).flat());
