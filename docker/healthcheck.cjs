/* global fetch, AbortSignal, console */
// Exit 0 when HEALTH_URL answers with success, 1 otherwise. In the image, where there is no curl.
const url = process.env.HEALTH_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}/health/live`;

fetch(url, { signal: AbortSignal.timeout(4_000) }).then(
  (response) => process.exit(response.ok ? 0 : 1),
  (error) => {
    console.error(`${url}: ${error.cause?.message ?? error.message}`);
    process.exit(1);
  },
);
