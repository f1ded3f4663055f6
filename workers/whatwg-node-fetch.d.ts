// Yoga's types name the ponyfill, and the ponyfill's types pull in lib "dom", which contradicts the Workers runtime.
// Inside a Worker its exports are the globals.
export const fetch: typeof globalThis.fetch;
export const Request: typeof globalThis.Request;
export const Response: typeof globalThis.Response;
export const Headers: typeof globalThis.Headers;
export const URL: typeof globalThis.URL;
export const URLSearchParams: typeof globalThis.URLSearchParams;
export const ReadableStream: typeof globalThis.ReadableStream;
export const TextDecoder: typeof globalThis.TextDecoder;
export const TextEncoder: typeof globalThis.TextEncoder;
export const crypto: typeof globalThis.crypto;
export function createFetch(): typeof globalThis;
