/**
 * How a framework writes parameters in a path; `link/path-template.ts` converts each to OpenAPI's `{name}`. `flask`:
 * `<converter:name>`; `sanic`: `<name:type>`; `regex`: a regular expression, `^users/(?P<id>\d+)/$`; `masonite`:
 * `@name:type`, `?name`; `braces`: `{name}`, `{name:pattern}`, `{name?}`, `{*rest}`, `{rest...}`, `**`; `rfc6570`: these,
 * `{?query}` and `{/optional}`; `httprouter`: `:name`, `*rest`; `servemux`: `braces` with `{$}` for the end; `fiber`:
 * `:name?`, `:id<int>`, `*`, `+`; `fasthttp`: `{name:pattern}`, `:name`; `aspnet`: `{name:constraint}`, `{name?}`, `{name=default}`,
 * `{**rest}`; `phoenix`: `:name`, `*rest`; `play`: `:name`, `*rest`, `$name<pattern>`; `vertx`: `:name`, `*`.
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
  | 'vertx'
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
  /** `copy`: a mount takes over what the child has by then, later routes are lost (Hono). `live` when not given. */
  readonly mounts?: 'live' | 'copy';
  /** Paths in annotations may name settings: `${api.base:/api}`. */
  readonly placeholders?: true;
  /** Settings whose values are put before everything that an application serves, in order; of several names of one, the first that is given counts. */
  readonly baseSettings?: readonly (readonly string[])[];
  /** Functions of a router run for its own routes and for nothing beside it, and a handler is the last (Gin, chi). */
  readonly staysInside?: true;
  /** Given as a handler, a router serves by paths of its own; where nothing is cut off before, they are whole. */
  readonly mountsHandlers?: true;
  /** Members that stand for the router itself where something mounts it: `router.urls`. */
  readonly itself?: readonly string[];
};
