#!/usr/bin/env node
import { letNewSpaceGrow } from './ingest/tight-heaps.ts';

// Before the rest is loaded, which fills it.
letNewSpaceGrow(false);
await import('./commands.ts');
