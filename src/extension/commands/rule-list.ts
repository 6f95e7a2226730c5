/** The rules in the list of their pages, `docs/rules/README.md`, as VS Code offers them. */
export const rulesIn = (list: string): { readonly label: string; readonly description: string }[] =>
  [...list.matchAll(/^- \[([\w-]+)\]\([\w-]+\.md\): (.+)$/gm)].map(([, label = '', description = '']) => ({
    label,
    description,
  }));
