/**
 * Types for model files where no plugin can give them: TypeScript 7 loads none. A copy of the types goes into the project, and
 * tsconfig.json learns where it is. Reads and writes nothing itself.
 */
import { posix } from 'node:path';
import { applyEdits, modify, type ParseError, parse } from 'jsonc-parser';

/** From the folder of the project. */
export const TYPES_PATH = '.modelwright/types/modelwright.d.ts';

export interface TypesSetup {
  /** Files to write, from the folder of the project, with their whole new text. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** What is left to the user: tsconfig.json could not be changed without a risk to what it says. */
  readonly advice?: string;
}

/** `types` is the text of dist/modelwright.d.ts, `tsconfig` that of the project's tsconfig.json where it has one. */
export function typesSetup(types: string, tsconfig: string | undefined): TypesSetup {
  const copy = { path: TYPES_PATH, text: types };
  if (tsconfig === undefined) return { files: [copy, { path: 'tsconfig.json', text: NEW_TSCONFIG }] };
  const result = extend(tsconfig);
  if ('advice' in result) return { files: [copy], advice: result.advice };
  return { files: result.text === tsconfig ? [copy] : [copy, { path: 'tsconfig.json', text: result.text }] };
}

/** What TypeScript says of `import ... from 'modelwright'` where it has no types for it. */
export const lacksTypes = ({ code, message }: { readonly code: unknown; readonly message: string }): boolean =>
  Number(code) === 2307 && message.includes("'modelwright'");

/** Comments and layout stay. */
function extend(tsconfig: string): { readonly text: string } | { readonly advice: string } {
  const errors: ParseError[] = [];
  const config: unknown = parse(tsconfig, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isRecord(config)) return { advice: `tsconfig.json can't be read. Once it can, ${add('.')}` };
  const options = config['compilerOptions'] ?? {};
  const paths = isRecord(options) ? (options['paths'] ?? {}) : undefined;
  if (!isRecord(options) || !isRecord(paths))
    return { advice: `tsconfig.json has another form than expected. In it, ${add('.')}` };
  if (paths['modelwright'] !== undefined) return { text: tsconfig };
  // Paths here would take the place of those that another file sets, and count from its baseUrl.
  if (config['extends'] !== undefined) {
    return { advice: `tsconfig.json extends another file, whose paths would be lost. In the one that sets them, ${add('.')}` };
  }
  const base = typeof options['baseUrl'] === 'string' ? options['baseUrl'] : '.';
  const formattingOptions = { insertSpaces: !/^\t/m.test(tsconfig), tabSize: 2, eol: tsconfig.includes('\r\n') ? '\r\n' : '\n' };
  const where = ['compilerOptions', 'paths', 'modelwright'];
  return { text: applyEdits(tsconfig, modify(tsconfig, where, [pathFrom(base)], { formattingOptions })) };
}

const add = (base: string): string => `add to compilerOptions.paths: "modelwright": ["${pathFrom(base)}"]`;

function pathFrom(base: string): string {
  const path = posix.relative(posix.normalize(base), TYPES_PATH);
  return path.startsWith('../') ? path : `./${path}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Model files are evaluated as they stand, so only what can be blanked is allowed, and imports of types say so. */
const NEW_TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2023"],
    "module": "ESNext",
    "moduleResolution": "Bundler",
    "types": [],
    "strict": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "noEmit": true,
    "paths": {
      "modelwright": [${JSON.stringify(pathFrom('.'))}]
    }
  },
  "include": ["**/*.ts"]
}
`;
