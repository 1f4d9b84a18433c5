import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { compose } from './compose.ts';

test('a service that is built names the folder it is built from, relative to the file', () =>
  checkFacts(
    compose,
    'deploy/docker-compose.yml',
    `services:
  shop:
    build: { context: ../services/shop }
  web:
    build: ..
  db:
    image: postgres
  gone: { build: ../../elsewhere }
  remote: { build: "https://git.test/x.git" }
  free: { build: "\${CONTEXT}" }
`,
    [
      '3:5 artefact | artefact service-exposure; what container; name shop; builds services/shop',
      '5:12 artefact | artefact service-exposure; what container; name web; builds .',
    ],
  ));

test('two recipes for one folder leave open which is the component; files for tests are shown and not counted', () =>
  checkFacts(
    compose,
    'compose.test.yaml',
    `services:
  api: { build: { context: ., dockerfile: api.Dockerfile } }
  mail: { build: { context: ., dockerfile: mail.Dockerfile } }
`,
    [
      '2:10 artefact | artefact service-exposure; what container; name api; rejected [{"rule":"G2","why":"it is built for tests"}]',
      '3:11 artefact | artefact service-exposure; what container; name mail; rejected [{"rule":"G2","why":"it is built for tests"}]',
    ],
  ));

test('a recipe in a folder of its own tells what is built', () =>
  checkFacts(
    compose,
    'compose.yaml',
    `services:
  server: { build: { context: ., dockerfile: apps/server/Dockerfile } }
  web: { build: { context: ., dockerfile: ./apps/web/Dockerfile } }
`,
    [
      '2:13 artefact | artefact service-exposure; what container; name server; builds apps/server',
      '3:10 artefact | artefact service-exposure; what container; name web; builds apps/web',
    ],
  ));
