/** How requests are answered: a failure is one line in the log and no answer, never the end of the server. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Session } from './session';

type Answer<Params, Result> = (params: Params) => Result | null | Promise<Result | null>;
type Handler<Params, Result> = (params: Params, token: CancellationToken) => Promise<Result | null | ResponseError>;

export const answering =
  ({ log }: Session) =>
  <Params, Result>(what: string, answer: Answer<Params, Result>): Handler<Params, Result> =>
  async (params, token) => {
    try {
      // Lets a cancellation that is right behind the request in.
      await new Promise(setImmediate);
      if (token.isCancellationRequested) return cancelled();
      const result = await answer(params);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      log(what, error);
      return null;
    }
  };

const cancelled = (): ResponseError => new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
