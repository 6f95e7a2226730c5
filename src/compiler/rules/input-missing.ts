import ts from 'typescript';
import type { Fix } from '../../ir/diagnostic';
import { trainingsOf } from '../evaluated';
import { argumentsOf } from '../places';
import type { Site } from '../sites';
import { unwrap } from '../source';
import { insertIn, nameInFile, onlyPlace } from './edits';
import { calleeLocation, siteLocation } from './flow';
import type { CheckRule } from './rule';

export const inputMissing: CheckRule = {
  id: 'input-missing',
  severity: 'error',
  title: 'A model has no input.',
  doc: `sequential([...]) without input() in front is applied to a tensor, like a layer. To be trained it must know the shape of one
sample: sequential([input([8, 8, 1]), ...]).`,
  messages: {
    sequential: 'sequential() has no input, so its shapes are not known. Begin the list with input({shape}).',
  },

  *check(checked) {
    for (const training of trainingsOf(checked.evaluated)) {
      const { model } = training;
      if (model === undefined || model.outputs.length > 0 || model.spec.op !== 'sequential') continue;
      const [features] = checked.schemas.get(training)?.features ?? [];
      const shape = features === undefined ? undefined : `[${features.shape.join(', ')}]`;
      yield {
        message: 'sequential',
        params: { shape: shape ?? '[...]' },
        at: calleeLocation(model.site),
        related: [{ message: 'The training is here.', location: siteLocation(training.site) }],
        fixes: shape === undefined ? [] : fixes(model.site, shape),
      };
    }
  },
};

function fixes(site: Site, shape: string): Fix[] {
  const place = onlyPlace(site);
  const [list] = place === undefined ? [] : argumentsOf(place.node).map(unwrap);
  const name = place && nameInFile(place.source, 'input');
  if (place === undefined || list === undefined || name === undefined || !ts.isArrayLiteralExpression(list)) return [];
  return [insertIn(place.source, list, `${name.text}(${shape})`, `Insert input(${shape})`, name.edits)];
}
