/** A DynamoDB engine on this machine, as the SDK sees it. */
export interface Engine {
  readonly endpoint: string; // http://127.0.0.1:<port>
  readonly name: EngineName;
  /** The engine's own process; undefined where it runs inside this one or was there before. */
  readonly pid?: number;
  stop(): Promise<void>;
}

export type EngineName = 'external' | 'dynoxide' | 'dynalite';
