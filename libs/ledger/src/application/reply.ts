import { HttpStatus } from '@nestjs/common';

/** As much of an HTTP reply as a controller needs. */
export interface Reply {
  status(code: number): unknown;
}

/** Gives out an answer about a subject: 503 when it says that nothing can be answered. */
export function reply<Answer extends { readonly status: string }>(answer: Answer, to: Reply): Answer {
  if (answer.status === 'cannot-answer') to.status(HttpStatus.SERVICE_UNAVAILABLE);
  return answer;
}
