/** How to reach the process that writes a run: `control.json` names its socket, and the token that opens it. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlAnswer, type ControlRequest, isControlAnswer } from '../protocol/control';
import { isText, parseJson, record } from '../protocol/guards';
import { RunError } from './error';
import { writeJson } from './files';
import { layoutOf } from './layout';

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

/** Throws a `RunError` where nobody answers. */
export function askRun(directory: string, request: Omit<ControlRequest, 'v' | 'token'>): Promise<ControlAnswer> {
  const { endpoint, token } = readControl(directory);
  return new Promise((resolve, reject) => {
    const silent = (): void => reject(noAnswer(directory));
    const socket = connect(endpoint);
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

const noAnswer = (directory: string): RunError => new RunError('gone', `The training that writes ${directory} does not answer.`);

function attemptToRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const checks = record({ v: (v) => v === 1, endpoint: isText, token: isText });
const isControlFile = (value: unknown): value is ControlFile => checks(value);
