import { ViewColumn, window } from 'vscode';
import { type Command, modelUriOf, NO_MODEL_FILE } from './command';

export const showArchitecture: Command = showIn(ViewColumn.Beside);
export const showArchitectureHere: Command = showIn(ViewColumn.Active);

function showIn(column: ViewColumn): Command {
  return {
    run({ previews }, file, model) {
      const uri = modelUriOf(file);
      if (uri === undefined) return window.showInformationMessage(NO_MODEL_FILE);
      previews.show(uri, typeof model === 'string' ? model : undefined, column);
    },
    failed: "The architecture can't be shown. Close the preview and open it again.",
  };
}
