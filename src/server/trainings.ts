/** Which trainings files export: of open ones as they stand, of others as they are on disk. */
import type { Training } from '../ir/training';
import type { KnownTraining, TrainingsParams, TrainingsReport } from '../protocol/editor';
import { isModelFile, pathOf } from './paths';
import type { Session } from './session';

/** Files that are looked at; each takes some hundredths of a second. */
const MOST_FILES = 50;

export async function trainingsReport(session: Session, { uris }: TrainingsParams): Promise<TrainingsReport> {
  const trainings: KnownTraining[] = [];
  // One after the other, so that a file that is being edited never waits for more than one of them.
  for (const uri of uris.filter(isModelFile).slice(0, MOST_FILES)) trainings.push(...(await trainingsIn(session, uri)));
  return { v: 1, trainings };
}

async function trainingsIn({ models, documents, uriOf, compileFile }: Session, uri: string): Promise<KnownTraining[]> {
  const path = pathOf(uri);
  const opened = uriOf(path);
  const isOpen = documents.get(opened) !== undefined;
  const compilation = isOpen ? (await models.settled(opened))?.compilation : await compileFile(path);
  return [...(compilation?.trainings ?? [])].sort(byPlace).map(({ name, model }) => ({ uri, name, model }));
}

const lineOf = ({ location }: Training): number => location?.range.start.line ?? 0;
const byPlace = (a: Training, b: Training): number => lineOf(a) - lineOf(b);
