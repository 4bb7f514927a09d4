/** Says why a name cannot be the one our streams on a shared server are known by, or undefined when it can. */
export function whyNotAStreamsName(name: string): string | undefined {
  return /^[a-z][A-Za-z0-9]{0,39}$/.test(name)
    ? undefined
    : 'it is not a word of at most 40 Latin letters and digits that begins with a small letter';
}

/**
 * How our streams are called on a server that others may share. With the name `ledger`, the stream `penaltyDecision-1` is
 * `ledger.penaltyDecision-1` there, and the reservation of an event id is `ledgerEventId-{id}`. One prefix, `ledger.`, is
 * then the filter of everything that is read: it lets through our streams and neither reservations, system streams (`$…`)
 * nor the streams of others.
 */
export class StreamNames {
  /** Every stream of the log begins so, and nothing else on the server. */
  readonly prefix: string;
  /** A stream that holds nothing, to try on it what the login may do. */
  readonly probe: string;
  private readonly reservationPrefix: string;

  constructor(name: string) {
    const fault = whyNotAStreamsName(name);
    if (fault !== undefined) throw new RangeError(`no name for streams: ${fault}`);
    this.prefix = `${name}.`;
    this.probe = `${name}GuardProbe`;
    this.reservationPrefix = `${name}EventId-`;
  }

  onServer(stream: string): string {
    return this.prefix + stream;
  }

  /** The inverse of `onServer`, for streams that the filter let through. */
  inLog(streamOnServer: string): string {
    if (!streamOnServer.startsWith(this.prefix)) throw new RangeError(`${streamOnServer} is none of our streams`);
    return streamOnServer.slice(this.prefix.length);
  }

  reservationOf(eventId: string): string {
    return this.reservationPrefix + eventId.toLowerCase();
  }
}
