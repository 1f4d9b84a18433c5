/** The tools that pipelines run, as data, a file a kind. */
import type { Tool } from './tool.ts';
import { API_TOOLS } from './tools-api.ts';
import { BUILD_TOOLS } from './tools-build.ts';
import { DESCRIPTION_TOOLS } from './tools-descriptions.ts';
import { DRIFT_TOOLS } from './tools-drift.ts';
import { SCANNERS } from './tools-scanners.ts';

/** Every row. Order matters only between forms of the same length. */
export const TOOLS: readonly Tool[] = [...API_TOOLS, ...DESCRIPTION_TOOLS, ...SCANNERS, ...DRIFT_TOOLS, ...BUILD_TOOLS];
