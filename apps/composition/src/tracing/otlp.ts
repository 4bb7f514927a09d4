import type { Span } from './spans';

export interface OtlpSettings {
  /** `http://collector:4318`, without a path. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly headers: Readonly<Record<string, string>>;
}

const everyMs = 1_000;
/** So many wait at most; while nobody takes them, the oldest go first. Our figures. */
const waitingMax = 2_048;
const batchMax = 512;
const timeoutMs = 5_000;
const kinds = { internal: 1, server: 2, client: 3 } as const;

/** Sends spans to a collector by OTLP over HTTP, as JSON, once a second. Whoever has a span waits for nothing; a collector that is away is said once. */
export class OtlpExporter {
  private waiting: Span[] = [];
  private dropped = 0;
  private silent = false;
  private sending: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly settings: OtlpSettings,
    private readonly onTrouble: (what: string) => void,
  ) {
    this.timer = setInterval(() => void this.flush(), everyMs);
    this.timer.unref();
  }

  add(span: Span): void {
    this.waiting.push(span);
    if (this.waiting.length <= waitingMax) return;
    this.waiting.shift();
    this.dropped++;
  }

  /** Sends what waits now. Never rejects. */
  flush(): Promise<void> {
    this.sending = this.sending.then(() => this.send());
    return this.sending;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async send(): Promise<void> {
    while (this.waiting.length > 0) {
      const spans = this.waiting.slice(0, batchMax);
      try {
        await this.post(spans);
      } catch (error) {
        if (!this.silent) this.onTrouble(`traces are not taken: ${(error as Error).message}`);
        this.silent = true;
        return; // they wait for the next time
      }
      if (this.silent) this.onTrouble(`traces are taken again; ${this.dropped} spans are lost`);
      [this.silent, this.dropped] = [false, 0];
      const taken = new Set(spans);
      this.waiting = this.waiting.filter((span) => !taken.has(span));
    }
  }

  private async post(spans: readonly Span[]): Promise<void> {
    const { endpoint, serviceName, headers } = this.settings;
    const response = await fetch(`${endpoint.replace(/\/$/, '')}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(requestOf(serviceName, spans)),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the collector answered ${response.status}`);
  }
}

/** As OTLP 1 writes it in JSON: ids in hexadecimal, instants in nanoseconds as text. */
function requestOf(serviceName: string, spans: readonly Span[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': serviceName, 'process.pid': process.pid }) },
        scopeSpans: [{ scope: { name: 'fire-credit-ledger' }, spans: spans.map(spanSaid) }],
      },
    ],
  };
}

const spanSaid = ({ traceId, spanId, parentId, kind, name, startMs, endMs, failed, attributes }: Span): object => ({
  traceId,
  spanId,
  ...(parentId !== undefined && { parentSpanId: parentId }),
  name,
  kind: kinds[kind],
  startTimeUnixNano: nanoseconds(startMs),
  endTimeUnixNano: nanoseconds(endMs),
  attributes: attributesOf(attributes),
  ...(failed === true && { status: { code: 2 } }),
});

const nanoseconds = (ms: number): string => `${BigInt(Math.round(ms * 1_000)) * 1_000n}`;

const attributesOf = (attributes: Readonly<Record<string, string | number>>): readonly object[] =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
