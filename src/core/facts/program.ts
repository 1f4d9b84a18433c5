/**
 * Facts about routes in source code.
 *
 * A front end does not know which router a name stands for, nor under which prefix it ends up: it says what each site
 * would do, and the linker evaluates the program and fires the fact when it gets there. `site` is the node whose
 * evaluation fires it (compared by identity); the expressions beside it are evaluated in the same scope.
 */
import type { ClassNode, Expr, TypeRef } from '../program.ts';
import type { Location } from '../location.ts';
import type { AccessEffect, AccessPattern } from './access.ts';
import type { BindingFact } from './binding.ts';
import type { DrawingFact } from './drawing.ts';
import type { Control, GuardEffect, Handing, LimitsNothing, Mechanism, Stage } from './guarding.ts';
import type { InputPlace, Mark } from './mark.ts';
import type { RouterRules } from './router-rules.ts';
import type { PieceFact } from './piece.ts';
import type { ServiceFact } from './service.ts';
import type { Served, ServingFact } from './serving.ts';

export type { AccessEffect, AccessPattern } from './access.ts';
export type { Control, GuardEffect, Handing, LimitsNothing, Mechanism, Stage } from './guarding.ts';
export type { NamedGuard, NamedRules, PathSyntax, RouterRules } from './router-rules.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'TRACE' | 'QUERY' | 'ANY';

/** Every method by name; ANY, which stands for all of them, is not among them. */
export const HTTP_METHODS: readonly Method[] = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
];

/** A fact with this stands only if `value` turns out to come from one of these packages: `passport` that was passed in. */
export type ComesFrom = { readonly value: Expr; readonly modules: readonly string[] };

/** Procedures that are built by chained calls, `builder.use(guard).input(schema).query(handler)`, and served by the dotted keys they stand under. */
export type Procedures = {
  readonly of: readonly Expr[];
  /** Call that ends a chain → method. */
  readonly ends: ReadonlyMap<string, Method>;
  /** Calls that put a guard before what the chain ends in, and that put those of another chain there. */
  readonly guards: readonly string[];
  /** Functions of the package that give back the guard that they are given. */
  readonly guardMakers: readonly string[];
  /** Calls that declare what the procedure takes. */
  readonly validates: readonly string[];
};

/** What a route says that it takes from a request; `sent`: in the query or the body, as the method has it. */
export type Taken = { readonly name: string; readonly in: InputPlace | 'sent'; readonly type?: string };

/** A route that is part of what makes a router; as a `route` fact on it. */
export type RouteOfRouter = {
  readonly at: Location;
  readonly methods: readonly Method[] | Expr;
  readonly path?: Expr;
  readonly chain: readonly Expr[];
  readonly guards?: readonly Expr[];
  readonly isDeprecated?: boolean;
  readonly isMethodAssumed?: boolean;
  /** Metadata that the operation has; guards may let it pass for that. */
  readonly marks?: string;
  /** What it takes from a request beside what its path and its handler say. */
  readonly takes?: readonly Taken[];
};

export type OnSite = { readonly at: Location; readonly framework: string };

/**
 * Stands for `on` (of a router: for `from`) where code names no router: it is the one whose builder function runs, the nearest
 * `this` that is one, or else the one that called the function last. Where there is none: the root of the component, or a
 * router that is assumed, and not known to be mounted anywhere; or none, where code does nothing unless a router runs it.
 */
export type Implicit = {
  readonly otherwise: 'root' | 'assumed' | 'none';
  readonly rules: RouterRules;
  /** A function of the tree of the same name, that is given the same, hands it on to the framework. */
  readonly mayBeOwn?: true;
  /**
   * Files that register on whatever includes them: what nothing includes is served below this prefix, behind these guards,
   * if nothing in the component includes such files; else where it is served is not known.
   */
  readonly alone?: { readonly prefix: string; readonly guards: readonly string[] };
};

export type ProgramFact =
  /** Evaluating `site` gives a router. A `TypeRef` site: a parameter of that declared type is one, if nothing better is known. */
  | (OnSite & {
      readonly kind: 'router';
      readonly site: Expr | ClassNode | TypeRef;
      /** An application serves at its root, unless it is mounted on another one; a router serves only where it is mounted. */
      readonly role: 'application' | 'router';
      readonly rules: RouterRules;
      readonly prefix?: Expr;
      /** Routers and modules that the new one starts with (`NestFactory.create(AppModule)`). */
      readonly chain?: readonly Expr[];
      /** The router's copy of an existing one: chained calls that return `this` are not this, they are `alias`. No router if `from` is none. */
      readonly from?: Expr;
      readonly implicit?: Implicit;
      /** It answers requests itself. At `path`, unless something mounts it: it is then asked for whatever comes there. */
      readonly answers?: {
        readonly methods: readonly Method[];
        readonly path?: Expr;
        /** Guards in order, the handler last; empty when nothing is known of it. */
        readonly chain: readonly Expr[];
      };
      /** What it serves is given as a value: a record of procedures, of such records and of other such routers (tRPC). */
      readonly procedures?: Procedures;
      /** Routes that the new router starts with, for frameworks whose routes are values (`Route('/x', f)`, `web.get('/x', f)`). */
      readonly routes?: readonly RouteOfRouter[];
      /** The class derives from a router: names of the arguments with which one is made; `0` is the first. */
      readonly takes?: { readonly prefix?: string; readonly from?: string; readonly guards?: readonly string[] };
      /** It is one entry of a list of routes: a handler below a path, or a list of further entries. */
      readonly serves?: Served;
      /** Functions that guard all of it. `slot`: see `guard`. */
      readonly guards?: readonly Expr[];
      readonly slot?: string;
      /** A router, of whatever framework, that serves the new one. */
      readonly mountedBy?: Expr;
      /** A router whose own prefix and methods stand before those of this one, which is not mounted by it. */
      readonly below?: Expr;
      /** No router where `below` turns out to be none. */
      readonly onlyBelow?: true;
      /** The `TypeRef` is the type of a function; its parameter at this index is the router (`FastifyPluginAsync`). */
      readonly parameter?: number;
      readonly of?: ComesFrom;
      /** The framework finds it by itself: unless something mounts it, it serves at the root of its component. */
      readonly isFound?: true;
      /** It is the root of its component, by which all that the framework finds there is served, too. */
      readonly isRoot?: true;
      /** It serves below the folder of the script that is being run when it is made. */
      readonly isBelowScript?: true;
      /** The class at the site is the router itself, from when it is made: its static block puts routes on it. */
      readonly isItself?: true;
      /** It is a value like any other: each evaluation of the site gives another one of the same routes, and one of them that is mounted will do. */
      readonly isValue?: true;
      /** What it serves answers these methods alone. */
      readonly methods?: readonly Method[];
      /** It is offered to others, and nothing is amiss where none of them mounts it. */
      readonly isOffer?: true;
    })
  /**
   * Registers an operation on the router `on`; without `on`, on the root of the component (file-based routing): it then
   * fires once when its file is loaded, and its expressions are evaluated in the scope of the module, after its body.
   * A `methods` of ANY whose functions all pass on (`app.all('*', requireLogin)`) is no operation: its `guard` twin counts.
   */
  | (OnSite & {
      readonly kind: 'route';
      readonly site: Expr;
      /** May be the site itself where it has a `router` fact, too: the route is then on that router. So it is with `mount` and `guard`. */
      readonly on?: Expr;
      readonly implicit?: Implicit;
      readonly methods: readonly Method[] | Expr;
      readonly path?: Expr;
      /** Guards in order, the handler last. */
      readonly chain: readonly Expr[];
      /** Guards given beside the chain (`preHandler` options): run before it. */
      readonly guards?: readonly Expr[];
      /** Guards that stand there if they turn out to be defined: methods that a class may have. */
      readonly ifDefined?: readonly Expr[];
      /** Of these guards; see `guard`. */
      readonly slot?: string;
      /** Marks a declared request validation (schema) at this place. */
      readonly validated?: Location;
      readonly isDeprecated?: boolean;
      /** A handler that turns out to be a router is mounted there. */
      readonly mayMount?: true;
      /** Nothing is said of methods: a class that answers has its own. */
      readonly isMethodAssumed?: boolean;
      /** Metadata that the operation has; guards may let it pass for that. */
      readonly marks?: string;
      /** Guards, or names of guards, of those around it that do not stand before it. */
      readonly without?: readonly Expr[];
      readonly rules?: RouterRules;
      /** It answers what no other route of the router does: what refuses everybody there is no operation. */
      readonly isRemainder?: true;
      /** What it takes from a request beside what its path and its handler say. */
      readonly takes?: readonly Taken[];
      /** Its own name, which guards may let it pass for. */
      readonly name?: Expr;
      /** The route was made elsewhere, of what stands on its handler: it is where that is. */
      readonly isAtHandler?: true;
      /** Counts only when the handler turns out to be there: `export * from './handlers'` in a route file. */
      readonly onlyIfDefined?: boolean;
      /** Without `on`: it is there only where the program has these switches on (`enables`) for the component, and not that one. */
      readonly needs?: readonly string[];
      readonly unless?: string;
    })
  /** Puts routers and guards on `on`, under `prefix` when given. Each chain item is a router, a guard, a list of these, or a function that registers routes. */
  | (OnSite & {
      readonly kind: 'mount';
      readonly site: Expr;
      readonly on?: Expr;
      readonly implicit?: Implicit;
      readonly prefix?: Expr;
      readonly chain: readonly Expr[];
      /** A function in the chain is called with a router: a child of `on`, or `on` itself (`fastify-plugin`). */
      readonly calls?: 'child' | 'self';
      /** Paths of files in the chain are of files that register routes on what includes them. */
      readonly includes?: true;
      /** With `calls`: an object in the chain is called by the first of these methods that it has. */
      readonly members?: readonly string[];
      /** Whether the first chain item may turn out to be the prefix (`app.use(path, …)` where `path` is a name). */
      readonly prefixMayLead?: boolean;
      /** The prefix given here stands in place of what the mounted router was made with (Flask). */
      readonly replacesPrefix?: boolean;
      /** Guards that stand before what is mounted here, and before nothing else. */
      readonly guards?: readonly Expr[];
      /** Whatever in the chain is no router is something else, and guards nothing (`extension.init_app(app)`). */
      readonly onlyRouters?: boolean;
      /** Objects of classes whose marks say what they serve are mounted. */
      readonly classes?: true;
      /** What is mounted answers by itself: guards of `on` do not stand before it (`app.mount()` of FastAPI). */
      readonly isApart?: boolean;
      /** The chain holds lists of routes, where a route may also be a list of a path and a handler; nothing in it guards. */
      readonly entries?: true;
    })
  /** Mounts every route file below a directory (`@fastify/autoload`, `fs.readdirSync` loaders). */
  | (OnSite & {
      readonly kind: 'mount-directory';
      readonly site: Expr;
      readonly on: Expr;
      readonly directory: Expr;
      readonly prefix?: Expr;
      readonly directoryPrefixes: boolean;
      /** A folder or file `_id` is the parameter `id`. */ readonly directoryParameters?: boolean;
      /** `autohooks` files register guards for their own folder, or also for those below. */ readonly hookFiles?:
        | 'own'
        | 'cascade';
    })
  /** Puts the operations of an API description of the tree on `on`, with the functions and the security that it names. */
  | (OnSite & {
      readonly kind: 'described-routes';
      readonly site: Expr;
      readonly on: Expr;
      readonly document: Expr;
      readonly prefix?: Expr;
    })
  /** Puts a named property on `on` that others read as `on.name` (`fastify.decorate('authenticate', fn)`). */
  | (OnSite & {
      readonly kind: 'property';
      readonly site: Expr;
      readonly on: Expr;
      readonly name: Expr;
      readonly value: Expr;
    })
  /** Puts a guard on everything of `on` (under `prefix`), by the rule of the framework; without `on`, of the component (then as a `route` without one). */
  | (OnSite & {
      readonly kind: 'guard';
      readonly site: Expr;
      readonly on?: Expr;
      readonly implicit?: Implicit;
      /** Without `on`: it stands there once the evaluation reaches its site, whose scope its expressions are read in. */
      readonly isReached?: true;
      readonly rules?: RouterRules;
      readonly guards: readonly Expr[];
      /** All of them when not given. */
      readonly methods?: readonly Method[];
      /** Undefined: they are guards. */
      readonly stage?: Stage;
      /** Of guards of one slot, the innermost alone counts: an operation's own `auth` replaces that of its router. */
      readonly slot?: string;
      readonly prefix?: Expr;
      /**
       * `below` (when not given): `prefix` and all paths under it. `beneath`: these without `prefix` itself. `matching`: `prefix` is
       * a whole path pattern (`/admin`, `/admin/*`).
       */
      readonly covers?: 'below' | 'beneath' | 'matching';
      /** Whether the first guard may turn out to be the prefix, as in `mount`. */
      readonly prefixMayLead?: boolean;
      /** Paths the guard does not cover. */
      readonly except?: Expr;
      /** What is put there guards only where it refuses: what it merely reads is for those that come after. */
      readonly onlyRefusals?: true;
      /** It covers operations with this metadata alone. */
      readonly onlyFor?: string;
      /** It covers the whole application, whichever of its routers it is put on (`before_app_request`). */
      readonly isEverywhere?: boolean;
      /** Only these path patterns are covered (Next.js matcher); regular expressions over the path. */
      readonly matcher?: Expr;
    })
  /**
   * Evaluating `site` gives what a framework resolves for a parameter before it calls the function (`Depends(f)`), where it is
   * the parameter's default or stands in its annotation: `guards` run before the function, with their own such parameters first.
   */
  | (OnSite & {
      readonly kind: 'supplied';
      readonly site: Expr;
      readonly guards: readonly Expr[];
      /** It is a part of the request, by the name of the parameter or another one (`Header(alias='X-Key')`). */
      readonly part?: {
        readonly of: 'headers' | 'cookies' | 'query';
        readonly name?: Expr;
        /** Requests without it are refused. */
        readonly isDemanded: boolean;
      };
    })
  /** A known library guard: evaluating `site` gives a guard of this effect. */
  | (OnSite & {
      readonly kind: 'guard-kind';
      readonly site: Expr;
      readonly effect: GuardEffect;
      /** It gives the caller's credential to whoever asks for it, as it was sent; see `Handing`. */
      readonly hands?: Handing;
      readonly mechanism?: Mechanism;
      /** Names of `auth-provider` facts of the framework that decide, any of them; the unnamed one when there are none. */
      readonly providers?: readonly Expr[];
      /** Names of further ones that decide, too, where something has been registered under them. */
      readonly optionalProviders?: readonly Expr[];
      /** Scopes, roles or permissions it demands. */
      readonly scopes?: readonly Expr[];
      /** Paths on which the guard lets everything pass (`.unless({ path })`). */
      readonly except?: Expr;
      /** A function that it asks whether a credential that is there is good. */
      readonly check?: Expr;
      /** The same, of which nothing follows where it is not found. */
      readonly checkIfFound?: Expr;
      /** A function of the request: where it says true, the guard lets everybody pass (`Skipper`). */
      readonly skips?: Expr;
      /** The only methods that it lets through, whoever calls. */
      readonly methods?: readonly Method[] | Expr;
      /** Metadata of an operation that makes it let everybody pass. */
      readonly exemptBy?: string;
      /** It is asked for operations with this metadata alone. */
      readonly onlyFor?: string;
      /** It is not asked for operations with this metadata: something else says who may call. */
      readonly yieldsTo?: string;
      /** Metadata that it puts on the operations behind it. */
      readonly marks?: string;
      readonly limiter?: boolean;
      /** As it is set up, the limiter stops nobody. */
      readonly limitsNothing?: LimitsNothing;
      readonly controls?: readonly Control[];
      readonly of?: ComesFrom;
      /** It does something only where the program has this switch on (`enables`) for the component. */
      readonly needs?: string;
      /** A rule in the Spring Expression Language that a request has to fulfil; its effect is then read from it. */
      readonly rule?: Expr;
      readonly why: string;
    })
  /**
   * Names by which guards of a framework are given: a record from names to guards, or to lists of these and of further names.
   * With `adds`, its guards come to those that the name has already. Holds for what lies nearest; stands for itself.
   */
  | (OnSite & {
      readonly kind: 'guard-names';
      readonly site: Expr;
      readonly names: Expr;
      readonly adds?: true;
    })
  /** Registers a way to authenticate under a name, for guards that name it (`jwt("main") { … }`); without one, as the unnamed one. */
  | (OnSite & {
      readonly kind: 'auth-provider';
      readonly site: Expr;
      readonly name?: Expr;
      /** What it does to a stranger, and to one who makes a credential up. */
      readonly effect: GuardEffect;
      readonly mechanism?: Mechanism;
      readonly why: string;
      /** Guards that decide what it does, in place of `effect`: all of them have to let pass. */
      readonly asks?: readonly Expr[];
      /** It says who may call: what it does counts, whatever else tells who calls. Others tell who calls. */
      readonly isPolicy?: true;
      /** Names of those by which it has callers authenticated, in place of those that do so where nothing is named. */
      readonly through?: readonly Expr[];
    })
  /**
   * Evaluating `site` puts guards before what `of` gives: a router, then it is a router that mounts that one; a function,
   * then it is that function behind them (http4k's `filter.then(handler)`).
   */
  | (OnSite & {
      readonly kind: 'compose';
      readonly site: Expr;
      readonly guards: readonly Expr[];
      readonly of: Expr;
      readonly rules: RouterRules;
      /** What is registered on the result afterwards is not behind the guards (axum's `layer`). */
      readonly isClosed?: true;
      /** Counts only where a router turns out to stand behind what something of a package gave. */
      readonly ifBehind?: true;
      /** It is an application from here on, where it is a router: `axum::serve(listener, app)`. */
      readonly role?: 'application';
    })
  /** The component switches on what guards of it need (`@EnableMethodSecurity`). */
  | (OnSite & { readonly kind: 'enables'; readonly site: Expr; readonly what: string })
  /** The class that `site` names, where the file stands, is one whose objects a database keeps. */
  | (OnSite & { readonly kind: 'stored-class'; readonly site: Expr })
  /** The component starts an application, which serves what the framework finds in it and in the components that it depends on. */
  | (OnSite & { readonly kind: 'application'; readonly site: Expr })
  /** Once reached, a prefix stands before what classes of some kind serve that the framework finds by itself. */
  | (OnSite & {
      readonly kind: 'class-prefix';
      readonly site: Expr;
      readonly prefix: Expr;
      /** The class carries one of these annotations, by their simple names. */
      readonly annotations?: readonly string[];
      /** It is in one of these packages, or below. */
      readonly packages?: readonly Expr[];
      /** It stands in one of these folders of the tree, or below; of several prefixes, that of the deepest folder counts. */
      readonly folders?: readonly string[];
      /** Which classes it is for is computed. */
      readonly isUnknown?: true;
    })
  /** A settings file gives a name a value. */
  | (OnSite & { readonly kind: 'configured'; readonly site: Expr; readonly name: string; readonly value: string })
  /**
   * An export of a package is a guard itself, wherever its value comes to: a class (`ThrottlerGuard`), a ready function
   * (`next-auth/middleware`). `name` is dotted, `default` for the module's own value. Stated by each file that loads it;
   * `site` is made for it and stands nowhere in the program: it is the external value that is looked up.
   */
  | (OnSite & {
      readonly kind: 'guard-export';
      readonly site: Expr;
      readonly module: string;
      readonly name: string;
      readonly effect: GuardEffect;
      readonly hands?: Handing;
      readonly mechanism?: Mechanism;
      readonly methods?: readonly Method[];
      /** Methods on which it lets everybody pass. */
      readonly spares?: readonly Method[];
      /** Metadata of an operation that makes it let everybody pass. */
      readonly exemptBy?: string;
      /** Metadata that it puts on the operation behind it. */
      readonly marks?: string;
      /** As a base of a class, it refuses whom this method of the class answers with a false value. */
      readonly decidedBy?: string;
      /** As a base of a class: its heirs name a provider, by what they set this field to or hand to its constructor first. */
      readonly namesProvider?: { readonly field: string; readonly prefix: string };
      /** As a base of a class, or as a decorator on a member of one, it asks this method of the class whether a credential that is there is good. */
      readonly verifiedBy?: string;
      readonly limiter?: boolean;
      readonly controls?: readonly Control[];
      readonly why: string;
    })
  /**
   * An ordered list of who may call which paths begins: a filter chain of Spring Security, `quarkus.http.auth.permission`.
   * `list` is its name; `access-rule` facts of that name are its entries, in the order in which they fire. Of several lists of a
   * framework in a component, the first by `order` that speaks of a path decides. `method` is the id of the method whose run
   * makes it; without one, it is there from the start. Those of components that a component depends on count for it, too.
   */
  | (OnSite & {
      readonly kind: 'access-list';
      readonly site: Expr;
      readonly list: string;
      readonly method?: string;
      /** Lower ones come first; not given, it comes last. */
      readonly order?: Expr;
      /** What holds for paths that no rule speaks of. */
      readonly otherwise: AccessEffect;
      readonly mechanism?: Mechanism;
      /** It holds for what several frameworks serve, beside that of the fact: a servlet container is before them all. */
      readonly frameworks?: readonly string[];
      /** It is there only where no other list is. */
      readonly isFallback?: true;
      /** It speaks of nothing unless a rule with the effect `scope` says of what. */
      readonly needsScope?: true;
      /** Why it may not be there. */
      readonly condition?: string;
    })
  /** An entry of such a list. With the effect `scope` it says which paths the list speaks of at all. */
  | (OnSite & {
      readonly kind: 'access-rule';
      readonly site: Expr;
      /** Not given: the list whose method is being run. */
      readonly list?: string;
      /** Any request when there is none. */
      readonly match?: readonly AccessPattern[];
      readonly effect: AccessEffect | 'scope';
      /** Its place among the entries, where that is not the place where it stands; lower ones decide first. */
      readonly rank?: number;
      readonly scopes?: readonly Expr[];
      /** A way to authenticate that the list is set up with; then it is no entry. */
      readonly mechanism?: Mechanism;
      /** As in `guard-kind`: the effect is read from it. */
      readonly rule?: Expr;
    })
  /**
   * What the runtime of a component makes of `access` marks of a framework: whether it looks at them at all, and what holds for
   * operations without one. `open`: what a mark that lets all pass really asks for. Stands for itself; nothing is evaluated.
   */
  | (OnSite & {
      readonly kind: 'access-annotations';
      readonly site: Expr;
      readonly isEnforced: boolean;
      readonly otherwise?: AccessEffect;
      readonly open?: AccessEffect;
      readonly mechanism?: Mechanism;
    })
  /**
   * Classes of the tree that implement this type of a package stand before what their framework serves, with their method
   * `member`: where a `found` mark lets the framework find them or a `filter-use` names them, before all of it; with marks of
   * kind `binding` on them, before what has the same. Stated by each file that loads it; `site` is made for it.
   */
  | (OnSite & {
      readonly kind: 'filter-base';
      readonly site: Expr;
      readonly module: string;
      readonly name: string;
      readonly member: string;
    })
  /** Evaluating `site` puts filters in use; what is no such class is nothing. */
  | (OnSite & { readonly kind: 'filter-use'; readonly site: Expr; readonly filters: readonly Expr[] })
  /**
   * In a file that is no program: all that it registers without `on` goes to a router of its own, which other such files mount
   * by the file's name (`mount-file`), and which serves by itself where it `isRoot`.
   */
  | (OnSite & {
      readonly kind: 'router-file';
      readonly site: Expr;
      readonly isRoot: boolean;
      /** Why it is not known to be served, where it is not: it only says what code should be. */
      readonly assumed?: string;
      readonly rules: RouterRules;
    })
  /** Mounts the nearest file with a `router-file` whose path ends in one of `names`. */
  | (OnSite & {
      readonly kind: 'mount-file';
      readonly site: Expr;
      readonly prefix: Expr;
      readonly names: readonly string[];
      /** Where there is no such file: what code gives, which may be a router. */
      readonly otherwise?: Expr;
    })
  /** Evaluating `site` gives the value of another expression: `fp(plugin)`, `router.routes()`, `asyncHandler(fn)`, a chained call. */
  | (OnSite & {
      readonly kind: 'alias';
      readonly site: Expr;
      readonly value: Expr;
      /** Where the value is a module, or the name of one, this member of it is meant; where it is a list of two, the first of them. */
      readonly member?: string;
      readonly sharesScope?: boolean;
      /** Paths on which a guard, or each of a list of guards, lets everything pass (`guard.unless({ path })`). */ readonly except?: Expr;
    })
  /**
   * Puts a prefix before everything of `on`, whenever it was registered (`setGlobalPrefix`, Koa's `prefix()`).
   * `on` may be a class with a `module` mark (`RouterModule.register`): the prefix is then for its own controllers alone; a
   * class of an application is served there, whatever its own annotations say. `forApplications`: holds for found controllers
   * that no class of an application serves.
   */
  | (OnSite & {
      readonly kind: 'base-path';
      readonly forApplications?: true;
      /** It says where an installation stands: what of it is not known is left out. */
      readonly isOfInstallation?: true;
      /** It stands before the paths as guards see them, too. */
      readonly isSeen?: true;
      /** Counts for a class only if it comes from one of these, by their full names. */
      readonly derives?: readonly string[];
      readonly site: Expr;
      readonly on?: Expr;
      readonly rules?: RouterRules;
      readonly prefix: Expr;
      readonly except?: Expr;
    })
  /** Versioning of an application (`enableVersioning`); `type` is `uri`, `header`, `media-type` or `custom`, where it is known. Only `uri` changes paths. */
  | (OnSite & {
      readonly kind: 'versioning';
      readonly site: Expr;
      readonly on: Expr;
      readonly type: Expr;
      readonly prefix?: Expr;
      readonly byDefault?: Expr;
    })
  /** Evaluating `site` gives a mark, to be put on a class or a method as a decorator. A class itself has it without any. */
  | (OnSite & { readonly kind: 'mark'; readonly site: Expr | ClassNode; readonly mark: Mark })
  /** Puts the result of a function, or a value, into the application's configuration under a name (`registerAs('app', factory)`). */
  | (OnSite & { readonly kind: 'named-value'; readonly site: Expr; readonly name: Expr; readonly value: Expr })
  /** Reads a dotted name of the configuration (`config.get('app.prefix')`); counts only when the tree puts something there. */
  | (OnSite & { readonly kind: 'named-lookup'; readonly site: Expr; readonly name: Expr })
  /** Puts functions before the routes that it names (`consumer.apply(…).exclude(…).forRoutes(…)`). */
  | (OnSite & {
      readonly kind: 'middleware';
      readonly site: Expr;
      readonly on: Expr;
      readonly guards: readonly Expr[];
      readonly routes: readonly Expr[];
      readonly except: readonly Expr[];
    })
  | ServingFact
  | ServiceFact
  | BindingFact
  | DrawingFact
  | PieceFact;
