/**
 * Colours for model files: TextMate grammars that VS Code injects into its own for TypeScript. Made from the specs; the files
 * in `syntaxes/` are their texts, and `vitest -u` renews them.
 *
 * They only ever add scopes. Take these away, and what is left is exactly what TypeScript's grammar says; a file that does not
 * import from 'modelwright' has none. A file's name is not known to a grammar, so its import has to tell.
 *
 * Names keep the beginning of TypeScript's scope, `entity.name.function`, and with it the colour: TypeScript's server colours
 * names once more when it has read the file, and a colour of ours would jump while one types. A rule of a theme or of
 * `editor.tokenColorCustomizations` for ours shows where that server is silent: in Restricted Mode, or with semantic
 * highlighting off. Known values are ours alone, and stand out in VS Code's default themes.
 */
import { transformSpecs } from '../data/index.spec';
import type { Argument } from '../ir/arguments';
import type { Callable } from '../ir/callable';
import { functions } from './functions';
import { layerArguments } from './layer-arguments.spec';

export interface Pattern {
  readonly name?: string;
  readonly contentName?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly include?: string;
  readonly patterns?: readonly Pattern[];
}

/** One selector says where all patterns of an injected grammar hold, hence one grammar for each place. */
export interface Grammar {
  readonly scopeName: string;
  readonly injectionSelector: string;
  readonly patterns: readonly Pattern[];
  readonly repository?: Readonly<Record<string, Pattern>>;
}

/** By the name of their file: `syntaxes/<name>.tmLanguage.json`. */
export const grammars = (): Readonly<Record<string, Grammar>> => ({
  'model-file': modelFile,
  calls: calls(),
  arguments: callArguments(),
  values: values(),
});

/** From the import of 'modelwright' to the end of the file. */
const MODEL_FILE = 'meta.model.modelwright';

/**
 * An import may take several lines, and a pattern sees one line at a time. So every import at the top of a file is wrapped in
 * a rule without a scope. It ends where the import ends, unless the import was ours: then it never does.
 */
const modelFile: Grammar = {
  scopeName: 'modelwright.model-file',
  injectionSelector: 'L:source.ts -meta -string -comment',
  patterns: [
    {
      // `\G` is where the rule around has just begun: without it the rule would find itself again, in itself.
      begin: String.raw`(?!\G)(?<![\w$.])(?=import(?:\s+[\w$]|\s*[{*'"]))`,
      end: String.raw`(?!\G)(?<!['"]modelwright['"])`,
      patterns: [
        { include: '#rest-of-the-file' },
        { include: 'source.ts#import-equals-declaration' },
        { include: 'source.ts#import-declaration' },
      ],
    },
  ],
  repository: {
    'rest-of-the-file': {
      begin: `(?<=['"]modelwright['"])`,
      end: '(?!)',
      contentName: MODEL_FILE,
      patterns: [{ include: 'source.ts' }],
    },
  },
};

/** Layers have the family that colours them in the diagram. TypeScript's scope for a function's name stays below ours. */
function calls(): Grammar {
  const families = new Map<string, readonly string[]>();
  for (const entry of functions) {
    const family = entry.kind === 'layer' ? `layer.${entry.spec.family}` : entry.kind;
    families.set(family, [...(families.get(family) ?? []), entry.spec.op]);
  }
  return {
    scopeName: 'modelwright.calls',
    injectionSelector: `L:${MODEL_FILE} meta.function-call`,
    patterns: [...families].map(([family, names]) => ({
      match: String.raw`(?<![\w$.])(?:${anyOf(names)})(?![\w$])`,
      name: `entity.name.function.ts entity.name.function.${family}.modelwright`,
    })),
  };
}

/** Options in object literals, which need not stand in the call itself, and the sizes of `input([28, 28, 1])`. */
function callArguments(): Grammar {
  const shaped = functions.map(({ spec }) => spec).filter((spec) => spec.arguments[spec.positional[0] ?? '']?.type === SHAPE);
  return {
    scopeName: 'modelwright.arguments',
    injectionSelector: ['meta.objectliteral', 'meta.array.literal']
      .map((place) => `L:${MODEL_FILE} ${place} -string -comment -meta.type -meta.parameters -meta.shape`)
      .join(', '),
    patterns: [
      {
        // A key whose value is a function is none of ours, and TypeScript has other scopes for it.
        match: String.raw`(?:^|(?<=[{,]))\s*(${anyOf(optionNames())})(?=:(?!\s*(?:async\b|function\b|[(<]|[\w$]+\s*=>)))`,
        captures: { 1: { name: 'meta.object.member.ts meta.object-literal.key.ts meta.object-literal.key.option.modelwright' } },
      },
      {
        begin: String.raw`(?<=${shaped.map(({ op }) => String.raw`\b${op}\(\[`).join('|')})(?!\])`,
        end: String.raw`(?=\])`,
        name: 'meta.shape.modelwright',
        patterns: [{ include: 'source.ts#expression' }, { include: 'source.ts#punctuation-comma' }],
      },
    ],
  };
}

const SHAPE = 'readonly Size[]';

/** `'relu'`, `'same'`. A misspelt one keeps the colour of a text, and so does a free name that only looks like one. */
function values(): Grammar {
  const free = everyArgument.filter(([, { type }]) => /\bstring\b/.test(type)).map(([name]) => String.raw`\b${name}: ['"]`);
  const suggested = everyArgument.flatMap(([, { suggestions = [] }]) => suggestions);
  const known = suggested.flatMap((text) => text.match(/(?<=')\w+(?=')/g) ?? []);
  return {
    scopeName: 'modelwright.values',
    injectionSelector: `L:${MODEL_FILE} string.quoted -meta.import`,
    // `\G` is behind the opening quote: the word is all that the quotes hold.
    patterns: [
      { match: String.raw`\G(?<!${anyOf(free)})(?:${anyOf(known)})(?=['"])`, name: 'constant.other.option.modelwright' },
    ],
  };
}

const callables: readonly Callable[] = [...functions.map(({ spec }) => spec), ...Object.values(transformSpecs)];

const everyArgument: readonly (readonly [name: string, Argument<unknown>])[] = [
  ...callables.flatMap((spec) => Object.entries(spec.arguments)),
  ...Object.entries(layerArguments),
];

const optionNames = (): string[] => [
  ...callables.flatMap((spec) => Object.keys(spec.arguments).filter((name) => !spec.positional.includes(name))),
  ...Object.keys(layerArguments),
];

const anyOf = (names: readonly string[]): string => [...new Set(names)].join('|');
