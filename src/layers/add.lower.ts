import type { Lowering } from '../program/lowering';
import { mergeWith } from './merge.lower';

export const add: Lowering = mergeWith((graph) => graph.add);
