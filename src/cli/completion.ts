import type { Command, Entry } from './command';
import { candidatesFor } from './complete';
import { CommandError } from './errors';
import { asText } from './terminal/terminal';

/** Each asks `modelwright completion --words -- <words>` when the key is pressed, so that it never falls behind the commands. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_modelwright() {
  local line
  local -a words=()
  # Bash takes --option=value apart.
  for line in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ \${#words[@]} -gt 0 && ( $line == '=' || \${words[-1]} == --*= ) && \${words[-1]} == --* ]]; then words[-1]+=$line
    else words+=("$line"); fi
  done
  COMPREPLY=()
  while IFS= read -r line; do
    [[ \${words[-1]} == --*=* ]] && line=\${line#*=}
    COMPREPLY+=("$line")
  done < <(modelwright completion --words -- "\${words[@]}" 2>/dev/null)
  [[ \${COMPREPLY[0]} == */ ]] && compopt -o nospace
  return 0
}
complete -F _modelwright modelwright
`,
  zsh: `#compdef modelwright
_modelwright() {
  local -a candidates
  candidates=("\${(@f)$(modelwright completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -S ' ' -- \${candidates:#(*/|)}
  compadd -S '' -- \${(M)candidates:#*/}
}
compdef _modelwright modelwright
`,
  fish: `function __modelwright_complete
    set -l words (commandline -opc)
    modelwright completion --words -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c modelwright -f -a '(__modelwright_complete)'
`,
};

export const completionOf = (commands: readonly Entry[]): Command => ({
  options: { words: { doc: 'What the scripts ask: prints what may follow the words behind --.' } },
  examples: [
    'source <(modelwright completion bash)',
    'modelwright completion fish > ~/.config/fish/completions/modelwright.fish',
  ],

  async run({ usage, operands, values, terminal }) {
    if (values.has('words')) {
      terminal.out(asText(await candidatesFor(operands, commands)));
      return 0;
    }
    const [shell = '', ...surplus] = operands;
    const script = Object.hasOwn(SCRIPTS, shell) && surplus.length === 0 ? SCRIPTS[shell] : undefined;
    if (script === undefined) throw new CommandError(`Which shell? ${usage}`);
    terminal.out(script);
    return 0;
  },
});
