import { TextEncoder } from 'node:util';

// What every browser has and jsdom lacks: Fluent asks for the one when it mounts, the schema's ids need the other.
class NoResizeObserver {
  observe = (): void => undefined;
  unobserve = (): void => undefined;
  disconnect = (): void => undefined;
}
Object.assign(globalThis, { ResizeObserver: NoResizeObserver, TextEncoder });
