import manifest from '../../package.json' with { type: 'json' };

/** The version of the package; its manifest is the only place that states it. */
export const TOOL_VERSION: string = manifest.version;
