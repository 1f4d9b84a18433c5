import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the model files that come with the package. Run from source it is the folder of this file; run from
 * `dist/models/` it is `models/` at the root of the package, two folders up.
 */
export function bundledModels(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return existsSync(join(here, '42crunch.yaml')) ? here : join(here, '..', '..', 'models');
}
