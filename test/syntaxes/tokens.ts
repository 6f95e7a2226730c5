/** Tokens as VS Code makes them: with its own TextMate engine and its own grammar for TypeScript. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';
import { grammars } from '../../src/language/grammar';

export interface Token {
  readonly text: string;
  /** From the outermost to the innermost. */
  readonly scopes: readonly string[];
}

/** The tokens of each line. */
export type Tokenize = (text: string) => readonly (readonly Token[])[];

const require = createRequire(import.meta.url);

await loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));

const typescript = readFileSync(require.resolve('tm-grammars/grammars/typescript.json'), 'utf8');

/** TypeScript as it is, or with what we contribute. */
export async function createTokenizer(injected: boolean): Promise<Tokenize> {
  const ours = Object.values(grammars());
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (scope) =>
      scope === 'source.ts'
        ? textmate.parseRawGrammar(typescript, 'typescript.json')
        : (ours.find(({ scopeName }) => scopeName === scope) as IRawGrammar | undefined),
    getInjections: (scope) => (injected && scope === 'source.ts' ? ours.map(({ scopeName }) => scopeName) : undefined),
  });
  const grammar = await registry.loadGrammar('source.ts');
  if (grammar === null) throw new Error('There is no grammar for TypeScript.');
  return (text) => tokenize(grammar, text);
}

function tokenize(grammar: IGrammar, text: string): (readonly Token[])[] {
  let state = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
  });
}
