import type { FromPreview, PreviewState, ToPreview } from '../../src/protocol/preview';
import { createApp } from './app';
import './diagram.css';
import { readState } from './state';
import './style.css';

interface VsCode {
  postMessage(message: FromPreview): void;
  getState(): unknown;
  setState(state: PreviewState): void;
}

declare const acquireVsCodeApi: () => VsCode;

const vscode = acquireVsCodeApi();
const app = createApp(document.body, {
  send: (message) => vscode.postMessage(message),
  keep: (state) => vscode.setState(state),
  kept: readState(vscode.getState()),
});
window.addEventListener('message', ({ data }: MessageEvent<ToPreview>) => app.receive(data));
vscode.postMessage({ type: 'ready' });
