import { createHash } from 'node:crypto';
import type { DataClass } from './facts/description.ts';
import type { InputPlace } from './facts/mark.ts';
import type { Control, Mechanism, Method } from './facts/program.ts';
import type { TestAspect } from './facts/test.ts';
import type { Location } from './location.ts';

/** Booleans about the world. `unknown` always comes with a reason beside it. */
export type Tristate = 'yes' | 'no' | 'unknown';

export type OperationMethod = Method | 'MUTATION' | 'SUBSCRIPTION' | 'RPC';

export type Protocol = 'http' | 'graphql' | 'grpc';

/**
 * - `matched`: implemented and described. `shadow`: implemented or exposed, described nowhere.
 * - `phantom`: described, but in neither code, gateway nor traffic. `zombie`: deprecated or superseded, still served.
 * - `drifted`: implemented and described, differing (authentication, parameters).
 * - `orphan`: exposed by a gateway that leads to nothing known. `unresolved`: its full path or its place is not known.
 */
export type OperationState = 'matched' | 'shadow' | 'phantom' | 'zombie' | 'drifted' | 'orphan' | 'unresolved';

export type AuthStatus = 'required' | 'optional' | 'none' | 'unknown';

export type SourceKind = 'code' | 'description' | 'gateway' | 'traffic';

export type OperationSource = {
  readonly kind: SourceKind;
  readonly at: Location;
  /** What stands there: the framework of a route, the title of a description, the product of a gateway. */
  readonly what: string;
  readonly excerpt: string;
};

/** One guard on the way to the handler, or its absence. */
export type ChainLink = {
  readonly at: Location;
  /** `verifyJWT (mount /api/v1/monitors)`. */
  readonly what: string;
  readonly effect: AuthStatus | 'exempt';
  /** Why the effect is what it is: what the guard reads, how it refuses, or what could not be followed. */
  readonly why: string;
};

export type OperationAuth = {
  readonly status: AuthStatus;
  /** The sentence behind the status: which guard decides, or what could not be resolved. */
  readonly reason: string;
  readonly mechanisms: readonly Mechanism[];
  /** Scopes, roles and permissions demanded. */
  readonly scopes: readonly string[];
  readonly chain: readonly ChainLink[];
  /** Where the status comes from: code, gateway, or the description alone (then it is a claim, status `unknown`). */
  readonly source: SourceKind;
  /** What the description claims, when there is one. */
  readonly described?: AuthStatus | 'unstated';
};

export type Parameter = {
  readonly name: string;
  readonly in: InputPlace;
  readonly type?: string;
};

export type RiskClass = 'critical' | 'high' | 'medium' | 'low';

export type OperationTest = { readonly at: Location; readonly test: string; readonly aspects: readonly TestAspect[] };

/**
 * One operation of one component: what serves it, what describes it, what exposes it, who may call it.
 * The one list of these is the inventory.
 */
export type Operation = {
  readonly id: string;
  readonly method: OperationMethod;
  /** OpenAPI's template form, as clients of the component see it. `{?}` stands for a part that could not be resolved. */
  readonly path: string;
  readonly protocol: Protocol;
  readonly component: string;
  readonly api: string;
  readonly state: OperationState;
  readonly documented: Tristate;
  readonly implemented: Tristate;
  readonly exposed: Tristate;
  /** Reasons for every `unknown` and for states that need one, in words. */
  readonly reasons: readonly string[];
  readonly sources: readonly OperationSource[];
  readonly auth: OperationAuth;
  readonly parameters: readonly Parameter[];
  readonly dataClasses: readonly DataClass[];
  readonly deprecated: boolean;
  readonly sunset?: string;
  readonly risk: RiskClass;
  readonly tests: readonly OperationTest[];
  /** A branch decides whether it is registered (`if (process.env.DEBUG)`). */
  readonly conditional?: string;
  readonly handler?: Location;
  /** The type of the answer, as the handler declares it. */
  readonly responseType?: string;
};

/** Operations of one owner, base path and version line. */
export type Api = {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly protocol: Protocol;
  readonly component: string;
  readonly owner?: string;
  readonly risk: { readonly class: RiskClass; readonly reasons: readonly string[] };
  /** Description files that count for it. */
  readonly descriptions: readonly string[];
};

/** Something that every request to an operation passes before its handler uses it. */
export type SeenControl = { readonly control: Control; readonly at: Location; readonly what: string };

/** What `link` gives: an operation as code registers it, before anything is compared with it. */
export type CodeOperation = {
  readonly method: Method;
  readonly path: string;
  readonly component: string;
  readonly framework: string;
  /** The narrowest token that registers it. */
  readonly at: Location;
  /** Every mount between application and route, outermost first. */
  readonly mounts: readonly { readonly at: Location; readonly prefix: string }[];
  readonly auth: OperationAuth;
  readonly parameters: readonly Parameter[];
  /** Not undefined: full path or place in the application could not be resolved, and why. */
  readonly unresolved?: string;
  readonly conditional?: string;
  readonly handler?: Location;
  /** The type of the answer, as the handler declares it. */
  readonly responseType?: string;
  readonly deprecated: boolean;
  /** A schema is bound to the request before the handler runs. */
  readonly validation?: Location;
  /** A limiter stands before the handler. */
  readonly limiter?: Location;
  /** What else certainly stands before the handler, or is done by it before anything else; in the order in which it runs. */
  readonly controls?: readonly SeenControl[];
};

/**
 * The identity under which operations of one component are compared: parameters become `{}`, a catch-all `{*}`,
 * one slash between segments, none at the end, case kept. Source: conventions §2.
 */
export function normalisePath(path: string): string {
  const segments = path
    .split('/')
    .filter(segment => segment !== '')
    .map(segment =>
      segment.startsWith('{*') || segment === '*' || segment === '**' ? '{*}' : segment.replace(/\{[^{}]*\}/g, '{}'),
    );
  return `/${segments.join('/')}`;
}

/** `component#METHOD /normalised/path`, shortened to a stable id. */
export function operationId(component: string, method: string, path: string): string {
  return `op-${digest(`${component}#${method} ${normalisePath(path)}`)}`;
}

export function apiId(component: string, protocol: Protocol, line: string): string {
  return `api-${digest(`${component}#${protocol}#${line}`)}`;
}

/** Twelve hexadecimal digits of SHA-256: enough for a million items without a likely collision. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
