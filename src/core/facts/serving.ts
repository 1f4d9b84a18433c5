/** Facts about classes that answer requests, lists of routes, and what settings of a project say of them. */
import type { CallExpr, Expr } from '../program.ts';
import type { Method, OnSite, RouterRules } from './program.ts';

/** Facts of frameworks whose routes are values, or that find views by class, by name or by setting. */
export type ServingFact =
  /**
   * Registers what a class answers to as a resource: its members on the collection and on one item of it, and those that a
   * mark `action` puts beside them.
   */
  | (OnSite & {
      readonly kind: 'resource';
      readonly site: Expr;
      readonly on: Expr;
      readonly path: Expr;
      readonly handler: Expr;
      readonly routes: readonly ResourceRoute[];
      /** Class attributes that name the parameter of an item, the first that is there; and its name when none is. */
      readonly parameter: { readonly attributes: readonly string[]; readonly byDefault: string };
    })
  /**
   * The list of routes of an application, stated by its settings; fires when the file is loaded, after its body.
   * `name` is what they call the list: applications of one list are one.
   */
  | (OnSite & {
      readonly kind: 'application-routes';
      readonly site: Expr;
      readonly name: Expr;
      readonly routes: Expr;
      readonly rules: RouterRules;
      /** Setting that lists the functions and classes that stand before everything. */
      readonly middleware?: string;
    })
  /**
   * The file is a script that a server starts, and that makes something of the request which it is started for: it is entered,
   * whether or not anything else in it speaks of routes. `site` is made for it, as in `guard-export`.
   */
  | (OnSite & { readonly kind: 'entry-script'; readonly site: Expr })
  /** A list of routes that stands by itself: what of it nothing else mounts is served somewhere unknown, or by whom `isServed`. */
  | (OnSite & {
      readonly kind: 'entry-list';
      readonly site: Expr;
      readonly routes: Expr;
      readonly rules: RouterRules;
      /** The framework serves such lists by itself. */
      readonly isServed?: true;
    })
  /**
   * A path by which public methods of found classes are served that have none of their own: `{controller}/{action}/{id?}`.
   * Source: ASP.NET Core, Routing to controller actions, conventional routing.
   */
  | (OnSite & {
      readonly kind: 'conventional-route';
      readonly site: Expr;
      readonly rules: RouterRules;
      readonly pattern: Expr;
      /** A record of what the names in it are where the path does not say. */
      readonly defaults?: Expr;
      /** It is for classes of this area. */
      readonly area?: Expr;
      /** It names no method: that is told by the request's. */
      readonly isVerbNamed?: true;
      /** The only methods that it lets through. */
      readonly methods?: readonly Method[];
    })
  /** Gives a path of `on` a name, by which views are put on it (`config.add_route('user', '/users/{id}')`). */
  | (OnSite & {
      readonly kind: 'named-path';
      readonly site: Expr;
      readonly on: Expr;
      readonly name: Expr;
      readonly path: Expr;
    })
  /** A view for the path of a name, wherever in the component that is made; without `on` it is found by the framework. */
  | (OnSite & {
      readonly kind: 'named-view';
      readonly site: Expr;
      readonly on?: Expr;
      readonly name: Expr;
      readonly handler: Expr;
      readonly methods?: Expr;
      readonly guards?: readonly Expr[];
    })
  /** Mounts an object, whose exposed members serve by their names, and so do the objects in it. */
  | (OnSite & {
      readonly kind: 'object-tree';
      readonly site: CallExpr;
      readonly root: Expr;
      readonly prefix?: Expr;
      readonly rules: RouterRules;
      /** Attribute that exposes a class or a function, and the decorator of that name. */
      readonly exposes: string;
    })
  /** A setting that frameworks read by its name, for what lies nearest to the file; fires when the file is loaded, after its body. */
  | (OnSite & { readonly kind: 'project-setting'; readonly site: Expr; readonly name: string; readonly value: Expr })
  /** A constant of a package. Stated by each file that loads it; `site` is made for it, as in `guard-export`. */
  | (OnSite & {
      readonly kind: 'known-export';
      readonly site: Expr;
      readonly module: string;
      readonly name: string;
      readonly value: readonly string[];
    })
  /** Instances of classes of the tree that derive from this class of a package are routers. `site` is made, as in `guard-export`. */
  | (OnSite & {
      readonly kind: 'router-base';
      readonly site: Expr;
      readonly module: string;
      readonly name: string;
      readonly role: 'application' | 'router';
      readonly rules: RouterRules;
    })
  /**
   * Classes of the tree that derive from this class of a package answer requests with their members, wherever one of them is
   * given as the handler of a route (itself, an instance, or what `as_view()` makes of it). Stated by each file that loads it;
   * `site` is made for it, as in `guard-export`.
   */
  | (OnSite & {
      readonly kind: 'view-base';
      readonly site: Expr;
      readonly module: string;
      readonly name: string;
      readonly view: ViewRules;
    })
  /** Evaluating `site` makes a handler of a class: `View.as_view()`. `actions`: a record from method to member. */
  | (OnSite & {
      readonly kind: 'view';
      readonly site: Expr;
      readonly of: Expr;
      readonly actions?: Expr;
      /** How it answers where nothing is known of what its class derives from. */
      readonly byDefault?: ViewRules;
      /** Attributes that this handler has other than its class. */
      readonly attributes?: readonly Attribute[];
    })
  /** Evaluating `site` gives a decorator that makes a view of a function: what it answers to, and the policy that stands before it. */
  | (OnSite & {
      readonly kind: 'function-view';
      readonly site: Expr;
      readonly methods?: Expr;
      readonly view: ViewRules;
    })
  /** Evaluating `site` gives a decorator that sets an attribute of a function, for a `function-view` above it to read. */
  | (OnSite & { readonly kind: 'view-attribute'; readonly site: Expr; readonly attribute: Attribute })
  /** Evaluating `site` gives a guard that refuses by the answer of a function, which is asked about the request or its principal. */
  | (OnSite & {
      readonly kind: 'decision';
      readonly site: Expr;
      readonly by: Expr;
      readonly about: 'request' | 'principal';
    })
  /**
   * While the code of a class runs (modules of Elixir): functions stand before what it serves. Of a class that is a router, before
   * its routes; of any other, before its static members that take so many parameters or more, `only` those or all `except` those. `into`:
   * they are what this member of it does. What turns out to be a router among them is mounted there.
   */
  | (OnSite & {
      readonly kind: 'class-guard';
      readonly site: Expr;
      readonly guards: readonly Expr[];
      /** The class itself, or the function: where it is a router, it is mounted. */
      readonly mounts?: Expr;
      readonly parameters: number;
      readonly only?: readonly string[];
      readonly except?: readonly string[];
      readonly into?: string;
      /** Which members it is for could not be told. */
      readonly isPartial?: true;
    })
  /** While the code of a class runs: it gets a static member. */
  | (OnSite & { readonly kind: 'defines'; readonly site: Expr; readonly name: string; readonly value: Expr })
  /**
   * A file that a web server runs when its path is asked for (PHP): it answers, unless another one includes it or it stands
   * outside the folder that is served. `site` is made for it.
   */
  | (OnSite & {
      readonly kind: 'served-file';
      readonly site: Expr;
      readonly rules: RouterRules;
      readonly methods: readonly Method[];
      /** It may be a part of other files all the same: where a framework or a dynamic include is at hand, it is none. */
      readonly isWeak?: true;
    })
  /**
   * What a file says of the scripts around it: that it includes others; `isRoot`, that its folder is the one that is served;
   * `isExtension`, that its folder holds an extension of a system that loads it. `site` is made for it.
   */
  | (OnSite & {
      readonly kind: 'includes';
      readonly site: Expr;
      readonly isRoot?: true;
      readonly isExtension?: true;
    })
  /** Evaluating `site` gives guards that stand before one member of the class that they decorate, or before all of them. */
  | (OnSite & {
      readonly kind: 'member-guard';
      readonly site: Expr;
      readonly guards: Expr;
      readonly member?: Expr;
      /** Names of members: before these alone, or before all but these. */
      readonly only?: Expr;
      readonly except?: Expr;
      /** They stand before the members of the class whose constructor runs. */
      readonly ofSelf?: true;
    });

/** How a class that serves requests does it. */
export type ViewRules = {
  /** Members that answer, with the methods that they answer to. */
  readonly members: readonly { readonly member: string; readonly methods: readonly Method[] }[];
  /** Those of them that the base has of its own; all others count where a class defines them. */
  readonly provides?: readonly string[];
  /** Class attributes that hold functions put around every handler; or, by method or member, around some (a record). */
  readonly decorators?: readonly string[];
  /** Methods that run before the handler, where a class of the tree defines them, and may refuse. */
  readonly before?: readonly string[];
  /** Methods that stand around the handler: what they call of the base class of the same name hands the request on. */
  readonly around?: readonly string[];
  /** Class attribute that lists the methods that are let through, as words. */
  readonly allowed?: string;
  /** Who may call is said by a list of classes. */
  readonly policy?: PolicyRules;
  /** Metadata that every operation of such a class has. */
  readonly metadata?: string;
};

/**
 * A list of classes that decide who may call: an attribute of the class, or what a method of it gives, or else a setting of the
 * project. Each decides by a method; credentials are read by classes of another list, which may refuse as well.
 */
export type PolicyRules = {
  readonly attribute: string;
  /** Method that gives the list for the member that answers, whose name it finds in `self.<memberName>`. */
  readonly method: string;
  readonly memberName: string;
  readonly decides: string;
  readonly credentials: { readonly attribute: string; readonly reads: string };
  readonly setting: { readonly name: string; readonly policy: string; readonly credentials: string };
};

export type Attribute = { readonly name: string; readonly value: Expr };

/** What one entry of a list of routes serves, and below which path. */
export type Served = {
  readonly path?: Expr;
  readonly handler: Expr;
  /** All methods that the handler answers to, where none are given. */
  readonly methods?: readonly Method[] | Expr;
};

/** A member of a resource: on the collection, on one item of it, or below one of them. */
export type ResourceRoute = {
  readonly method: Method;
  readonly member: string;
  readonly on: 'collection' | 'item';
  readonly below?: string;
};
