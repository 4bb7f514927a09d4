import { HttpStatus } from '@nestjs/common';

/** As much of an HTTP reply as a controller needs. */
export interface Reply {
  status(code: number): unknown;
}

/** Gives an answer about a subject out: 503 when it says that it is none. */
export function reply<Answer extends { readonly status: string }>(answer: Answer, to: Reply): Answer {
  if (answer.status === 'cannot-answer') to.status(HttpStatus.SERVICE_UNAVAILABLE);
  return answer;
}
