/** Folder of the bundles and of the data that come with them. */
export const distDir = __dirname;
