import { Redis } from 'ioredis';
import { DependencyDown } from '#errors.js';

/** What is wrong with a Redis server for our purpose, in words for the operator; empty when all is well. */
export const checkRedis = async (url: string): Promise<string[]> => {
  const client = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    connectTimeout: 5_000,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const [persistence, memory, server] = await Promise.all([
      client.info('persistence'),
      client.info('memory'),
      client.info('server'),
    ]);
    const value = (info: string, key: string): string | undefined =>
      new RegExp(`^${key}:(.*)$`, 'm').exec(info)?.[1]?.trim();
    const faults: string[] = [];
    if (value(persistence, 'aof_enabled') !== '1') {
      faults.push(
        'Redis keeps no append-only file: set "appendonly yes", or queued work waits for the keeper after each restart.',
      );
    }
    const policy = value(memory, 'maxmemory_policy');
    if (policy !== 'noeviction') {
      faults.push(
        `Redis may evict jobs (maxmemory-policy ${policy ?? 'unknown'}): set "maxmemory-policy noeviction".`,
      );
    }
    const version = value(server, 'redis_version') ?? '0';
    if (Number.parseInt(version, 10) < 7)
      faults.push(`Redis ${version} is older than 7; use Redis 7 or newer.`);
    return faults;
  } catch (cause) {
    throw new DependencyDown({
      code: 'redis-down',
      message:
        'Redis cannot be reached; check queue.redisUrl (REDIS_URL) and that the server runs.',
      cause,
    });
  } finally {
    client.disconnect();
  }
};
