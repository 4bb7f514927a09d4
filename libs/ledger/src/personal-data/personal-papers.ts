import type { StoredEvent } from '@app/event-store';
import { MasterKeyMissing, PersonalData, PersonKeysLost, type PersonErased, type PersonSeal } from '@app/personal-data';
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '../application';
import { type IdentityDocument, type PersonalContent, personSubjectId, Refusal, type Whose } from '../shared';

/** A paper as it will be recorded, and as it was read: how the ledger wrote it down before personal text was sealed. */
export interface Sealed<Paper> {
  readonly sealed: Paper;
  readonly plain: Paper;
}

/** Where a paper would be recorded: its stream, and the event that would record it. */
export interface Place {
  readonly stream: string;
  readonly type: string;
}

/**
 * Seals what a paper says of people: after the domain has read it, before anything is decided. What is decided, recorded,
 * projected and queued from then on holds tokens.
 */
@Injectable()
export class PersonalPapers {
  constructor(
    private readonly personal: PersonalData,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  /** The subject id of a natural person, by keyed hash. Refusal: `personal-data-key-missing`. */
  readonly subjectIdOf = ({ identityType, identityNumber }: IdentityDocument): string =>
    personSubjectId(this.personIn('identity', identityType, identityNumber));

  /** The person, as the keys name one. Refusal: `personal-data-key-missing`. */
  personIdOf(whose: Whose): string {
    return whose.kind === 'person'
      ? personIdIn(whose.subjectId)
      : this.personIn('representative', whose.subjectId, whose.name);
  }

  /**
   * Refusals, in this order: `personal-data-key-missing` (no master key is configured); `personal-data-keys-lost` (a key is to be made, and others are not here); `personal-data-erased` (this paper is
   * on record and its personal text was erased: it cannot be compared, and is not taken in again).
   */
  async seal<Fields, Paper extends Fields>(
    paper: Paper,
    content: PersonalContent<Fields>,
    place: Place,
  ): Promise<Sealed<Paper>> {
    const whose = content.whose(paper);
    if (whose === null) return { sealed: paper, plain: paper };
    const seal = await this.sealOf(this.personIdOf(whose), place);
    return { sealed: content.said(paper, seal.seal), plain: paper };
  }

  private async sealOf(personId: string, place: Place): Promise<PersonSeal> {
    let found = await said(this.personal.sealOf(personId));
    // After an erasure, and only then, a paper may be on record under a key that is gone.
    while (found.status === 'destroyed' || found.generation > 1) {
      await this.refuseWhatWasErased(found, place);
      if (found.status === 'usable') return found;
      found = await said(this.personal.sealAfter(found, personId));
    }
    return found;
  }

  private async refuseWhatWasErased({ status, keyId }: PersonSeal | PersonErased, place: Place): Promise<void> {
    const recorded = (await this.log.readStream(place.stream)).filter(({ type }) => type === place.type);
    const comparable = recorded.some((event) => !isSealed(event) || (status === 'usable' && names(event, keyId)));
    if (recorded.length > 0 && !comparable) throw new Refusal('personal-data-erased');
  }

  private personIn(...identity: readonly string[]): string {
    try {
      return this.personal.personIdOf(...identity);
    } catch (error) {
      throw asRefusal(error);
    }
  }
}

/** A token names its key in ASCII, so the key is looked for in the bytes. */
const names = ({ data }: StoredEvent, keyId: string): boolean => Buffer.from(data).includes(keyId);

/** Papers recorded before personal text was sealed hold no token. */
const isSealed = ({ data }: StoredEvent): boolean => /"pd\d+\./.test(Buffer.from(data).toString('latin1'));

/** The UUID inside a person's subject id. */
function personIdIn(subjectId: string): string {
  const hex = subjectId.replace('person-', '');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

async function said<Found>(answer: Promise<Found>): Promise<Found> {
  try {
    return await answer;
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  if (error instanceof PersonKeysLost) return new Refusal('personal-data-keys-lost');
  return error instanceof MasterKeyMissing ? new Refusal('personal-data-key-missing') : error;
}
