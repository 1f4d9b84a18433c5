import type { Implicit, RouterRules } from '../../../src/core/facts/program.ts';

/** Paths and guards of ASP.NET: what a group or an application asks for holds for all of it, whenever it was said. */
export const RULES: RouterRules = { syntax: 'aspnet', guards: 'always', servesParts: true };

export const FRAMEWORK = 'aspnetcore';

/** What is said without naming an application is said of that of the component. */
export const ROOT: Implicit = { otherwise: 'root', rules: RULES };

/** Metadata by which an endpoint is open to all, whatever else asks for a caller. */
export const ANONYMOUS = 'AllowAnonymous';
/** Metadata by which an endpoint asks for callers by itself. */
export const AUTHORIZED = 'Authorize';
/** Metadata of every action of a controller. */
export const OF_CONTROLLER = 'controller';
/** The policy that holds where none is named. */
export const DEFAULT_POLICY = 'default policy';
export const POLICY = 'policy ';
