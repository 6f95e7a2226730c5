import type { Lowering } from '../program/lowering';
import { mergeWith } from './merge.lower';

export const subtract: Lowering = mergeWith((graph) => graph.sub);
