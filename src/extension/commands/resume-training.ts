import { control } from './live-run';

export const resumeTraining = control('resume', 'Which training should go on?', 'paused');
