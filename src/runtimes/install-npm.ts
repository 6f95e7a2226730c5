/** A runtime as npm makes it: the package's own script downloads TensorFlow and a binding that is compiled already. */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RuntimeError } from './error';
import { bindingIn } from './find';
import { fetchPackage, must, packageFolder, type Stage } from './install-steps';
import { packageFor } from './runtime';
import { NPM_TENSORFLOW_VERSION } from './versions';

export async function installFromNpm(stage: Stage): Promise<void> {
  const name = packageFor(stage.device);
  stage.tell(`Getting ${name} with npm, which downloads TensorFlow ${NPM_TENSORFLOW_VERSION}`);
  const archive = await fetchPackage(stage);
  writeFileSync(join(stage.folder, 'package.json'), `${JSON.stringify({ private: true })}\n`);
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // A user's own settings may forbid the scripts, and without them there is no TensorFlow.
  const args = ['install', archive, '--ignore-scripts=false', '--foreground-scripts', ...quiet];
  await must(stage, stage.folder, 'npm', args, { problem: `npm could not install ${name}.`, mend: otherWay(stage) });
  const binding = bindingIn(packageFolder(stage));
  if (binding === undefined) {
    throw new RuntimeError(`npm installed ${name} without its binding: its download did not work.`, otherWay(stage));
  }
  placeWindowsLibrary(packageFolder(stage), binding);
}

const otherWay = ({ machine }: Stage): string =>
  `Nothing was installed.${machine.platform === 'linux' ? ' The other way: modelwright runtime install --via wheel' : ''}`;

/** On Windows the script puts the library beside a binding for another version of Node-API. */
function placeWindowsLibrary(folder: string, binding: string): void {
  const library = join(folder, 'deps', 'lib', 'tensorflow.dll');
  const place = join(dirname(binding), 'tensorflow.dll');
  if (existsSync(library) && !existsSync(place)) copyFileSync(library, place);
}
