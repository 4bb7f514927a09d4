/**
 * Says lines on standard output. A reader who has read enough (`| head`) ends nothing: the work goes on, its exit code tells. Any
 * other trouble of the output is thrown.
 */
export function linesOut(): (line: string) => void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return (line) => {
    process.stdout.write(`${line}\n`);
  };
}
