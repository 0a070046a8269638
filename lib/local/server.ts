import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on 127.0.0.1 and tells the port; 0 takes any free one.
 *  @throws the system's error, for example EADDRINUSE */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no port'));
      else resolve(address.port);
    });
  });
}

/** The whole body; undefined once it is longer than `most` bytes. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer>;
export async function bodyOf(request: IncomingMessage, most: number): Promise<Buffer | undefined>;
export async function bodyOf(request: IncomingMessage, most = Infinity): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= most) chunks.push(chunk);
  }
  return bytes > most ? undefined : Buffer.concat(chunks);
}

/** Stops a server: what is being answered has a second to end. */
export function close(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), 1000);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
