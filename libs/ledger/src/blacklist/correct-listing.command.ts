import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Desk, OneOf, Order, type Receipt, Text } from '../application';
import { blacklistListing } from './domain/blacklist-listing';
import { CORRECTABLE_FIELDS, type CorrectableField } from './domain/blacklist-listing.events';
import { correct } from './domain/listing-correction';
import { type ListingCorrectionPaper, readListingCorrection } from './domain/listing-correction-paper';

export class CorrectListingDto implements ListingCorrectionPaper {
  @Text('更正决定文号', 256) documentNumber!: string;
  @Text('更正日期', 40) correctedOn!: string;
  @OneOf('更正的项目：单位名称、失信行为简况、列入依据、移出条件、救济途径', Object.keys(CORRECTABLE_FIELDS))
  field!: CorrectableField;
  @Text('现有内容，须与名单所载一致', 4_000) oldValue!: string;
  @Text('更正后的内容', 4_000) newValue!: string;
  @Text('更正理由', 4_000) reason!: string;
  @Text('更正机关', 400) correctionBody!: string;
  @Text('更正机关统一社会信用代码', 64) correctionBodyCode!: string;
}

/** 更正名单信息. Refusals: those of `readListingCorrection`, then those of `correct`. */
export class CorrectListing extends Order<CorrectListingDto> {}

@CommandHandler(CorrectListing)
export class CorrectListingHandler implements ICommandHandler<CorrectListing> {
  constructor(private readonly desk: Desk) {}

  async execute({ id, body, context }: CorrectListing): Promise<Receipt> {
    const correction = { listingId: id, ...readListingCorrection(body, this.desk.today) };
    return this.desk.record(blacklistListing, id, correct(correction), context, 'ListingCorrected');
  }
}
