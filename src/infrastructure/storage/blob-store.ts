import type { Readable } from 'node:stream';

/** Bytes that have arrived but that nobody has promised to keep yet. */
export interface Staged {
  sha256: string;
  size: number;
  /** The first 4 kB, to tell what it is. */
  head: Buffer;
  /** Makes the bytes durable under their hash; resolves only when a power cut could not lose them. */
  commit(): Promise<void>;
  /** Forgets them; harmless after `commit`. */
  discard(): Promise<void>;
}

/** Positions in a file, counted from 0; without `end` to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

/**
 * Immutable bytes under their SHA-256. Identical content is stored once, and nothing is ever overwritten.
 * Two implementations: a directory with fsync, and S3.
 */
export interface BlobStore {
  /** What it is, for the status page. */
  readonly kind: 'filesystem' | 's3';
  /**
   * Takes in a stream of unknown size.
   * @throws InvalidInput `file-too-large`, `upload-aborted`; DependencyDown when the disk is full.
   */
  stage(stream: Readable, limits: { maxBytes: number }): Promise<Staged>;
  /** Stores a whole stream or buffer durably. */
  write(content: Readable | Uint8Array): Promise<{ sha256: string; size: number }>;
  /** Opens the bytes, or those from `start` to `end` (both included). @throws ToolFailed `blob-missing`. */
  open(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Reads all bytes and checks them. @throws ToolFailed `blob-corrupt`, `blob-missing`. */
  read(sha256: string): Promise<Buffer>;
  /** Reads the bytes back and compares their hash, with little memory. @throws as `read`. */
  verify(sha256: string): Promise<void>;
  /** Gives `use` a local path to the bytes; it must not change them, and the path ends with the call. */
  withLocalFile<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T>;
  /** The same for several; the map has one path a hash. */
  withLocalFiles<T>(
    hashes: readonly string[],
    use: (paths: ReadonlyMap<string, string>) => Promise<T>,
  ): Promise<T>;
  /** Whether the bytes are there; not whether they are sound. */
  has(sha256: string): Promise<boolean>;
  /** Size in bytes. @throws ToolFailed `blob-missing`. */
  size(sha256: string): Promise<number>;
  /** Removes the bytes for good; only for deletion with proof. */
  remove(sha256: string): Promise<void>;
  /** Removes what uploads left behind when a process died; returns how many. */
  sweepTemporary(olderThanMs: number): Promise<number>;
  /** Free space in bytes where files arrive; undefined where there is no such limit. */
  freeBytes(): Promise<number | undefined>;
}
