import type { RouterRules } from '../../../../src/core/facts/program.ts';

/** Handlers are asked in the order in which their routes were added. Source: Vert.x Web, Route order. */
export const RULES: RouterRules = { syntax: 'vertx', guards: 'after' };

/** The package and its twins for other styles of asynchrony. */
export const WEB: readonly string[] = [
  'io.vertx.ext.web',
  'io.vertx.rxjava.ext.web',
  'io.vertx.rxjava3.ext.web',
  'io.vertx.reactivex.ext.web',
  'io.vertx.mutiny.ext.web',
  'io.vertx.core.ext.web',
];

export const HANDLERS: readonly string[] = WEB.map(name => `${name}.handler`);
