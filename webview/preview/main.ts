import { type FromPreview, isPreviewState, type PreviewState, type ToPreview } from '../../src/protocol/preview';
import { createApp } from './app';
import '../ui/base.css';
import './diagram.css';
import './style.css';

interface VsCode {
  postMessage(message: FromPreview): void;
  getState(): unknown;
  setState(state: PreviewState): void;
}

declare const acquireVsCodeApi: () => VsCode;

const vscode = acquireVsCodeApi();
const kept = vscode.getState();
const app = createApp(document.body, {
  send: (message) => vscode.postMessage(message),
  keep: (state) => vscode.setState(state),
  kept: isPreviewState(kept) ? kept : undefined,
});
window.addEventListener('message', ({ data }: MessageEvent<ToPreview>) => app.receive(data));
vscode.postMessage({ type: 'ready' });
