import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type XmlElement, attributeOf, childrenOf } from '../../../../src/parse/xml.ts';
import { methodNamed } from '../annotation-elements.ts';
import { FRAMEWORK, RULES } from './rules.ts';

export const struts = defineDetector({
  id: 'struts',
  title: 'Struts 2',
  kind: 'framework',
  docs: 'https://struts.apache.org/core-developers/action-configuration.html',
  reads: 'xml',
  files: ['**/*struts*.xml', '**/struts/**/*.xml', '**/xwork*.xml'],
  words: ['<struts', '<xwork'],
  emits: ['route'],
  limits: [
    'Actions answer every method; the ending of their URLs (`.action`) is left out, as it may be.',
    'Interceptors of the application are not read: whether one of them asks for a caller is reported as unknown.',
  ],
  version: 1,
  detect: ({ root }): readonly ProgramFact[] =>
    root.local === 'struts' || root.local === 'xwork' ? childrenOf(root, 'package').flatMap(packageFacts) : [],
});

/** `<package namespace="/user"><action name="list" class="…" method="list"/></package>`. Abstract ones hold no actions of their own. */
function packageFacts(element: XmlElement): readonly ProgramFact[] {
  const namespace = attributeOf(element, 'namespace')?.value ?? '';
  return childrenOf(element, 'action').flatMap((action): readonly ProgramFact[] => {
    const name = attributeOf(action, 'name');
    if (!name) return [];
    const path: Expr = { kind: 'text', at: name.at, value: `${namespace}/${name.value}` };
    return [
      {
        kind: 'route',
        at: name.at,
        framework: FRAMEWORK,
        site: { kind: 'text', at: name.at, value: name.value },
        methods: ['ANY'],
        path,
        chain: [handlerOf(action, name.at)],
        guards: interceptorsOf(element, action),
        rules: RULES,
      },
    ];
  });
}

/** Stacks that Struts itself brings, none of which asks who calls. Source: Struts, `struts-default.xml`. */
const KNOWN_STACKS =
  /^(?:basicStack|validationWorkflowStack|jsonValidationWorkflowStack|fileUploadStack|modelDrivenStack|chainStack|i18nStack|paramsPrepareParamsStack|defaultStack|completeStack|executeAndWaitStack|jsonDefaultStack|restDefaultStack|params|prepare|validation|workflow|fileUpload|logger|timer|exception|json|token|tokenSession|servletConfig|modelDriven|i18n|store|execAndWait|actionFileUpload)$/;

/** Interceptors of the application on an action, or for its package: what they ask for is not read. */
function interceptorsOf(element: XmlElement, action: XmlElement): readonly Expr[] {
  const own = childrenOf(action, 'interceptor-ref');
  const refs = own.length > 0 ? own : childrenOf(element, 'default-interceptor-ref');
  return refs.flatMap((ref): readonly Expr[] => {
    const name = attributeOf(ref, 'name');
    if (!name || KNOWN_STACKS.test(name.value)) return [];
    return [{ kind: 'unknown', at: name.at, text: name.value, parts: [] }];
  });
}

/** The method of its class, `execute` when none is named; one with `{1}` hangs on the path. */
function handlerOf(action: XmlElement, at: Location): Expr {
  const cls = attributeOf(action, 'class')?.value;
  const method = attributeOf(action, 'method')?.value ?? 'execute';
  return cls === undefined || !/^[\w.$]+$/.test(cls) || !/^\w+$/.test(method)
    ? { kind: 'unknown', at, text: 'an action whose method hangs on the request', parts: [] }
    : methodNamed(at, cls, method);
}
