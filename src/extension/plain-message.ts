/**
 * In messages and prompts VS Code makes links and commands of `[text](address)`, and icons of `$(name)` in lists. What a model file
 * or a person names stays a text there.
 */
export const unlinked = (text: string): string => text.replaceAll('](', '] (');

export const withoutIcons = (text: string): string => text.replaceAll('$(', '\\$(');
