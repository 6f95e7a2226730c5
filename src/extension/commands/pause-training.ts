import { control } from './live-run';

export const pauseTraining = control('pause', 'Which training should pause?', 'running');
