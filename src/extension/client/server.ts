/** The language server as the rest of the extension sees it: started with the first model file, kept alive, restarted. */
import { Disposable, type Event, EventEmitter, type LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  COMPILED,
  CONFIGURE,
  type Compiled,
  type KnownTraining,
  TRAININGS,
  type TrainingsParams,
  type TrainingsReport,
  VIEW,
  type ViewParams,
  type ViewReport,
} from '../../protocol/editor';
import type { Report } from '../report';
import { afterCrash, type Crashes, MOST_CRASHES } from './restart-policy';
import { onServerSettings, serverSettings } from './settings';

/** `failed`: it ended too often, and stays away until someone asks for it. */
export type ServerState = 'idle' | 'starting' | 'running' | 'stopped' | 'failed';

export interface LanguageServer extends Disposable {
  readonly state: ServerState;
  readonly onDidChangeState: Event<ServerState>;
  readonly onDidCompile: Event<Compiled>;
  /** Does nothing from the second time on. */
  start(): void;
  restart(): Promise<void>;
  /** Undefined: the server is not running. Rejects where it has no such file, or could not compile it. */
  view(params: ViewParams): Promise<ViewReport | undefined>;
  /** Of these files. Starts the server where it is idle; none where it does not run within some seconds. */
  trainings(params: TrainingsParams): Promise<readonly KnownTraining[]>;
}

/** How long to wait for a server that is starting. */
const START_MS = 10_000;

export function languageServer(module: string, log: LogOutputChannel, report: Report): LanguageServer {
  const states = new EventEmitter<ServerState>();
  const compiled = new EventEmitter<Compiled>();
  let state: ServerState = 'idle';
  let client: Promise<LanguageClient> | undefined;
  let crashes: Crashes = [];
  let timer: NodeJS.Timeout | undefined;

  function become(next: ServerState): void {
    state = next;
    states.fire(next);
  }

  async function create(): Promise<LanguageClient> {
    const { createClient } = await import('./language-client');
    const made = createClient(module, log, crashed);
    made.onNotification(COMPILED, (params: Compiled) => compiled.fire(params));
    return made;
  }

  async function run(): Promise<void> {
    become('starting');
    client ??= create();
    told = JSON.stringify(serverSettings());
    try {
      await (await client).start();
      become('running');
      // What has changed since it was asked for them.
      await configure();
    } catch (error) {
      // The connection is closed as well, which is what counts.
      log.error('The language server did not start.', error instanceof Error ? error : String(error));
    }
  }

  function crashed(): void {
    const { crashes: known, wait } = afterCrash(crashes, Date.now());
    crashes = known;
    if (wait === undefined) {
      become('failed');
      const message = `The language server of Modelwright has stopped ${known.length} times within three minutes, and is not started again. The log says why.`;
      report(message, undefined, { title: 'Restart', run: restart });
    } else {
      become('stopped');
      log.warn(`The language server has stopped. It is started again in ${wait} ms (${known.length} of ${MOST_CRASHES} times).`);
      timer = setTimeout(run, wait);
    }
  }

  async function restart(): Promise<void> {
    clearTimeout(timer);
    crashes = [];
    if (state === 'running') {
      become('stopped');
      await stop();
    }
    await run();
  }

  function start(): void {
    if (state === 'idle') void run();
  }

  /** Whether it is running, now or soon. */
  const running = (): Promise<boolean> =>
    new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(late);
        listening.dispose();
        resolve(state === 'running');
      };
      const late = setTimeout(settle, START_MS);
      const listening = states.event(() => {
        if (state === 'running' || state === 'failed') settle();
      });
      if (state === 'running' || state === 'failed') settle();
    });

  const stop = async (): Promise<void> => (await client)?.stop().catch((error) => log.warn(String(error)));

  let told = '';
  async function configure(): Promise<void> {
    const settings = serverSettings();
    if (state !== 'running' || told === JSON.stringify(settings)) return;
    told = JSON.stringify(settings);
    await (await client)?.sendNotification(CONFIGURE, settings);
  }

  const listening = onServerSettings(configure);
  return {
    get state() {
      return state;
    },
    onDidChangeState: states.event,
    onDidCompile: compiled.event,
    start,
    restart,
    async view(params) {
      if (state !== 'running') return undefined;
      const answer = await (await client)?.sendRequest<ViewReport | null>(VIEW, params);
      if (answer === null) throw new Error(`The language server has no picture of ${params.uri}.`);
      return answer;
    },
    async trainings(params) {
      start();
      if (!(await running())) return [];
      return (await (await client)?.sendRequest<TrainingsReport | null>(TRAININGS, params))?.trainings ?? [];
    },
    dispose() {
      clearTimeout(timer);
      Disposable.from(listening, states, compiled).dispose();
      void stop();
    },
  };
}
