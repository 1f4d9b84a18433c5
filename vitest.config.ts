import { defineConfig } from 'vitest/config';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  throw new Error(`the tests need Node 22.19 or newer, this is ${process.versions.node}: run them with npm test`);
}

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'detectors/**/*.test.ts',
      'models/**/*.test.ts',
      'tests/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    exclude: ['fixtures/**', 'node_modules/**', 'detectors/_template/**'],
    testTimeout: 60_000,
  },
});
