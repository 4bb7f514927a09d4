/**
 * Asks at most once in `ms`, however many want to know: whoever comes meanwhile gets the same answer. For what anybody may ask, so
 * that many who ask cost no more than one. A failure is shared by those who wait for it, and not kept.
 */
export function keptFor<Found>(ms: number, ask: () => Promise<Found>): () => Promise<Found> {
  let kept: { readonly answer: Promise<Found>; until: number } | undefined;
  return () => {
    if (kept && kept.until > performance.now()) return kept.answer;
    const asked = { answer: ask(), until: Infinity };
    kept = asked;
    asked.answer.then(
      () => (asked.until = performance.now() + ms),
      () => (asked.until = 0),
    );
    return asked.answer;
  };
}
