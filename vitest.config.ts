import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'detectors/**/*.test.ts', 'models/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['fixtures/**', 'node_modules/**', 'detectors/_template/**'],
    testTimeout: 60_000,
  },
});
