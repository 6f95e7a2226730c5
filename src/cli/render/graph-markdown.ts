/** `modelwright graph --format md`: a page with the diagram of each model, which GitHub and others draw. */
import { formatMacs } from '../../network/numbers';
import type { Summary } from '../../network/summary';

export interface Chapter {
  readonly summary: Summary;
  /** Mermaid text. */
  readonly diagram: string;
}

export const markdownPage = (chapters: readonly Chapter[]): string => chapters.map(chapterText).join('\n');

function chapterText({ summary: { name, layers, totals }, diagram }: Chapter): string {
  const { parameters, macs } = totals;
  const facts = [
    `${layers.length} layers`,
    ...(typeof parameters === 'number' ? [`${parameters.toLocaleString('en-US')} parameters`] : []),
    ...(typeof macs === 'number' ? [`${formatMacs(macs)} per sample`] : []),
  ];
  return `## ${name.replace(/[^\p{L}\p{N}_ -]/gu, '\\$&')}\n\n${facts.join(' · ')}\n\n\`\`\`mermaid\n${diagram}\`\`\`\n`;
}
