import type { Projection } from './projection';
import { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner';
import { SharedPages } from './shared-pages';

export type ProjectionRunnersOptions = Omit<ProjectionRunnerOptions, 'projection' | 'pages'> & {
  readonly projections: readonly Projection[];
};

/**
 * Runs several projections from one reading of the log. Each has its own loop, transaction and checkpoint, so one that is slow or
 * stopped holds up no other; they share the pages they read.
 */
export class ProjectionRunners {
  private readonly pages: SharedPages;
  private readonly runners: readonly ProjectionRunner[];

  constructor({ projections, ...options }: ProjectionRunnersOptions) {
    const { log, batchSize } = options;
    // Before the runners: the hint that there is more reaches the pages first.
    this.pages = new SharedPages(log, batchSize === undefined ? {} : { limit: batchSize });
    this.runners = projections.map((projection) => new ProjectionRunner({ ...options, projection, pages: this.pages }));
  }

  start(): void {
    for (const runner of this.runners) runner.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    this.pages.close();
  }
}
