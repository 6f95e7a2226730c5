import { type FromTraining, isTrainingState, type ToTraining, type TrainingState } from '../../src/protocol/training';
import '../ui/base.css';
import '../ui/kit.css';
import { createApp } from './app';
import './style.css';

interface VsCode {
  postMessage(message: FromTraining): void;
  getState(): unknown;
  setState(state: TrainingState): void;
}

declare const acquireVsCodeApi: () => VsCode;

const vscode = acquireVsCodeApi();
const kept = vscode.getState();
const fresh: TrainingState = { v: 1, directory: '', tab: 'curves', axis: 'step', log: false, smoothing: 0.8 };
const app = createApp(document.body, {
  send: (message) => vscode.postMessage(message),
  keep: (next) => vscode.setState(next),
  state: isTrainingState(kept) ? kept : fresh,
});
window.addEventListener('message', ({ data }: MessageEvent<ToTraining>) => app.receive(data));
vscode.postMessage({ type: 'ready' });
