import { defineConfig } from 'vitest/config';

/** The suite runs against real parts (embedded engine, bundled Lambdas, a browser), hence the long limits. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: {
      TZ: 'UTC',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
