import { type Caller, mayDo } from '@app/ledger';
import { PersonalData } from '@app/personal-data';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';

interface Request {
  readonly caller?: Caller;
}
interface Reply {
  header(name: string, value: string): unknown;
}

/**
 * The one place where personal text is opened for an answer: no query does it, so none can forget to ask whether the caller
 * may see it. What is missing is marked in words, and named by code in the header `x-personal-data`.
 */
@Injectable()
export class PersonalDataInterceptor implements NestInterceptor {
  constructor(private readonly personal: PersonalData) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const http = context.switchToHttp();
    const { caller } = http.getRequest<Request>();
    const mayRead = caller !== undefined && mayDo(caller.role, 'read-personal-data');
    return next.handle().pipe(
      mergeMap(async (answer) => {
        if (typeof answer !== 'object' || answer instanceof StreamableFile) return answer;
        const { value, gaps } = await this.personal.reveal(answer, mayRead);
        if (gaps.size > 0) http.getResponse<Reply>().header('x-personal-data', [...gaps].sort().join(', '));
        return value;
      }),
    );
  }
}
