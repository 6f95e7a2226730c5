import type { Lowering } from '../program/lowering';
import { mergeWith } from './merge.lower';

export const multiply: Lowering = mergeWith((graph) => graph.mul);
