const { transformFileSync } = require('@swc/core');

const [file] = process.argv.slice(2);
require.extensions['.ts'] = (module, path) => module._compile(transformFileSync(path).code, path);
require(file);
