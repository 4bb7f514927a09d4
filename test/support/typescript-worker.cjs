const { existsSync } = require('node:fs');
const threads = require('node:worker_threads');

// A thread is started from the file it is in once it is built. In a test there is only its source: that is translated as it is loaded.
if (!threads.Worker.translates) {
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    static translates = true;
    constructor(file, options) {
      const source = String(file).replace(/\.js$/, '.ts');
      if (existsSync(file) || !existsSync(source)) super(file, options);
      else super(require.resolve('./typescript-worker-thread.cjs'), { ...options, argv: [source] });
    }
  };
}
