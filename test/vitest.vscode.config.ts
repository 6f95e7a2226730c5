import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The extension in real VS Code, each file in a VS Code of its own. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/vscode/**/*.test.ts'],
    globalSetup: [fileURLToPath(new URL('build.ts', import.meta.url))],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    fileParallelism: false,
  },
});
