import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { CSHARP_FILES, lastName } from '../names.ts';
import { ANONYMOUS, AUTHORIZED, FRAMEWORK, POLICY } from '../rules.ts';
import { policyAssignments, setUpFacts } from './authorization.ts';
import { policyExtensions, providedPolicies } from './policies.ts';
import { attributeFacts, controllerFacts } from './controllers.ts';
import { applicationFacts, conventionsOf, endpointFacts, typedRouters } from './endpoints.ts';

export const aspnetcore = defineDetector({
  id: 'aspnetcore',
  title: 'ASP.NET',
  kind: 'framework',
  docs: 'https://learn.microsoft.com/aspnet/core/fundamentals/routing',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  emits: [
    'application',
    'router',
    'route',
    'mount',
    'guard',
    'guard-kind',
    'guard-export',
    'auth-provider',
    'base-path',
    'conventional-route',
    'decision',
    'mark',
  ],
  limits: [
    'What is compiled under a symbol that the build defines is read as if the first part of the condition held.',
    'Versions in paths (`v{version:apiVersion}`) stay parameters of the path.',
    'A parameter that a path may leave out is listed as one that is there.',
    'Conventions that change paths at run time (`IApplicationModelConvention`) are not followed.',
    'Requirements whose handlers are not in the tree, and policies that are put together elsewhere, are reported as unknown.',
    'Razor pages, hubs and gRPC services are no operations here.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const conventions = conventionsOf(file);
    return [
      ...typedRouters(file),
      ...applicationFacts(file),
      ...attributeFacts(file),
      ...controllerFacts(file),
      ...knownBases(file),
      ...decidingClasses(file),
      ...policyAssignments(file),
      ...providedPolicies(file),
      ...policyExtensions(file),
      ...file.calls.flatMap(site => [...setUpFacts(site), ...endpointFacts(site, conventions)]),
    ];
  },
});

/** Classes that extend the framework's own attribute ask for what it asks for. */
function knownBases(file: ProgramFile): readonly ProgramFact[] {
  const [base] = file.classes.flatMap(({ extends: extended }) =>
    extended && /^Authorize(?:Attribute)?$/.test(lastName(extended)) ? [extended] : [],
  );
  if (!base) return [];
  const modules = ['Microsoft.AspNetCore.Authorization', 'System.Web.Mvc', 'System.Web.Http'];
  return modules.map((module): ProgramFact => ({
    kind: 'guard-export',
    at: base.at,
    framework: FRAMEWORK,
    site: { kind: 'name', at: base.at, name: lastName(base) },
    module,
    name: 'AuthorizeAttribute',
    effect: 'required',
    exemptBy: ANONYMOUS,
    marks: AUTHORIZED,
    namesProvider: { field: 'Policy', prefix: POLICY },
    why: 'it extends the attribute by which ASP.NET refuses callers that are not authenticated',
  }));
}

/** Classes that are asked whether requirements are met: the framework finds them by itself, or by what the program registers. */
function decidingClasses(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap((cls): readonly ProgramFact[] => {
    const isHandler = [...(cls.extends ? [lastName(cls.extends)] : []), ...cls.implements.map(({ name }) => name)].some(
      name => name === 'AuthorizationHandler' || name === 'IAuthorizationHandler',
    );
    return isHandler
      ? [{ kind: 'mark', at: cls.nameAt, framework: FRAMEWORK, site: cls, mark: { kind: 'found' } }]
      : [];
  });
}
