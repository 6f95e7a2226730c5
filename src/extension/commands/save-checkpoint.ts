import { control } from './live-run';

export const saveCheckpoint = control('checkpoint', 'Which training should save a checkpoint?');
