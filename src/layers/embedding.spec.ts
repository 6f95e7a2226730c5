import { initializer, size } from '../ir/arguments';
import { BATCH } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

export const embedding = defineLayer({
  op: 'embedding',
  keras: 'Embedding',
  family: 'embedding',
  doc: "A learned vector for each of a vocabulary's ids: [batch, 20] whole numbers become [batch, 20, 64].",
  positional: ['inputDim', 'outputDim'],
  arguments: {
    inputDim: size('Size of the vocabulary: ids go from 0 to one less.'),
    outputDim: size('Width of the vectors.'),
    embeddingsInitializer: initializer('How the vectors start.', 'randomUniform'),
  },
  arity: [1, 1],

  infer: ({ args, inputs: [x] }) => ({
    outputs: [{ shape: [...(x?.shape ?? [BATCH]), args.outputDim], dtype: 'float32' }],
    weights: [
      {
        name: 'embeddings',
        shape: [args.inputDim, args.outputDim],
        dtype: 'float32',
        initializer: args.embeddingsInitializer,
        trainable: true,
      },
    ],
  }),
});
