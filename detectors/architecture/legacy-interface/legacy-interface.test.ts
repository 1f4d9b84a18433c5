import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { legacyInterface } from './legacy-interface.ts';

test('a WSDL document is a SOAP interface under the name of its service', () =>
  checkFacts(
    legacyInterface,
    'src/Quote.wsdl',
    '<?xml version="1.0"?>\n<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">\n<wsdl:service name="QuoteService"/>\n</wsdl:definitions>\n',
    ['2:1 artefact | artefact legacy-interface; style soap; name QuoteService'],
  ));

test('a deployment descriptor is an application server', () =>
  checkFacts(legacyInterface, 'src/main/webapp/WEB-INF/web.xml', '<web-app version="3.0"/>\n', [
    '1:1 artefact | artefact legacy-interface; style application-server; name src/main/webapp/WEB-INF/web.xml',
  ]));

test('a file that is only called so is none', () =>
  checkFacts(legacyInterface, 'x.wsdl', '<definitions xmlns="urn:other"/>\n', []));
