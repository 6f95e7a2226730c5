import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The extension in real VS Code, each file in a VS Code of its own. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/vscode/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
