import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { container } from './container.ts';

test('an image with a start command is a deployable unit', () =>
  checkFacts(container, 'services/shop/Dockerfile', '# build\nFROM node:24\nCMD ["node", "app.js"]\n', [
    '2:1 artefact | artefact service-exposure; what container; name shop',
  ]));

test('an image without one is shown and not counted', () =>
  checkFacts(container, 'Dockerfile', 'FROM scratch\n', [
    '1:1 artefact | artefact service-exposure; what container; name .; rejected [{"rule":"no-start-command","why":"the image states no command of its own"}]',
  ]));

test('a file without a base image is no image', () =>
  checkFacts(container, 'Dockerfile', '# FROM node\nRUN from here\n', []));
