/** Tells each sentence once, however often it is met: figures are asked for every few seconds. */
export function saidOnce(tell: (what: string) => void): (what: string) => void {
  const said = new Set<string>();
  return (what) => {
    if (said.has(what)) return;
    said.add(what);
    tell(what);
  };
}
