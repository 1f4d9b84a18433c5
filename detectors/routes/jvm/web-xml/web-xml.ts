import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type XmlElement, type XmlFile, childOf, childrenOf } from '../../../../src/parse/xml.ts';
import { FRAMEWORK as REST, RULES as REST_RULES } from '../jax-rs/marks.ts';
import { FRAMEWORK, RULES, mappedPath } from '../servlet/rules.ts';
import { constraintFacts } from './constraints.ts';

export const webXml = defineDetector({
  id: 'web-xml',
  title: 'Deployment descriptors of Jakarta Servlet',
  kind: 'framework',
  docs: 'https://jakarta.ee/specifications/servlet/6.1/jakarta-servlet-spec-6.1#deployment-descriptor',
  reads: 'xml',
  files: ['**/web.xml', '**/web-fragment.xml'],
  words: ['web-app', 'web-fragment'],
  emits: ['route', 'guard', 'base-path', 'access-list', 'access-rule', 'access-annotations'],
  limits: ['Servlets for endings (`*.do`), the default servlet and those of libraries are no operations of their own.'],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const mappings = mappingsOf(file.root, 'servlet');
    return [
      ...mappings.flatMap(mapping => servletFacts(mapping)),
      ...mappingsOf(file.root, 'filter').flatMap(filterFacts),
      ...constraintFacts(file),
      ...roleSettings(file),
    ];
  },
});

type Mapping = {
  readonly name: string;
  readonly element: XmlElement | undefined;
  readonly pattern: string;
  readonly at: Location;
};

/** `<servlet-mapping>` with the `<servlet>` of its name; one without is named for what the container itself brings. */
function mappingsOf(root: XmlElement, kind: 'servlet' | 'filter'): readonly Mapping[] {
  const named = new Map(childrenOf(root, kind).map(element => [textOf(element, `${kind}-name`), element]));
  return childrenOf(root, `${kind}-mapping`).flatMap(mapping => {
    const name = textOf(mapping, `${kind}-name`);
    return childrenOf(mapping, 'url-pattern').map(pattern => ({
      name,
      element: named.get(name),
      pattern: pattern.text,
      at: pattern.textAt,
    }));
  });
}

function textOf(element: XmlElement, name: string): string {
  return childOf(element, name)?.text ?? '';
}

const APPLICATIONS = ['jakarta.ws.rs.core.Application', 'javax.ws.rs.core.Application'];

/** Base classes of applications. Sources: Jakarta REST, Applications; Jersey, `ResourceConfig`. */
const DERIVES = [
  ...APPLICATIONS,
  'org.glassfish.jersey.server.ResourceConfig',
  'com.sun.jersey.api.core.ResourceConfig',
  'com.sun.jersey.api.core.PackagesResourceConfig',
];

/** Servlets that serve resources of Jakarta REST. Sources: Jersey, RESTEasy and CXF, their deployment chapters. */
const RUNTIMES: ReadonlySet<string> = new Set([
  'org.glassfish.jersey.servlet.ServletContainer',
  'com.sun.jersey.spi.container.servlet.ServletContainer',
  'com.sun.jersey.spi.spring.container.servlet.SpringServlet',
  'org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher',
  'org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher',
  'org.apache.cxf.transport.servlet.CXFServlet',
  'org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet',
]);

function servletFacts({ name, element, pattern, at }: Mapping): readonly ProgramFact[] {
  const cls = element ? textOf(element, 'servlet-class') : '';
  const prefix: Expr = { kind: 'text', at, value: pattern.replace(/\/?\*$/, '') };
  const site: Expr = { kind: 'text', at, value: name };
  const base = { kind: 'base-path', at, framework: REST, site, prefix, rules: REST_RULES } as const;
  const application = element && applicationOf(element);
  const named = application ?? (RUNTIMES.has(cls) || cls === '' ? undefined : cls);
  if (APPLICATIONS.includes(name) || (RUNTIMES.has(cls) && !application)) return [{ ...base, forApplications: true }];
  const onClass: readonly ProgramFact[] =
    named === undefined && !DERIVES.includes(name) && cls === '' && !name.includes('.')
      ? []
      : [{ ...base, on: loaded(at, named ?? name), derives: DERIVES }];
  if (cls === '' || RUNTIMES.has(cls) || pattern === '/' || !pattern.startsWith('/')) return onClass;
  return [
    ...onClass,
    {
      kind: 'route',
      at,
      framework: FRAMEWORK,
      site: { kind: 'text', at, value: pattern },
      methods: [],
      path: { kind: 'text', at, value: pattern },
      chain: [loaded(at, cls)],
      rules: RULES,
    },
  ];
}

/** `<init-param>` that names the class of the application. */
function applicationOf(element: XmlElement): string | undefined {
  const found = childrenOf(element, 'init-param').find(parameter =>
    /^(?:(?:jakarta|javax)\.ws\.rs\.Application)$/.test(textOf(parameter, 'param-name')),
  );
  return found && textOf(found, 'param-value');
}

function filterFacts({ element, pattern, at }: Mapping): readonly ProgramFact[] {
  const cls = element ? textOf(element, 'filter-class') : '';
  if (cls === '') return [];
  if (RUNTIMES.has(cls)) return [];
  const prefix: Expr = { kind: 'text', at, value: mappedPath(pattern) };
  return [FRAMEWORK, REST].map(framework => ({
    kind: 'guard',
    at,
    framework,
    site: prefix,
    guards: [loaded(at, cls)],
    prefix,
    covers: 'matching',
    rules: framework === REST ? REST_RULES : RULES,
  }));
}

function loaded(at: Location, cls: string): Expr {
  return { kind: 'load', at, module: { kind: 'text', at, value: cls } };
}

/** Source: RESTEasy, Securing Jakarta REST and RESTEasy. */
function roleSettings(file: XmlFile): readonly ProgramFact[] {
  return childrenOf(file.root, 'context-param').flatMap((parameter): readonly ProgramFact[] => {
    const value = childOf(parameter, 'param-value');
    if (textOf(parameter, 'param-name') !== 'resteasy.role.based.security' || value?.text !== 'true') return [];
    const site: Expr = { kind: 'text', at: value.textAt, value: 'true' };
    return [{ kind: 'access-annotations', at: value.textAt, framework: REST, site, isEnforced: true }];
  });
}
