import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { Channel, type ChannelCredentials, type ChannelOptions, credentials } from '@grpc/grpc-js';
import type { ConnectionSettings } from './connection-string';
import { nameOf, type Node } from './node';

/**
 * A connection on which nothing came for so long is asked whether anybody is there, and given up when nobody says so in time: what a
 * machine that vanished leaves behind otherwise stays open until the operating system tires of it. The client takes no shorter interval without a
 * warning; its own answer time of 10 s would leave a single server away for longer than a call lasts. Our defaults.
 */
const keepAlive = { intervalMs: 10_000, timeoutMs: 5_000 };

/** As the client has it: events of up to 16 MiB can stand in a log. */
const answerBytesMax = 17 * 1024 * 1024;

const offMs = Number.MAX_SAFE_INTEGER;

/** Opens channels to nodes: encrypted or in the clear, with the authorities and certificates of the connection string. */
export class Channels {
  private readonly files: { readonly authority?: Buffer; readonly key?: Buffer; readonly certificate?: Buffer };

  constructor(private readonly settings: ConnectionSettings) {
    const { authority, userKey, userCertificate } = settings;
    this.files = {
      ...(authority !== undefined && { authority: readFileSync(authority) }),
      ...(userKey !== undefined && { key: readFileSync(userKey) }),
      ...(userCertificate !== undefined && { certificate: readFileSync(userCertificate) }),
    };
  }

  open(node: Node): Channel {
    return new Channel(nameOf(node), this.credentialsFor(node), this.optionsFor(node));
  }

  optionsFor(node: Node): ChannelOptions {
    const { keepAliveIntervalMs = keepAlive.intervalMs, keepAliveTimeoutMs = keepAlive.timeoutMs } = this.settings;
    return {
      'grpc.keepalive_time_ms': keepAliveIntervalMs < 0 ? offMs : keepAliveIntervalMs,
      'grpc.keepalive_timeout_ms': keepAliveTimeoutMs < 0 ? offMs : keepAliveTimeoutMs,
      'grpc.max_receive_message_length': answerBytesMax,
      ...(this.isNamedByNumber(node) && { 'grpc.ssl_target_name_override': reverseNameOf(node.address) }),
    };
  }

  credentialsFor(node: Node): ChannelCredentials {
    if (!this.settings.tls) return credentials.createInsecure();
    const { authority = null, key = null, certificate = null } = this.files;
    // The name that is sent is not the one the certificate has to bear.
    const asNumber = {
      checkServerIdentity: (_: string, shown: Parameters<typeof checkServerIdentity>[1]) =>
        checkServerIdentity(node.address, shown),
    };
    return credentials.createSsl(authority, key, certificate, this.isNamedByNumber(node) ? asNumber : {});
  }

  private isNamedByNumber({ address }: Node): boolean {
    return this.settings.tls && isIPv4(address);
  }
}

/** TLS sends the name of who is called, and an address is no name (RFC 6066; Node warns of it, DEP0123): so it is sent as the name it has in reverse. */
const reverseNameOf = (address: string): string => `${address.split('.').reverse().join('.')}.in-addr.arpa`;
