/** Why a run can't be told anything: each reason has a kind, and a text for people. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { message } from '../../src/protocol/messages';
import { announceControl, controlEndpoints, tellRun } from '../../src/runs/control';
import { modelFileOf } from '../../src/runs/layout';
import { ownerOf } from '../../src/runs/lock';
import { readRun } from '../../src/runs/read';
import { newRun, temporaryFolder } from './fixture';

describe('a run that is told something', () => {
  it('answers, or says why not', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    const tell = () => tellRun(run.directory, { action: 'pause' });
    expect(ownerOf(run.directory)).toBe(process.pid);
    run.update({ state: 'running' });
    await expect(tell()).rejects.toMatchObject({
      kind: 'no-answer',
      message: `The training that writes ${run.directory} does not answer. It may be starting or ending: try again.`,
    });

    const said = { ok: true, text: message('control-paused', { step: 7 }) };
    const path = process.platform === 'win32' ? `\\\\.\\pipe\\${run.id}` : join(project, 'control.sock');
    const server = createServer((socket) => {
      socket.on('data', () => socket.end(`${JSON.stringify({ v: 1, ok: said.ok, message: said.text })}\n`));
    });
    await new Promise<void>((resolve) => {
      server.listen(path, resolve);
    });
    announceControl(run.directory, path);
    expect(await tell()).toEqual(said.text);
    Object.assign(said, { ok: false, text: message('control-refused', {}) });
    await expect(tell()).rejects.toMatchObject({ kind: 'refused', message: said.text.text });
    server.close();

    run.close();
    expect(ownerOf(run.directory)).toBeUndefined();
    await expect(tell()).rejects.toMatchObject({
      kind: 'interrupted',
      message: `The run ${run.id} is not training any more: its process ended without a word.`,
    });
    const ended = await newRun(project);
    ended.update({ state: 'done', exitCode: 0 });
    ended.close();
    await expect(tellRun(ended.directory, { action: 'stop' })).rejects.toMatchObject({
      kind: 'finished',
      message: `The run ${ended.id} has ended (done). There is nothing to control any more.`,
    });
    expect(modelFileOf(run.directory, readRun(run.directory))).toBe(join(project, 'models/digits.model.ts'));
  });

  it('waits for an answer as long as it is told to, and lets go of the training then', async () => {
    const run = await newRun(temporaryFolder());
    const [endpoint = ''] = controlEndpoints(run.directory);
    const server = createServer().listen(endpoint);
    try {
      await once(server, 'listening');
      announceControl(run.directory, endpoint);
      const patience = new AbortController();
      const answer = tellRun(run.directory, { action: 'stop' }, patience.signal);
      const [socket] = await once(server, 'connection');
      const letGo = once(socket.resume(), 'close');
      patience.abort();
      await expect(answer).rejects.toMatchObject({ name: 'RunError', kind: 'no-answer' });
      await letGo;
    } finally {
      server.close();
      run.close();
    }
  });
});
