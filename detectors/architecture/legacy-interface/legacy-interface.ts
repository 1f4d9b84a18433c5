import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';

export const legacyInterface = defineDetector({
  id: 'legacy-interface',
  title: 'SOAP services and application-server deployments',
  kind: 'architecture',
  docs: 'https://www.w3.org/TR/wsdl20/',
  reads: 'text',
  files: [
    '**/*.wsdl',
    '**/WEB-INF/web.xml',
    '**/weblogic.xml',
    '**/weblogic-application.xml',
    '**/jboss-web.xml',
    '**/ibm-web-bnd.xml',
  ],
  words: ['definitions', 'description', 'web-app', 'weblogic', 'jboss-web', 'web-bnd'],
  emits: ['artefact'],
  limits: ['A WSDL that belongs to a service the code calls is told from one it serves by nothing but its folder.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const wsdl = /<(?:[\w-]{1,20}:)?(?:definitions|description)\b/.exec(file.text);
    if (file.path.endsWith('.wsdl')) {
      if (!wsdl || !/schemas\.xmlsoap\.org\/wsdl|w3\.org\/ns\/wsdl/.test(file.text)) return [];
      return [
        {
          kind: 'artefact',
          artefact: 'legacy-interface',
          at: file.locate(wsdl.index, wsdl.index + wsdl[0].length),
          style: 'soap',
          name: nameOf(file),
        },
      ];
    }
    const root = /<(?:web-app|weblogic-(?:web-app|application)|jboss-web|web-bnd)\b/.exec(file.text);
    if (!root) return [];
    return [
      {
        kind: 'artefact',
        artefact: 'legacy-interface',
        at: file.locate(root.index, root.index + root[0].length),
        style: 'application-server',
        name: file.path,
      },
    ];
  },
});

function nameOf(file: TextFile): string {
  return /<(?:[\w-]{1,20}:)?service\s[^>]{0,500}?name="([^"]{1,120})"/.exec(file.text)?.[1] ?? file.path;
}
