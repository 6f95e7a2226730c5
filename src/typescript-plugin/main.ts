/**
 * Loaded by VS Code's TypeScript server for every project: `import ... from 'modelwright'` has types with no set-up. A package of
 * that name, or a path in tsconfig.json, goes before. It lies in node_modules/modelwright-typescript-plugin of the extension.
 */
import { join } from 'node:path';
import type ts from 'typescript/lib/tsserverlibrary';

/** Declares the module by its name: of a file outside the project, auto-import would write the path. */
const types = join(__dirname, 'modelwright.d.ts').replaceAll('\\', '/');

export default ({ typescript }: { readonly typescript: typeof ts }): ts.server.PluginModule => ({
  create({ languageService, languageServiceHost: host }) {
    const resolve = host.resolveModuleNameLiterals?.bind(host);
    if (resolve !== undefined) {
      host.resolveModuleNameLiterals = (names, ...rest) =>
        resolve(names, ...rest).map((found, index) =>
          found.resolvedModule === undefined && names[index]?.text === 'modelwright'
            ? { ...found, resolvedModule: { resolvedFileName: types, extension: '.d.ts', isExternalLibraryImport: true } }
            : found,
        );
    }
    // A model file that imports nothing yet is to be completed too.
    const filesOf = host.getScriptFileNames.bind(host);
    host.getScriptFileNames = () => {
      const files = filesOf();
      const model = files.find((file) => file.endsWith('.model.ts'));
      if (model === undefined) return files;
      const { resolvedModule } = typescript.resolveModuleName('modelwright', model, host.getCompilationSettings(), host);
      return resolvedModule === undefined ? [...files, types] : files;
    };
    return languageService;
  },
});
