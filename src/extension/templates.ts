/** What "New model" offers: the files of `examples/templates/`, which the build puts into `dist/templates/`. */

export interface Template {
  /** In `dist/templates/`. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** A file of `dist/data/` that the model reads, and the name that it has beside the model. */
  readonly data?: { readonly from: string; readonly to: string };
}

/** From the smallest on. */
export const templates: readonly Template[] = [
  {
    file: 'perceptron.model.ts',
    title: 'Perceptron',
    description: 'One unit that learns on which side of a line a point lies',
  },
  {
    file: 'classifier.model.ts',
    title: 'Classifier',
    description: 'Two hidden layers that sort rows of a table into classes',
  },
  {
    file: 'regression.model.ts',
    title: 'Regression on a CSV file',
    description: 'A number predicted from the columns of a table',
    data: { from: 'iris/iris.csv', to: 'iris.csv' },
  },
  {
    file: 'images.model.ts',
    title: 'Image classifier',
    description: 'A convolutional network that tells pictures apart',
  },
  {
    file: 'two-inputs.model.ts',
    title: 'Two inputs',
    description: 'A picture and numbers about it, for one answer',
  },
  {
    file: 'autoencoder.model.ts',
    title: 'Autoencoder',
    description: 'Rows through a narrow middle and back: a code that the network finds by itself',
  },
];
