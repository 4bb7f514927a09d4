import type { Told } from '@app/exchange';
import { type BlacklistListing, MEASURES, type MeasureCode } from '../../blacklist';
import {
  CORRECTABLE_FIELDS,
  GROUNDS,
  type ListingCorrected,
  REMOVAL_REASONS,
  type SubjectListedOnBlacklist,
  type SubjectRemovedFromBlacklist,
} from '../../blacklist/domain/blacklist-listing.events';
import type { RuleBook } from '../../rule-set';
import type { Reason } from '../told-table';

/** 国办发〔2020〕49号; regulations 1, legal warning. */
const internal = '重点监管对象是内部名单，不对外';

export function listEntry(
  _rules: RuleBook,
  _state: BlacklistListing,
  data: SubjectListedOnBlacklist['data'],
): Told | Reason {
  if (data.register !== 'serious-dishonesty') return internal;
  return {
    kind: 'list-entry',
    document: {
      subjectName: data.subjectName,
      uscc: data.subjectId,
      legalRepresentative: null,
      registeredAddress: null,
      groundCode: data.ground,
      groundLabel: GROUNDS[data.ground],
      conductSummary: data.conductSummary,
      legalBasis: data.legalBasis,
      decisionNumber: data.decisionNumber,
      decisionBody: data.decisionBody,
      decisionBodyCode: data.decisionBodyCode,
      listedOn: data.listedOn,
      measures: data.measures.map((code) => MEASURES[code as MeasureCode]),
      removalDue: data.listedUntil,
      dataSource: data.decisionBody,
      dataSourceCode: data.decisionBodyCode,
    },
  };
}

/** What was wrong and what is right. The platform knows the subject by the name under which it was told of it. */
export function listCorrection(
  _rules: RuleBook,
  state: BlacklistListing,
  data: ListingCorrected['data'],
): Told | Reason {
  if (!('listing' in state)) return unknown;
  const { listing } = state;
  if (listing.register !== 'serious-dishonesty') return internal;
  return {
    kind: 'list-correction',
    document: {
      subjectName: listing.subjectName,
      uscc: data.subjectId,
      decisionNumber: listing.decisionNumber,
      decisionBody: listing.decisionBody,
      decisionBodyCode: listing.decisionBodyCode,
      listedOn: listing.listedOn,
      correctionNumber: data.documentNumber,
      correctedOn: data.correctedOn,
      correctionBody: data.correctionBody,
      correctionBodyCode: data.correctionBodyCode,
      field: data.field,
      fieldLabel: CORRECTABLE_FIELDS[data.field],
      oldValue: data.oldValue,
      newValue: data.newValue,
      reason: data.reason,
      dataSource: data.correctionBody,
      dataSourceCode: data.correctionBodyCode,
    },
  };
}

const unknown = '台账中没有该列入决定，无从认定是哪条记录';

/** Names the listing by its decision. The listing is that of the stream; an event that stands alone brought a copy with it. */
export function listRemoval(
  _rules: RuleBook,
  state: BlacklistListing,
  data: SubjectRemovedFromBlacklist['data'],
): Told | Reason {
  const listing = 'listing' in state ? state.listing : data.listing;
  if (listing.register !== 'serious-dishonesty') return internal;
  return {
    kind: 'list-removal',
    document: {
      subjectName: listing.subjectName,
      uscc: data.subjectId,
      decisionNumber: listing.decisionNumber,
      decisionBody: listing.decisionBody,
      decisionBodyCode: listing.decisionBodyCode,
      listedOn: listing.listedOn,
      removedOn: data.removedOn,
      removalReason: `${REMOVAL_REASONS[data.reason]}：${data.explanation}`,
      removalBody: data.removalBody,
      removalBodyCode: data.removalBodyCode,
      dataSource: data.removalBody,
      dataSourceCode: data.removalBodyCode,
    },
  };
}
