/** Requests from outside while a training runs: a socket that only the user can reach, and the queue behind it. */
import { timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { type ControlAnswer, type ControlRequest, isControlRequest } from '../protocol/control';
import { parseJson } from '../protocol/guards';
import { type Message, message } from '../protocol/messages';
import { announceControl, controlEndpoints, withdrawControl } from '../runs/control';

export interface Request extends Pick<ControlRequest, 'action' | 'value'> {
  /** Called once, when it is done. */
  answer(ok: boolean, text: Message): void;
}

export interface Control {
  /** Aborted when somebody asks to stop; the reason is `control`. */
  readonly stop: AbortSignal;
  readonly isWaiting: boolean;
  take(): Request | undefined;
  /** Until there is a request. */
  wait(): Promise<void>;
  close(): void;
}

/** Longer requests are none of ours. */
const LONGEST_REQUEST = 4096;

/** Where no socket can be made, as on some network drives, the training goes on without. */
export async function openControl(directory: string): Promise<Control> {
  const stop = new AbortController();
  const queue: Request[] = [];
  let wake = (): void => {};
  const add = (request: Request): void => {
    if (request.action === 'stop') {
      stop.abort('control');
      request.answer(true, message('control-stop', {}));
    } else queue.push(request);
    wake();
  };

  const listening = await firstListening(directory);
  const sockets = new Set<Socket>();
  const token = listening && announced(directory, listening);
  listening?.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    if (token === undefined) socket.destroy();
    else receive(socket, token, add);
  });
  return {
    stop: stop.signal,
    get isWaiting() {
      return queue.length > 0;
    },
    take: () => queue.shift(),
    wait: () =>
      queue.length > 0 || stop.signal.aborted
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve;
          }),
    close() {
      for (const request of queue.splice(0)) request.answer(false, message('control-ended', {}));
      withdrawControl(directory);
      listening?.server.close();
      for (const socket of sockets) socket.destroySoon();
    },
  };
}

interface Listening {
  readonly server: Server;
  readonly endpoint: string;
}

async function firstListening(directory: string): Promise<Listening | undefined> {
  for (const endpoint of controlEndpoints(directory)) {
    const server = await listen(endpoint);
    if (server !== undefined) return { server, endpoint };
  }
  return undefined;
}

/** Undefined where the system refuses. What a killed process left there is taken away: the run's lock is ours. */
function listen(endpoint: string): Promise<Server | undefined> {
  const isPath = process.platform !== 'win32';
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(undefined));
    try {
      if (isPath) rmSync(endpoint, { force: true });
      server.listen(endpoint, () => {
        if (isPath) chmodSync(endpoint, 0o600);
        // It must not keep a process alive that has nothing else to do.
        server.unref();
        resolve(server);
      });
    } catch {
      resolve(undefined);
    }
  });
}

function announced(directory: string, { server, endpoint }: Listening): string | undefined {
  try {
    return announceControl(directory, endpoint);
  } catch {
    server.close();
    return undefined;
  }
}

/** One request a connection. */
function receive(socket: Socket, token: string, add: (request: Request) => void): void {
  let text = '';
  const answer = (ok: boolean, said: Message): void => {
    if (!socket.destroyed) socket.end(`${JSON.stringify({ v: 1, ok, message: said } satisfies ControlAnswer)}\n`);
  };
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= LONGEST_REQUEST) return;
    socket.removeAllListeners('data');
    const request = end < 0 ? undefined : parseJson(text.slice(0, end));
    if (!isControlRequest(request) || !isSame(request.token, token)) answer(false, message('control-refused', {}));
    else add({ action: request.action, ...(request.value !== undefined && { value: request.value }), answer });
  });
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
