import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { complianceMapping } from './compliance-mapping.ts';

test('requirements of a regime, mapped to systems, are a mapping', () =>
  checkFacts(
    complianceMapping,
    'compliance/matrix.csv',
    'requirement,api,regime\n6.2.4,orders,PCI DSS\n8.3,users,PCI DSS\n',
    [
      '1:1 artefact | artefact compliance-mapping; title matrix; regimes ["pci-dss"]; entries 2; names requirement,api,regime 6.2.4,orders,pci dss 8.3,users,pci dss',
    ],
  ));

test('a statement of compliance maps nothing', () =>
  checkFacts(complianceMapping, 'docs/compliance.md', '# Compliance\n\nWe are SOC 2 certified. ![badge](x)\n', []));
