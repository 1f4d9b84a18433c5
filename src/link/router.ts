import type { Location } from '../core/location.ts';
import type { Method, RouterRules, Stage, Taken } from '../core/facts/program.ts';
import type { ClassNode } from '../core/program.ts';
import type { Condition } from './machine.ts';
import { type ClosureValue, HOLE, type Value, optionsOf } from './value.ts';

/** Something routes are registered on: an application, a router, a controller class, a component's file-based root. */
export type Router = {
  readonly id: number;
  readonly framework: string;
  readonly at: Location;
  readonly role: 'application' | 'router';
  readonly rules: RouterRules;
  /** What happened to it, in the order in which the program does it. */
  readonly events: RouterEvent[];
  /** Prefixes put before everything of it, each a list of alternatives. */
  readonly prefixes: PathValue[][];
  /** What it serves answers these alone. */
  readonly methods?: readonly Method[];
  /** What everything of it takes from a request. */
  readonly takes?: readonly Taken[];
  /** It is the value of an expression, which may be evaluated several times: each gives another one of the same routes. */
  readonly isValue?: true;
  /** Prefixes set for all (`setGlobalPrefix`), with the paths they spare. */
  readonly basePaths: { readonly paths: readonly PathValue[]; readonly except?: Value }[];
  versioning?: { readonly type: Value; readonly prefix?: Value; readonly byDefault?: Value };
  readonly cls?: ClassNode;
  /** Taken for a router because of its declared type or use; the words say why. It was never seen being made. */
  readonly assumed?: string;
  mounts: number;
  /** A view of another router (`basePath()`, `route()`): it is mounted there from the start. */
  readonly derivedFrom?: Router;
  /** The framework finds it by itself. */
  readonly isFound?: true;
  /** Where it serves if nothing mounts it. */
  readonly foundAt?: string;
  /** Nothing is amiss where nothing mounts it. */
  readonly isOffer?: true;
};

/** A path as evaluated; `text` may contain holes. */
export type PathValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: string; readonly flags: string }
  | { readonly kind: 'unknown'; readonly why: string };

export type RouterEvent =
  | {
      readonly kind: 'route';
      readonly at: Location;
      readonly methods: readonly Method[];
      readonly paths: readonly PathValue[];
      /** In order; the handler is the last of `chain`. */
      readonly guards: readonly Value[];
      readonly chain: readonly Value[];
      readonly conditions: readonly Condition[];
      /** Of its guards: of one slot, the innermost alone counts. */
      readonly slot?: string;
      readonly validated?: Location;
      /** Functions that run with the parameters of the handler. */
      readonly pipes?: readonly Value[];
      /** What the handler overrides or implements; annotations of their parameters count for its own. */
      readonly overridden?: readonly ClosureValue[];
      /** Metadata that decorators put on the operation, by key. */
      readonly metadata?: ReadonlyMap<string, Value>;
      readonly isDeprecated?: boolean;
      /** It answers what no other route does. */
      readonly isRemainder?: true;
      /** What it takes from a request beside what its handler says. */
      readonly takes?: readonly Taken[];
      /** Undefined: by the rule of the router. */
      readonly versions?: readonly PathValue[];
    }
  | {
      readonly kind: 'mount';
      readonly at: Location;
      readonly paths: readonly PathValue[];
      readonly items: readonly Value[];
      /** Events that each router among the items had then, where a mount takes a copy. */ readonly taken?: ReadonlyMap<
        Router,
        number
      >;
      /** The paths stand in place of the prefixes of what is mounted. */
      readonly replacesPrefix?: boolean;
      /** What is mounted answers by itself: what is supplied to the routes of the router is not supplied to its. */
      readonly isApart?: boolean;
      readonly conditions: readonly Condition[];
    }
  | {
      readonly kind: 'guard';
      readonly at: Location;
      readonly paths: readonly PathValue[];
      readonly guards: readonly Value[];
      /** Undefined: they are guards. */
      readonly stage?: Stage;
      readonly slot?: string;
      readonly covers: 'below' | 'beneath' | 'matching';
      /** Undefined: all methods. */
      readonly methods?: readonly Method[];
      /** It covers operations with this metadata alone. */
      readonly onlyFor?: string;
      readonly except?: Value;
      readonly matcher?: Value;
      readonly conditions: readonly Condition[];
    };

export function newRouter(
  id: number,
  given: Pick<Router, 'framework' | 'at' | 'role' | 'rules'> &
    Partial<
      Pick<Router, 'cls' | 'assumed' | 'derivedFrom' | 'isFound' | 'foundAt' | 'methods' | 'isValue' | 'isOffer'>
    >,
): Router {
  return { id, ...given, events: [], prefixes: [], basePaths: [], mounts: 0 };
}

/** The router of a framework that a value is; of several, one whose prefixes are known. */
export function oneFrom(value: Value, framework: string): Router | undefined {
  const routers = optionsOf(value).flatMap(option =>
    option.kind === 'router' && option.router.framework === framework ? [option.router] : [],
  );
  return routers.find(hasKnownPrefixes) ?? routers[0];
}

function hasKnownPrefixes(router: Router): boolean {
  const seen = new Set<Router>();
  for (let one: Router | undefined = router; one && !seen.has(one); one = one.derivedFrom) {
    seen.add(one);
    if (one.prefixes.some(prefix => prefix.some(path => path.kind !== 'text' || path.text.includes(HOLE))))
      return false;
  }
  return true;
}
