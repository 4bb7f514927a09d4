const papersMax = 20_000;

/** Which row of the file recorded a paper, for the latest papers: enough to point a clerk to a doubled row nearby. */
export class RecentPapers {
  private readonly rows = new Map<string, number>();

  rowOf(paperKey: string): number | undefined {
    return this.rows.get(paperKey);
  }

  remember(paperKey: string, row: number): void {
    if (this.rows.has(paperKey)) return;
    this.rows.set(paperKey, row);
    const oldest = this.rows.keys().next();
    if (this.rows.size > papersMax && !oldest.done) this.rows.delete(oldest.value);
  }
}
