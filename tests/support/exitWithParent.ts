/**
 * Loaded into a child process before its own code: when the parent's end of stdin closes, however the parent died,
 * the child ends too. Otherwise the child ends as it would without.
 */
import { Socket } from 'node:net';

process.stdin.resume();
process.stdin.on('close', () => process.exit());
if (process.stdin instanceof Socket) process.stdin.unref();
