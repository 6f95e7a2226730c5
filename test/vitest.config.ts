import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    exclude: ['test/process/**', 'test/server/**', 'test/webview/**', 'test/vscode/**'],
    globalSetup: ['test/build.ts'],
    // A process reads TypeScript once for all files it tests: a third of the time.
    isolate: false,
    // Wide, because a busy machine is no fault of the code.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
