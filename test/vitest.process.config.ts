import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What a person gets who types `modelwright`: the built bundles, each in a process of its own. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/process/**/*.test.ts', 'test/server/**/*.test.ts', 'test/webview/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 300_000,
    // Trainings take all cores; side by side they only wait for each other.
    fileParallelism: false,
  },
});
