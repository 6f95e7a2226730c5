/** Tests of workers and of the command line run the built bundles: make them once before all tests. */
export default async (): Promise<void> => {
  const { build } = await import('../esbuild.mjs');
  await build();
};
