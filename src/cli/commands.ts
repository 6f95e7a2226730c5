/** The commands. Each is loaded when it is called for: the compiler alone takes longer than printing a line of help. */
import type { Entry } from './command';

export const COMMANDS: readonly Entry[] = [
  {
    name: 'check',
    operands: '[file|folder|pattern ...]',
    doc: 'Finds faults in model files. Without arguments: in all *.model.ts below this folder.',
    load: async () => (await import('./check')).check,
  },
  {
    name: 'explain',
    operands: '[rule]',
    doc: 'Says what a finding means and shows it wrong and right. Without a rule: lists them all.',
    load: async () => (await import('./explain')).explain,
  },
  {
    name: 'graph',
    operands: '<file[#model]>',
    doc: 'Draws a model as a Mermaid diagram.',
    load: async () => (await import('./graph')).graph,
  },
  {
    name: 'summary',
    operands: '<file[#model]>',
    doc: 'Lists the layers of a model with shapes, parameters and cost, and the memory that training takes.',
    load: async () => (await import('./summary')).summary,
  },
  {
    name: 'train',
    operands: '<file[#training]>',
    doc: 'Trains a model. Weights, curves and events go to .modelwright/runs.',
    load: async () => (await import('./train')).train,
  },
  {
    name: 'control',
    operands: '<run> pause|resume|stop|checkpoint|rate <value>',
    doc: 'Tells a running training what to do. A run is named by its id, the beginning of one, or latest.',
    load: async () => (await import('./control')).control,
  },
  {
    name: 'evaluate',
    operands: '<run|latest>',
    doc: 'Measures a trained network on rows of its data: loss, metrics, scores per class, confusion matrix.',
    load: async () => (await import('./evaluate')).evaluate,
  },
  {
    name: 'predict',
    operands: '<run|latest> <file.json|->',
    doc: 'Answers rows of numbers as the network itself takes them (scaled, where .normalize() or .standardize() scaled its data), as JSON lines.',
    load: async () => (await import('./predict')).predict,
  },
  {
    name: 'runs',
    operands: '[list|show|delete] [run ...]',
    doc: 'Lists the runs of this project, shows one, or deletes some.',
    load: async () => (await import('./runs')).runs,
  },
  {
    name: 'runtime',
    operands: '[list|install|doctor]',
    doc: 'Says what this machine can train on, installs TensorFlow for an NVIDIA GPU or the CPU, or finds what is broken in it.',
    load: async () => (await import('./runtime')).runtime,
  },
  {
    name: 'completion',
    operands: '[bash|zsh|fish]',
    doc: 'Prints what makes a shell complete commands, options, model files and runs.',
    load: async () => (await import('./completion')).completionOf(COMMANDS),
  },
];
