import { control } from './live-run';

/** It saves a checkpoint first, so that it can go on later. */
export const stopTraining = control('stop', 'Which training should stop?');
