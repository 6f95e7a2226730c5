/** Files that are open, in sight or behind other tabs. */
import { TabInputText, type Uri, window } from 'vscode';
import { isModelUri } from './model-file';

/** A model file in sight, or else one behind another tab; the editors themselves may not be there yet. */
export function modelInTabs(): Uri | undefined {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const files = [...tabs.filter(({ isActive }) => isActive), ...tabs].flatMap(({ input }) =>
    input instanceof TabInputText && isModelUri(input.uri) ? [input.uri] : [],
  );
  return files[0];
}
