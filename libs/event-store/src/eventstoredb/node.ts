/** A node of the server, as a client reaches it. */
export interface Node {
  readonly address: string;
  readonly port: number;
}

export const nameOf = ({ address, port }: Node): string => `${address}:${port}`;
