// Read first by every process and worker of VS Code in the soak test: answers whoever connects with the bytes that are in use
// after all garbage has been collected, on a socket in the folder that the environment names.
const { createServer } = require('node:net');
const { join } = require('node:path');
const v8 = require('node:v8');
const { runInNewContext } = require('node:vm');
const { threadId } = require('node:worker_threads');

// VS Code takes this from the environment of its extension host; it is meant for the language server, which starts from there.
process.env.NODE_OPTIONS = `--require ${__filename}`;

const server = createServer((socket) => {
  v8.setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  // What finalizers free is garbage for the next round.
  collect();
  setImmediate(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    socket.end(String(heapUsed + external));
  });
  socket.unref();
});
server.on('error', () => {});
server.listen(join(process.env.MODELWRIGHT_PROBES, `${process.pid}-${threadId}`)).unref();
