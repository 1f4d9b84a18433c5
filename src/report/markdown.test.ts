import { expect, test } from 'vitest';
import { operation, reportOf, sampleParts, sampleReport } from '../../tests/support/sample-report.ts';
import { reportMarkdown } from './markdown.ts';

test('the report as Markdown: verdict, steps, operations, proof, what was not seen', () => {
  expect(reportMarkdown(sampleReport())).toMatchInlineSnapshot(`
    "# API security maturity of acme/shop &#64; 4f2a91c

    1 component · 1 API · 6 operations

    | Domain | Level | What stands out |
    | --- | --- | --- |
    | Inventory | **emerging .. established** | 2 shadow, 1 zombie, 1 phantom operations |
    | Testing | **non-existent** | ZAP runs nightly but cannot fail the build |
    | Protection | **not observed** | no gateway configuration was given |

    **Overall:** emerging (non-existent .. emerging)

    **Salt:** stage 1 of 5 (0 .. 2) · 1 of 2 practices of stage 2 · adoption is one stage ahead of security

    **Authentication:** 1 required · 3 none · 0 optional · 1 unknown

    **2 writes answer without credentials:** \`DELETE /v1/carts/{id}\`, \`POST /v1/coupons\`

    ## Next steps

    | Step | Moves | Where |
    | --- | --- | --- |
    | Make the job dast required on main | Testing → emerging | 2 places |
    | Describe 2 operations of shop | Inventory → established | shop/openapi.yaml:1 |

    ## Operations

    | Operation | Component | State | Authentication | Risk | Place |
    | --- | --- | --- | --- | --- | --- |
    | \`GET /books\` | shop | zombie | unknown | medium | \`shop/src/routes.ts:77\` |
    | \`GET /v1/books\` | shop | matched | none | medium | \`shop/src/routes.ts:20\` |
    | \`POST /v1/books\` | shop | matched | required | medium | \`shop/src/routes.ts:24\` |
    | \`DELETE /v1/carts/{id}\` | shop | shadow | none | high | \`shop/src/routes.ts:41\` |
    | \`POST /v1/coupons\` | shop | shadow | none | medium | \`shop/src/routes.ts:52\` |
    | \`POST /v1/refunds\` | shop | phantom | unknown | medium | \`shop/openapi.yaml:130\` |

    ## Inventory: emerging .. established

    two of three activities are emerging

    | Activity | Level | Rule | Evidence |
    | --- | --- | --- | --- |
    | \`inventory.accuracy\` | emerging | T-API: 1 of 1 APIs at tier E1 or better | 1 |

    ## Testing: non-existent

    no gate of emerging holds

    | Activity | Level | Rule | Evidence |
    | --- | --- | --- | --- |
    | \`testing.release-gating\` | non-existent | T-API: 1 of 1 APIs at tier E1 or better | none, 1 not counted |

    ## Protection: not observed

    nothing could be looked at

    | Activity | Level | Rule | Evidence |
    | --- | --- | --- | --- |
    | \`protection.secure-transport\` | not observed | T-API: 1 of 1 APIs at tier E1 or better | none |

    ## Salt API security maturity model

    | Measure | Satisfied | Rule |
    | --- | --- | --- |
    | \`stage2.practices.documentation-started\` | 1 | at least a fifth of APIs |
    | \`stage2.practices.gateway-added\` | unknown | at least a fifth of APIs |
    | \`stage2.barometer.pilot-projects\` | 0.5 | at least a fifth of APIs |

    ## What was not seen

    - hosting settings (no token for github.com)
    - traffic (not given)
    - Java (12 files: not read yet, nothing is claimed about them)
    - Python (3 files: not read yet, nothing is claimed about them)
    - 1 of 3 signals (no detector yet)
    - 1,204 files read, 1 not

    | Plane | Subject | Readable | Why |
    | --- | --- | --- | --- |
    | hosting settings | acme/shop | no | no token for github.com |
    | traffic | acme/shop | not-given | no traffic file was given |

    | Place | Code | What happened |
    | --- | --- | --- |
    | \`deploy/values.yaml:14\` | \`unreadable-yaml\` | mapping key repeated; the file was left out of the inventory |

    apiassay 0\\.1.0, rules rules-0123456789ab, 2026-11-14T03:00:00Z
    "
  `);
});

test('scanned text stays in its cell and is no markup', () => {
  const parts = sampleParts();
  const hostile = operation('GET', '/a|b`<script>', 3, { component: '[x](http://evil.example)|' });
  const markdown = reportMarkdown(reportOf({ ...parts, inventory: { ...parts.inventory, operations: [hostile] } }));
  const row = markdown.split('\n').find(line => line.includes('/a'));
  expect(row).toBe(
    '| `` GET /a\\|b`<script> `` | \\[x\\](http:&#47;&#47;evil.example)\\| | matched | required | medium | `shop/src/routes.ts:3` |',
  );
});
