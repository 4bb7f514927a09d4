import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { Refusal } from '../shared';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id in an address, in small letters: capitals mean the same. Refusal: `id-invalid`. */
@Injectable()
export class ParseId implements PipeTransform<string, string> {
  transform(text: string, { data }: ArgumentMetadata): string {
    if (!UUID.test(text)) throw new Refusal('id-invalid', {}, data);
    return text.toLowerCase();
  }
}
