import { expect, test } from 'vitest';
import type { FactBody } from '../../../src/core/fact.ts';
import { javascriptFile } from '../../../src/parse/javascript.ts';
import { k6Script } from './k6-script.ts';

/** `tool verdict`, and what it is given. */
function config(facts: readonly FactBody[]): readonly string[] {
  return facts.flatMap(fact =>
    fact.kind === 'tool-config'
      ? [
          [fact.tool, fact.blocking, fact.hasCredentials ? 'credentials' : '', fact.isApiAware ? 'api' : '']
            .filter(word => word !== '')
            .join(' '),
        ]
      : [],
  );
}

test.each([
  ['import http from "k6/http";\nexport default function () { http.get("x"); }\n', ['k6 no']],
  [
    'import http from "k6/http";\nexport const options = { vus: 1, thresholds: { http_req_failed: ["rate<0.01"] } };\n',
    ['k6 yes'],
  ],
  ['import http from "k6/http";\nexport const options = { vus: 1 };\n', ['k6 no']],
  ['import http from "k6/http";\nexport const options = make();\n', ['k6 unknown']],
  ['import axios from "axios";\n', []],
])('a k6 script fails only by thresholds', (text, expected) => {
  const parsed = javascriptFile('load.js', 'product', text, { read: () => undefined });
  expect(config(parsed.kind === 'parsed' ? k6Script.detect(parsed.file) : [])).toEqual(expected);
});
