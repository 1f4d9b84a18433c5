import type { GuardEffect, Mechanism } from './program.ts';

/**
 * How a framework writes parameters in a path; `link/path-template.ts` converts each to OpenAPI's `{name}`. `flask`:
 * `<converter:name>`; `sanic`: `<name:type>`; `regex`: a regular expression, `^users/(?P<id>\d+)/$`; `masonite`:
 * `@name:type`, `?name`; `braces`: `{name}`, `{name:pattern}`, `{name?}`, `{*rest}`, `{rest...}`, `**`; `rfc6570`: these,
 * `{?query}` and `{/optional}`; `httprouter`: `:name`, `*rest`; `servemux`: `braces` with `{$}` for the end; `fiber`:
 * `:name?`, `:id<int>`, `*`, `+`; `fasthttp`: `{name:pattern}`, `:name`; `aspnet`: `{name:constraint}`, `{name?}`, `{name=default}`,
 * `{**rest}`; `fastroute`: `braces` with optional parts in square brackets; `wordpress`: `(?P<id>\d+)` in a plain path; `phoenix`:
 * `:name`, `*rest`; `play`: `:name`, `*rest`, `$name<pattern>`; `vertx`: `:name`, `*`.
 * `rust`: `{name}`, `:name`, `<name>`, `{*rest}`, `*rest`, `<rest..>`, `<**rest>`, and a query behind `?`, which is no part of it.
 */
export type PathSyntax =
  | 'httprouter'
  | 'servemux'
  | 'fiber'
  | 'fasthttp'
  | 'flask'
  | 'regex'
  | 'masonite'
  | 'sanic'
  | 'braces'
  | 'aspnet'
  | 'rfc6570'
  | 'fastroute'
  | 'wordpress'
  | 'vertx'
  | 'rust'
  | 'play'
  | 'phoenix'
  | 'express'
  | 'fastify'
  | 'koa'
  | 'hono'
  | 'nest'
  | 'next'
  | 'openapi';

/** How a framework lets guards reach routes. */
export type RouterRules = {
  readonly syntax: PathSyntax;
  /** `after`: a guard covers what is registered after it (Express, Koa, Hono). `always`: all of its context (Fastify, Nest). */
  readonly guards: 'after' | 'always';
  /** Paths are put behind prefixes as texts, without a slash that neither has. */
  readonly joinsText?: true;
  /** `copy`: a mount takes over what the child has by then, later routes are lost (Hono). `live` when not given. */
  readonly mounts?: 'live' | 'copy';
  /** Whom the guards of one handler turn away may be answered by another one of the same path (Rocket's ranks). */
  readonly forwards?: true;
  /** Paths in annotations may name settings: `${api.base:/api}`. */
  readonly placeholders?: true;
  /** Settings whose values are put before everything that an application serves, in order; of several names of one, the first that is given counts. */
  readonly baseSettings?: readonly (readonly string[])[];
  /** Functions of a router run for its own routes and for nothing beside it, and a handler is the last (Gin, chi). */
  readonly staysInside?: true;
  /** Given as a handler, a router serves by paths of its own; where nothing is cut off before, they are whole. */
  readonly mountsHandlers?: true;
  /** Mounted below a path, it is asked for that path alone, and its routes still say all of it (servlet filters). */
  readonly keepsPaths?: true;
  /** What is found in a part of a build is served by the application that it is built into. */
  readonly servesParts?: true;
  /** Members that stand for the router itself where something mounts it: `router.urls`. */
  readonly itself?: readonly string[];
  /**
   * Handlers are a place where frameworks have callers checked: what they refuse for want of a credential counts as a guard
   * does. `by-refusing`: those that may refuse strangers by what could not be followed are not called open. `by-insisting`: filters
   * are the place, and handlers count that insist on a credential, or ask what could not be followed; those that only look at one
   * are open. `by-asking`: `by-credentials`, and those that ask what could not be followed are not called open, where they are not
   * those by which callers log in.
   */
  readonly handlersDecide?: 'by-credentials' | 'by-refusing' | 'by-insisting' | 'by-asking';
  /** Guards and handlers may be given by their names. */
  readonly named?: NamedRules;
};

/**
 * Guards go by names, `auth:api`, with arguments behind a colon: `guard-names` facts of the framework say what they stand for,
 * else the framework itself does. Handlers are functions, classes that are called, lists of a class and a method, or texts:
 * `Class@method`, or the method of the `controller` that is a property of a router around.
 */
export type NamedRules = {
  readonly guards: readonly NamedGuard[];
  /** Namespace of classes that a text names, where no `namespace` is a property of a router around. */
  readonly namespace: string;
  /** Namespaces of packages whose classes stand before nothing by themselves where a handler derives from one. */
  readonly harmlessBases: readonly string[];
  /** Members of classes and traits of packages that answer whoever calls, by their full names. */
  readonly brings?: ReadonlyMap<string, readonly string[]>;
  /** Static method by which a class says what stands before its members; its values are guards and `member-guard`s. */
  readonly guardsOfClass?: string;
  /** Whose ways classes of handlers have to say who may call their members. */
  readonly asks?: 'cakephp' | 'codeigniter' | 'laminas' | 'phalcon' | 'yii';
};

/** What a name of a framework's own stands for. */
export type NamedGuard = {
  readonly name: string;
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  /** By the first of its arguments. */
  readonly mechanisms?: Readonly<Record<string, Mechanism>>;
  readonly limiter?: true;
  readonly why: string;
  /** The class that it stands for, in full. */
  readonly stands?: string;
};
