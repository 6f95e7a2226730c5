/** How to reach the process that writes a run: `control.json` names its socket, and the token that opens it. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type ControlAnswer, type ControlRequest, isControlAnswer } from '../protocol/control';
import { isEndState } from '../protocol/exit-codes';
import { isText, parseJson, record } from '../protocol/guards';
import type { Message } from '../protocol/messages';
import { RunError } from './error';
import { readWhole, writeJson } from './files';
import { layoutOf } from './layout';
import { readStatus } from './read';

interface ControlFile {
  readonly v: 1;
  /** Path of the socket, or name of the pipe on Windows. */
  readonly endpoint: string;
  readonly token: string;
}

/** Longer ones are refused by the system: sun_path holds 104 bytes on macOS and 108 on Linux, with a zero at the end. */
const LONGEST_PATH = 103;

/** Where a socket for the run may be, the best place first. */
export function controlEndpoints(directory: string, platform: string = process.platform): string[] {
  const name = `modelwright-${randomBytes(8).toString('hex')}`;
  if (platform === 'win32') return [`\\\\.\\pipe\\${name}`];
  const paths = [join(directory, 'control.sock'), join(tmpdir(), `${name}.sock`), join('/tmp', `${name}.sock`)];
  return [...new Set(paths)].filter((path) => Buffer.byteLength(path) <= LONGEST_PATH);
}

/** For the eyes of the user only. Gives the token. */
export function announceControl(directory: string, endpoint: string): string {
  const token = randomBytes(32).toString('hex');
  writeJson(layoutOf(directory).control, { v: 1, endpoint, token } satisfies ControlFile, { mode: 0o600 });
  return token;
}

export const withdrawControl = (directory: string): void => rmSync(layoutOf(directory).control, { force: true });

export type Told = Omit<ControlRequest, 'v' | 'token'>;

/**
 * Tells a running training what to do, and gives what it says once that is done. Throws a `RunError` that says to people why
 * not: it has ended (`finished`), its process has died (`interrupted`), `refused`, `no-answer`, or the run can't be read.
 * `patience`: until when an answer is waited for.
 */
export async function tellRun(directory: string, told: Told, patience?: AbortSignal): Promise<Message> {
  requireRunning(directory);
  const { ok, message } = await answerOf(directory, told, patience);
  if (!ok) throw new RunError('refused', message.text);
  return message;
}

/** Throws where nobody is there to listen. */
function requireRunning(directory: string): void {
  const { state } = readStatus(directory);
  const run = basename(directory);
  if (state === 'interrupted')
    throw new RunError('interrupted', `The run ${run} is not training any more: its process ended without a word.`);
  if (isEndState(state))
    throw new RunError('finished', `The run ${run} has ended (${state}). There is nothing to control any more.`);
}

async function answerOf(directory: string, told: Told, patience?: AbortSignal): Promise<ControlAnswer> {
  try {
    return await askRun(directory, told, patience);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    // It may have ended since.
    requireRunning(directory);
    throw new RunError('no-answer', `${error.message} It may be starting or ending: try again.`);
  }
}

/** Throws a `RunError` where nobody answers. */
export function askRun(directory: string, request: Told, patience?: AbortSignal): Promise<ControlAnswer> {
  const { endpoint, token } = readControl(directory);
  return new Promise((resolve, reject) => {
    const silent = (): void => reject(noAnswer(directory));
    // By `path`: a number alone would be a port.
    const socket = connect({ path: endpoint, ...(patience && { signal: patience }) });
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('error', silent);
    socket.on('close', () => {
      const answer = parseJson(text);
      if (isControlAnswer(answer)) resolve(answer);
      else silent();
    });
    socket.write(`${JSON.stringify({ v: 1, token, ...request } satisfies ControlRequest)}\n`);
  });
}

function readControl(directory: string): ControlFile {
  const file = parseJson(attemptToRead(layoutOf(directory).control));
  if (!isControlFile(file)) throw noAnswer(directory);
  return file;
}

const noAnswer = (directory: string): RunError =>
  new RunError('no-answer', `The training that writes ${directory} does not answer.`);

function attemptToRead(path: string): string {
  try {
    return readWhole(path).toString('utf8');
  } catch {
    return '';
  }
}

const checks = record({ v: (v) => v === 1, endpoint: isText, token: isText });
const isControlFile = (value: unknown): value is ControlFile => checks(value);
