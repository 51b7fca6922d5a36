/** The process. What Node compiles is kept, so that the next start need not compile it; hence the rest is imported only then. */
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// A folder named by NODE_COMPILE_CACHE goes before; where none can be written, Node compiles as ever.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/node-compile'));
const { serve } = await import('./serve.ts');
await serve();
// Also for a relay that is killed later.
flushCompileCache();
