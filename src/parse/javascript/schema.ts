import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const names = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** The fields of a package.json that decide which file an import means. */
export const PackageJson = z.object({
  name: text,
  main: text,
  module: text,
  source: text,
  types: text,
  exports: z.unknown().optional(),
  imports: names,
  dependencies: names,
  devDependencies: names,
  peerDependencies: names,
});
export type PackageJson = z.infer<typeof PackageJson>;

/** The fields of tsconfig.json and jsconfig.json that decide which file an import means. */
export const TsConfig = z.object({
  extends: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  references: z
    .array(z.object({ path: z.string() }))
    .optional()
    .catch(undefined),
  compilerOptions: z
    .object({
      baseUrl: text,
      paths: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
export type TsConfig = z.infer<typeof TsConfig>;

/** The import map of deno.json. */
export const DenoConfig = z.object({ imports: z.record(z.string(), z.string()).optional().catch(undefined) });
export type DenoConfig = z.infer<typeof DenoConfig>;
